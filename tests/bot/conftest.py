"""Stores, and the application without platforms, for the tests of the bot."""

from collections.abc import AsyncIterator

import pytest

from storage import Store
from tests.bot.room import RoomPerson
from tests.bot.world import World, a_world
from tests.stores import database_url, migrated_sqlite, store

__all__ = ["alice", "bob", "database_url", "migrated_sqlite", "store", "world"]


@pytest.fixture
async def world(store: Store, database_url: str) -> AsyncIterator[World]:
    async with a_world(store, database_url) as opened:
        yield opened


@pytest.fixture
def alice(world: World) -> RoomPerson:
    """Alice paints."""
    return world.person("Alice")


@pytest.fixture
def bob(world: World) -> RoomPerson:
    """Bob has a room of his own."""
    return world.person("Bob")
