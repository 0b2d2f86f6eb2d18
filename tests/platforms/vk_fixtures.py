"""A simulated VK, Alice who uses it, and the bot. Imports vk_api only for who asks for the bot."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from storage import Store
from tests.simulators.vk.person import Person
from tests.simulators.vk.seen import dialogue
from tests.simulators.vk.server import VkServer

if TYPE_CHECKING:
    from tests.platforms.vk_bot import Bot


@pytest.fixture
async def server() -> AsyncIterator[VkServer]:
    """VK, which the bot must not have annoyed in the end."""
    async with VkServer().running() as vk:
        yield vk
        print(dialogue(vk.world))  # noqa: T201  (pytest shows it when the test fails)
        assert not vk.violations, vk.violations
        assert not vk.refused


@pytest.fixture
async def alice(server: VkServer) -> Person:
    """Alice has an app of today, and writes to the community."""
    return await server.person("Alice")


@pytest.fixture
async def bot(server: VkServer, store: Store) -> "AsyncIterator[Bot]":
    """The bot, by long polling, which has begun: VK tells only what happens from then on."""
    from tests.platforms.vk_bot import running

    async with running(server, store) as started:
        await server.listened()
        yield started
