"""A whole Mazok but for its engine, with its admin pages, and Olga who runs it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Store
from tests.admin.office import Office, an_office
from tests.platforms.web_fixtures import browser
from tests.stores import database_url, migrated_sqlite, store

__all__ = ["browser", "database_url", "migrated_sqlite", "office", "store"]


@pytest.fixture
async def office(store: Store, database_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    async with an_office(store, database_url, tmp_path) as opened:
        yield opened
