"""The conversation of the contract on Telegram: the whole application, by long polling and by webhook."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.app import App
from bot.platforms.telegram import Telegram
from bot.platforms.telegram.service import Service
from bot.texts import Texts
from bot.usecases.pictures import house
from bot.usecases.styles import style_title
from storage import Store
from tests.bot.world import TINTER
from tests.platforms.contract import (
    a_photo,
    a_photo_becomes_a_painting,
    a_style,
    chooses_among_results,
    paints_an_album,
    the_whole_conversation,
)
from tests.platforms.telegram_bot import SECRET, settings
from tests.platforms.whole import EDIT_S, whole
from tests.simulators.telegram.person import Person
from tests.simulators.telegram.server import TelegramServer


@asynccontextmanager
async def mazok(
    server: TelegramServer, store: Store, database_url: str, tmp_path: Path, *, webhook: bool = False, **changed: Any
) -> AsyncIterator[App]:
    """Mazok on the simulated Telegram, and a painter beside it."""

    def telegram(app: App, door: str) -> Telegram:
        pace = {"edit_s": EDIT_S, "preview_s": 2 * EDIT_S}
        hook = {"webhook_url": f"{door}/telegram", "webhook_secret": SECRET}
        return Telegram(Service(app, settings(server, **pace, **(hook if webhook else {}))))

    async with whole(telegram, store, database_url, tmp_path, **changed) as app:
        yield app


async def test_the_whole_conversation(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path):
        await the_whole_conversation(alice, style_title(Texts("en"), next(iter(house()))))
        assert all(query.answers for query in server.world.queries.values())


async def test_a_painting_by_webhook(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    """And the painting can be passed on into other chats as soon as it was shown."""
    async with mazok(server, store, database_url, tmp_path, webhook=True):
        await a_photo_becomes_a_painting(alice)
        async with asyncio.timeout(10):
            while not (answer := await alice.asks_inline()).results:
                pass
        await alice.passes_on(answer.results[0], await server.group("Painters", alice))


async def test_a_result_is_chosen_in_place(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    """By an edit of the picture: nothing is sent anew."""
    async with mazok(server, store, database_url, tmp_path, offer=TINTER):
        await chooses_among_results(alice)
        done = {change.message["message_id"] for change in server.world.history if "Done!" in str(change.message)}
        assert len(done) == 1


async def test_an_album_is_one_order_and_comes_back_as_an_album(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path, offer=TINTER):
        await paints_an_album(alice)
        [album] = server.said("sendMediaGroup")
        assert len(album["media"]) == 3


async def test_a_painting_in_a_group(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    group = await server.group("Painters", alice)
    there = alice.at(group)
    async with mazok(server, store, database_url, tmp_path):
        await there.says("/start@MazokBot")
        asked = await there.sees("I am Mazok")
        await there.sends_photo(a_photo(), to=asked)
        asked = await there.sees("Now the style")
        await there.sends_photo(a_style(), to=asked)
        await there.sees("ready to paint")
        await there.presses("Paint")
        await there.sees("Done!")


async def test_the_status_is_edited_at_its_pace(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path, reports=100):
        await alice.sends_album(a_photo(), a_style())
        ready = await alice.sees("ready to paint")
        await alice.presses("Paint")
        await alice.sees("Done!")
    shown = [change for change in server.world.history if change.message["message_id"] == ready.message_id]
    *painting, _, _ = (later.at - earlier.at for earlier, later in pairwise(shown[1:]))  # the result waits for nothing
    assert len(painting) >= 2
    assert min(painting) > 0.9 * EDIT_S
