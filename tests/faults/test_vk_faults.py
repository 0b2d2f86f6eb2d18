"""VK answers late, wrongly or not at all, people leave, processes die: nobody loses anything."""

import asyncio
import shutil
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.chat import Chat, DeliveryError, Gone, Incoming, Message, Pictures, Refused, Text, TryLater
from storage import Store
from tests.platforms.echo import Echo, attachment, picture, say_what_came
from tests.platforms.vk_bot import PATH, SECRET, running
from tests.platforms.vk_fixtures import alice, server
from tests.simulators.vk.faults import DOWNLOAD, LONG_POLL, UPLOAD, Make, bad_gateway, bad_json, error, failed, silence
from tests.simulators.vk.person import Person
from tests.simulators.vk.server import VkServer
from tests.simulators.vk.world import GROUP_ID
from tests.stores import store

__all__ = ["alice", "database_url", "server", "store"]

TALKING = (
    "messages.send",
    "messages.edit",
    "messages.sendMessageEventAnswer",
    "photos.getMessagesUploadServer",
    "photos.saveMessagesPhoto",
    "docs.getMessagesUploadServer",
    "docs.save",
)
PLACES = (LONG_POLL, UPLOAD, DOWNLOAD)
STARTING = ("groups.setLongPollSettings", "groups.getLongPollServer")
RED, BLUE = attachment(picture("red")), attachment(picture("blue"))


@pytest.fixture
def database_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'mazok.db')}"


class Steps:
    """A conversation in which every turn makes one call more."""

    def __init__(self) -> None:
        self.status = ""

    async def __call__(self, incoming: Incoming, chat: Chat) -> None:
        key = incoming.update_key
        match incoming.event:
            case Pictures(uploads=[upload]):
                assert await upload.fetch()
                self.status = await chat.send(Message("Painting"), key=key)
            case Text(text="end"):
                await chat.edit(self.status, Message("Done", picture=RED))
            case Text(text="file"):
                await chat.file(RED, "The file", key=key)
            case _:
                await say_what_came(incoming, chat)


FAULTS: dict[str, Make] = {
    "error 1": lambda method: error(1, method),
    "error 6": lambda method: error(6, method),
    "error 10": lambda method: error(10, method),
    "502": bad_gateway,
    "bad JSON": bad_json,
    "silence": silence,
    "silence after the deed": lambda method: silence(method, done=True),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_every_call_may_fail_once(server: VkServer, alice: Person, store: Store, fault: str) -> None:
    """The person gets everything, in order, and nothing twice: a send that is repeated carries the same number."""
    methods = (*STARTING, *TALKING) if fault.startswith("error") else (*STARTING, *TALKING, *PLACES)
    met = [server.faults.add(FAULTS[fault](method)) for method in methods]
    patience: dict[str, Any] = {"timeout_s": 1.0, "upload_timeout_s": 1.0} if "silence" in fault else {}
    async with running(server, store, Echo(Steps()), **patience):
        await server.listened()
        await alice.says("Good day")
        await alice.sees("words: Good day")
        await alice.presses("More")
        await alice.sees("pressed: more")
        await alice.sends_photo(picture("red"))
        await alice.sees("Painting")
        for words, answer in (("end", "Done"), ("file", "The file")):
            await alice.says(words)
            await alice.sees(answer)
    assert [fault.method for fault in met if not fault.met] == []
    assert [seen.text for seen in alice.screen()] == ["pressed: more", "Done", "The file"]


@pytest.mark.parametrize("number", [1, 2, 3])
async def test_a_long_poll_goes_on_after_every_failure(
    server: VkServer, alice: Person, store: Store, number: int
) -> None:
    async with running(server, store):
        await server.listened()
        await alice.says("Good day")
        await alice.sees("words: Good day")
        lost = server.faults.add(failed(number, times=2))
        await met(server, lambda: lost.met == 2)
        await server.listened(again=True)
        await alice.says("And then")
        await alice.sees("words: And then")


async def test_a_key_that_expires_costs_nothing(server: VkServer, alice: Person, store: Store) -> None:
    async with running(server, store):
        await server.listened()
        for number in range(3):
            server.longpoll.expires()
            await alice.says(f"Good day {number}")
            await alice.sees(f"words: Good day {number}")


async def test_what_comes_while_nobody_listens_is_answered_later(server: VkServer, alice: Person, store: Store) -> None:
    async with running(server, store):
        await server.listened()
        await alice.says("Good day")
        await alice.sees("words: Good day")
    server.longpoll.expires()
    for number in range(3):
        await alice.says(f"Good day {number}")
    async with running(server, store):
        for number in range(3):
            await alice.sees(f"words: Good day {number}")
    assert len(alice.screen()) == 4


async def test_what_a_stopped_bot_was_at_is_done_by_the_next(server: VkServer, alice: Person, store: Store) -> None:
    begun = asyncio.Event()

    async def hang(incoming: Incoming, chat: Chat) -> None:
        begun.set()
        await asyncio.Event().wait()

    async with running(server, store, Echo(hang)):
        await server.listened()
        await alice.says("Good day")
        await begun.wait()
    async with running(server, store) as bot:
        await alice.sees("words: Good day")
        assert len(bot.echo.handled) == 1


async def test_the_same_event_twice_is_one_turn(server: VkServer, alice: Person, store: Store) -> None:
    async with running(server, store) as bot:
        await server.listened()
        await alice.says("Good day")
        await alice.sees("words: Good day")
        await server.world.deliver(server.world.events[-1])
        await alice.says("And then")
        await alice.sees("words: And then")
        assert [incoming.event for incoming in bot.echo.handled] == [Text("Good day"), Text("And then")]


async def test_an_event_that_nobody_understands_holds_up_nobody(server: VkServer, alice: Person, store: Store) -> None:
    async with running(server, store):
        await server.listened()
        await server.world.deliver({"type": "message_new", "group_id": GROUP_ID, "event_id": "1", "v": "5.199"})
        await server.world.deliver({"type": "next_year", "group_id": GROUP_ID, "event_id": "2", "object": {}})
        await alice.says("Good day")
        await alice.sees("words: Good day")


@pytest.mark.parametrize("code", [900, 901, 902])
async def test_who_takes_nothing_of_us_is_gone_and_holds_up_nobody(
    server: VkServer, alice: Person, store: Store, code: int
) -> None:
    bob = await server.person("Bob")
    async with running(server, store) as bot:
        await server.listened()
        server.faults.add(error(code, "messages.send"))
        with pytest.raises(Gone):
            await bot.chat(alice).send(Message("Good day"), key="1")
        await bob.says("Good day")
        await bob.sees("words: Good day")


async def test_a_flood_pauses_one_conversation_only(server: VkServer, alice: Person, store: Store) -> None:
    """The same words again at once would make it worse."""
    bob = await server.person("Bob")
    for person in (alice, bob):
        await person.allows()
    async with running(server, store) as bot:
        server.faults.add(error(9, "messages.send"))
        for _ in range(3):
            with pytest.raises(TryLater):
                await bot.chat(alice).send(Message("Good day"), key="1")
        assert not server.said("messages.send")
        await bot.chat(bob).send(Message("Good day"), key="1")
        await bob.sees("Good day")


@pytest.mark.parametrize(("code", "times"), [(14, 1), (29, 1), (5, 1)])
async def test_a_captcha_a_daily_limit_and_a_refused_token_are_not_tried_again(
    server: VkServer, alice: Person, store: Store, code: int, times: int
) -> None:
    await alice.allows()
    async with running(server, store) as bot:
        await server.listened()
        server.faults.add(error(code, "messages.send", times))
        for _ in range(3):
            with pytest.raises(TryLater) as later:
                await bot.chat(alice).send(Message("Good day"), key="1")
            assert later.value.after_s > 30
        assert not server.said("messages.send")


@pytest.mark.parametrize("code", [911, 27, 914])
async def test_what_vk_will_never_take_is_refused_at_once(
    server: VkServer, alice: Person, store: Store, code: int
) -> None:
    await alice.allows()
    async with running(server, store) as bot:
        never = server.faults.add(error(code, "messages.send", times=5))
        with pytest.raises(Refused):
            await bot.chat(alice).send(Message("Good day"), key="1")
        assert never.met == 1


async def test_a_delivery_cut_off_in_the_middle_shows_nothing_twice(
    server: VkServer, alice: Person, store: Store
) -> None:
    """The call took effect, the process died before the answer, another one delivers again with the same number."""
    await alice.allows()
    done = Message("Done", picture=RED)
    async with running(server, store) as bot:
        lost = server.faults.add(silence("messages.send", done=True))
        delivering = asyncio.create_task(bot.chat(alice).send(done, key="result"))
        await alice.sees("Done")
        delivering.cancel()
        assert lost.met == 1
    async with running(server, store) as bot:
        await bot.chat(alice).send(done, key="result")
    assert len({given["random_id"] for given in server.said("messages.send")}) == 1
    assert [seen.text for seen in alice.screen()] == ["Done"]


async def test_a_message_that_is_too_old_to_edit_is_sent_anew(server: VkServer, alice: Person, store: Store) -> None:
    await alice.allows()
    async with running(server, store) as bot:
        first = await bot.chat(alice).send(Message("Painting"), key="1")
        server.world.messages[alice.peer_id, int(first)].message["date"] -= 86_401
        second = await bot.chat(alice).edit(first, Message("Done"))
        assert second != first
        assert [seen.text for seen in alice.screen()] == ["Painting", "Done"]


async def test_thirty_sends_at_once_reach_each_once(server: VkServer, store: Store) -> None:
    """That they leave at no more than 20 a second, test_vk_calls proves by a clock. A machine that stalls may bunch
    them on their way: VK refuses some then, and these are sent once more."""
    people = [await server.person(f"Person {number}") for number in range(30)]
    for person in people:
        await person.allows()
    async with running(server, store) as bot:
        await asyncio.gather(*(bot.chat(person).send(Message("Good day"), key="1") for person in people))
    assert all(len(person.screen()) == 1 for person in people)
    server.refused = 0


async def test_a_server_that_hangs_blocks_nothing_else(server: VkServer, alice: Person, store: Store) -> None:
    """All calls together give up within their time-out; the loop goes on meanwhile."""
    await alice.allows()
    ticks = []

    async def tick() -> None:
        while True:
            ticks.append(time.monotonic())
            await asyncio.sleep(0.02)

    async with running(server, store, timeout_s=1.0) as bot:
        server.faults.add(silence("messages.send", times=100))
        ticking = asyncio.create_task(tick())
        sends = (bot.chat(alice).send(Message("Good day"), key=str(number)) for number in range(12))
        ended = await asyncio.wait_for(asyncio.gather(*sends, return_exceptions=True), 10)
        ticking.cancel()
    assert all(isinstance(end, TryLater) for end in ended)
    assert max(later - earlier for earlier, later in pairwise(ticks)) < 0.9


async def test_a_file_over_20_mb_is_not_even_asked_for(server: VkServer, alice: Person, store: Store) -> None:
    errors: list[DeliveryError] = []

    async def take(incoming: Incoming, chat: Chat) -> None:
        assert isinstance(incoming.event, Pictures)
        server.faults.add(bad_gateway(DOWNLOAD, times=100))
        try:
            await incoming.event.uploads[0].fetch()
        except DeliveryError as error_:
            errors.append(error_)
        await chat.send(Message("Too large"), key=incoming.update_key)

    async with running(server, store, Echo(take)):
        await server.listened()
        await alice.sends_file(picture(), "huge.png", size_bytes=21_000_000)
        await alice.sees("Too large")
    assert isinstance(errors[0], Refused)
    assert not server.faults.waiting[0].met


async def met(server: VkServer, look: Any) -> None:
    """Until the server has seen that."""
    async with asyncio.timeout(10):
        while not look():
            await server.listened(again=True)


async def test_a_callback_is_answered_while_its_event_is_still_at_work(
    server: VkServer, alice: Person, store: Store
) -> None:
    go = asyncio.Event()

    async def wait(incoming: Incoming, chat: Chat) -> None:
        await go.wait()
        await say_what_came(incoming, chat)

    async with (
        running(server, store, Echo(wait), callback=True) as bot,
        server.callback(f"{bot.door}{PATH}", SECRET) as callback,
        asyncio.timeout(10),
    ):
        await alice.says("Good day")
        await callback.said(2)
        go.set()
        await alice.sees("words: Good day")
    assert [answer.text for answer in callback.answers] == [server.confirmation, "ok"]


async def test_a_callback_event_that_could_not_be_kept_comes_again(
    server: VkServer, alice: Person, store: Store
) -> None:
    async with running(server, store, callback=True) as bot:
        bot.inbox.faults = 2
        async with server.callback(f"{bot.door}{PATH}", SECRET) as callback:
            await alice.says("Good day")
            await alice.sees("words: Good day")
        assert [(answer.attempt, answer.status) for answer in callback.answers[1:4]] == [(0, 503), (1, 503), (2, 200)]
        assert len(bot.echo.handled) == 1


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1]])
async def test_a_forged_callback_is_turned_away(
    server: VkServer, alice: Person, store: Store, secret: str | None
) -> None:
    await alice.says("Forged")
    event = server.world.events[-1] | ({} if secret is None else {"secret": secret})
    async with running(server, store, callback=True) as bot, aiohttp.ClientSession() as session:
        async with session.post(f"{bot.door}{PATH}", json=event) as response:
            assert response.status == 403
        async with session.post(f"{bot.door}{PATH}", data="no json") as response:
            assert response.status == 400
        async with store.reading() as tx:
            assert not await tx.inbox.waiting("vk")


async def test_the_token_is_in_no_log_and_no_error(
    server: VkServer, alice: Person, store: Store, capfd: pytest.CaptureFixture[str]
) -> None:
    for method in (LONG_POLL, "messages.send", DOWNLOAD):
        server.faults.add(bad_gateway(method, times=3))
    async with running(server, store) as bot:
        await server.listened()
        await alice.sends_photo(picture())
        with pytest.raises(DeliveryError) as refused:
            await bot.chat(alice).send(Message("Good day"), key="1")
        await alice.sees("pictures")
    said = "".join(capfd.readouterr())
    assert "vk" in said
    assert server.token not in said
    assert server.token not in repr(refused.value)
