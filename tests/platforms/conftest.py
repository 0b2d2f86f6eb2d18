"""Stores and a Telegram for the tests of platforms."""

from tests.platforms.telegram_fixtures import alice, bot, server
from tests.stores import database_url, migrated_sqlite, store

__all__ = ["alice", "bot", "database_url", "migrated_sqlite", "server", "store"]
