"""Stores for tests: real SQLite files and a real PostgreSQL, a fresh database each. Knows no test.

    from tests.stores import Databases, databases, sqlite_store  # noqa: F401  fixtures

`databases` starts PostgreSQL only when a test asks for it.
"""
