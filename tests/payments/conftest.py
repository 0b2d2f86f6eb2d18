"""Stores, on SQLite and on PostgreSQL, and a shop of a simulated YooKassa with our till in front."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage import Store
from tests.payments.kiosk import Kiosk, a_kiosk
from tests.stores import migrated_sqlite, postgresql, store
from tests.stores import on_both as database_url

__all__ = ["database_url", "kiosk", "migrated_sqlite", "postgresql", "store"]


@pytest.fixture
async def kiosk(store: Store, tmp_path: Path) -> AsyncIterator[Kiosk]:
    """Open; nothing that the till asked and nothing that the simulator said may have been wrong."""
    async with a_kiosk(store, tmp_path) as opened:
        yield opened
    assert opened.server.violations == []
