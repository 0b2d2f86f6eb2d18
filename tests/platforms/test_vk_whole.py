"""The conversation of the contract on VK: the whole application, by long polling and by callback."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.app import App
from bot.platforms.vk import Vk
from bot.platforms.vk.service import Service
from bot.texts import Texts
from bot.usecases.pictures import house
from bot.usecases.style_refs import style_title
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
from tests.platforms.sharing import two_people_share
from tests.platforms.vk_bot import PATH, SECRET, settings
from tests.platforms.vk_fixtures import alice, server
from tests.platforms.whole import EDIT_S, whole
from tests.simulators.vk.client import OLD
from tests.simulators.vk.person import Person
from tests.simulators.vk.server import VkServer

__all__ = ["alice", "server"]
STYLE = style_title(Texts("en"), next(iter(house())))


@asynccontextmanager
async def mazok(
    server: VkServer, store: Store, database_url: str, tmp_path: Path, *, callback: bool = False, **changed: Any
) -> AsyncIterator[App]:
    """Mazok on the simulated VK, and a painter beside it."""
    doors = []

    def vk(app: App, door: str) -> Vk:
        doors.append(door)
        return Vk(Service(app, settings(server, callback=callback, edit_s=EDIT_S, preview_s=2 * EDIT_S)))

    async with whole(vk, store, database_url, tmp_path, **changed) as app:
        if not callback:
            await server.listened()
            yield app
            return
        async with server.callback(f"{doors[0]}{PATH}", SECRET):
            yield app


async def test_the_whole_conversation(
    server: VkServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path):
        await the_whole_conversation(alice, STYLE)
        assert all(pressed.answers for pressed in server.world.pressed.values())


async def test_the_whole_conversation_in_an_app_that_shows_no_buttons(
    server: VkServer, store: Store, database_url: str, tmp_path: Path
) -> None:
    """By the numbers that stand before the words."""
    async with mazok(server, store, database_url, tmp_path):
        await the_whole_conversation(await server.person("Alice", OLD), STYLE)
        assert not server.world.pressed


async def test_a_painting_by_callback(
    server: VkServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path, callback=True):
        await a_photo_becomes_a_painting(alice)
    assert not server.said("groups.getLongPollServer")


async def test_a_result_is_chosen_in_place(
    server: VkServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    """By an edit of the picture: nothing is sent anew."""
    async with mazok(server, store, database_url, tmp_path, offer=TINTER):
        await chooses_among_results(alice)
        done = {change.cmid for change in server.world.history if "Done!" in change.message["text"]}
        assert len(done) == 1


async def test_an_album_is_one_order_and_comes_back_in_one_message(
    server: VkServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path, offer=TINTER):
        await paints_an_album(alice)
        assert max(len(seen.pictures) for seen in alice.screen()) == 3


async def test_what_one_publishes_another_likes_and_paints_with(
    server: VkServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path):
        await two_people_share(alice, await server.person("Bob"), store)


async def test_a_painting_in_a_chat_of_many(
    server: VkServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    there = alice.at(await server.chat(alice))
    async with mazok(server, store, database_url, tmp_path):
        await there.says("/start")
        asked = await there.sees("I am Mazok")
        await there.sends_photo(a_photo(), to=asked)
        asked = await there.sees("Now the style")
        await there.sends_photo(a_style(), to=asked)
        await there.sees("ready to paint")
        await there.presses("Paint")
        await there.sees("Done!")


async def test_the_status_is_edited_at_its_pace(
    server: VkServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with mazok(server, store, database_url, tmp_path, reports=100):
        await alice.sends_album(a_photo(), a_style())
        ready = await alice.sees("ready to paint")
        await alice.presses("Paint")
        await alice.sees("Done!")
    shown = [change for change in server.world.history if change.ours and change.cmid == ready.message_id]
    *painting, _, _ = (later.at - earlier.at for earlier, later in pairwise(shown[1:]))  # the result waits for nothing
    assert len(painting) >= 2
    assert min(painting) > 0.9 * EDIT_S
