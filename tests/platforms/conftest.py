"""Stores, a Telegram, a web chat and a browser for the tests of platforms."""

from tests.platforms.telegram_fixtures import alice, bot, server
from tests.platforms.web_fixtures import browser, web
from tests.stores import database_url, migrated_sqlite, store

__all__ = ["alice", "bot", "browser", "database_url", "migrated_sqlite", "server", "store", "web"]
