"""A simulated Telegram, Alice who uses it, and the bot. Imports aiogram only for who asks for the bot."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import pytest

from storage import Store
from tests.simulators.telegram.person import Person, dialogue
from tests.simulators.telegram.server import TelegramServer

if TYPE_CHECKING:
    from tests.platforms.telegram_bot import Bot


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """Telegram, which the bot must not have annoyed in the end."""
    async with TelegramServer().running() as telegram:
        yield telegram
        print(dialogue(telegram.world))  # noqa: T201  (pytest shows it when the test fails)
        assert not telegram.violations
        assert not telegram.flood.refused


@pytest.fixture
async def alice(server: TelegramServer) -> Person:
    """Alice has a private chat with the bot."""
    return await server.person("Alice")


@pytest.fixture
async def bot(server: TelegramServer, store: Store) -> "AsyncIterator[Bot]":
    """The bot, by long polling."""
    from tests.platforms.telegram_bot import running

    async with running(server, store) as started:
        yield started
