"""Calls to VK: what goes over the wire, and what each failure means, against a server that answers as it is told."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat import DeliveryError, Gone, Refused, TryLater
from bot.limits import Rate
from bot.platforms.vk.client import Client
from bot.platforms.vk.credential import COMMUNITYS_CALLS, PERSONS_CALLS
from bot.platforms.vk.errors import Again, NotThere, TokenRefused, TooOld
from bot.platforms.vk.pauses import Pauses
from bot.platforms.vk.settings import VkSettings

TOKEN = "vk1.a.secret-token"
Answer = Callable[[], web.Response]


def says(response: Any) -> Answer:
    return lambda: web.json_response({"response": response})


def errs(code: int, words: str = "no") -> Answer:
    return lambda: web.json_response({"error": {"error_code": code, "error_msg": words, "request_params": []}})


def breaks(status: int = 200, text: str = "<html>") -> Answer:
    return lambda: web.Response(status=status, text=text)


@dataclass(slots=True)
class Vk:
    """A server that gives these answers one after another, the last one for ever; `hung` gives none at all."""

    answers: list[Answer] = field(default_factory=lambda: [says(1)])
    heard: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    hung: bool = False

    async def answer(self, request: web.Request) -> web.Response:
        values = {name: str(value) for name, value in (await request.post()).items()}
        self.heard.append((request.path, values))
        if self.hung:
            await asyncio.Event().wait()
        return self.answers.pop(0)() if len(self.answers) > 1 else self.answers[0]()


@asynccontextmanager
async def listening(vk: Vk, timeout_s: float = 3.0) -> AsyncIterator[Client]:
    application = web.Application()
    application.router.add_post("/method/{name}", vk.answer)
    async with TestServer(application) as server:
        settings = VkSettings(token=TOKEN, group_id=7, api_url=str(server.make_url("/")), timeout_s=timeout_s)  # type: ignore[arg-type]
        client = Client(settings, settings.community)
        try:
            yield client
        finally:
            client.close()


async def send(client: Client, peer_id: int = 1) -> Any:
    return await client.call("messages.send", peer_ids=peer_id, message="Hello", random_id=5)


async def test_a_call_goes_to_the_server_that_was_configured() -> None:
    vk = Vk([says({"ok": True})])
    async with listening(vk) as client:
        assert await send(client) == {"ok": True}
    [(path, values)] = vk.heard
    assert path == "/method/messages.send"
    assert values == {
        "peer_ids": "1",
        "message": "Hello",
        "random_id": "5",
        "v": "5.199",
        "access_token": TOKEN,
    }


@pytest.mark.parametrize("trouble", [errs(1), errs(10), errs(6), breaks(502), breaks(), breaks(text='{"respo')])
async def test_what_vk_cannot_do_just_now_is_repeated_with_the_same_number(trouble: Answer) -> None:
    vk = Vk([trouble, says(1)])
    async with listening(vk) as client:
        assert await send(client) == 1
    assert [values["random_id"] for _, values in vk.heard] == ["5", "5"]


async def test_what_vk_can_never_do_is_given_up_for_now() -> None:
    vk = Vk([errs(10)])
    async with listening(vk) as client:
        with pytest.raises(TryLater):
            await send(client)
    assert len(vk.heard) == 3


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        *((code, Gone) for code in (18, 900, 901, 902, 917, 936, 945, 950, 1012)),
        *((code, Refused) for code in (7, 15, 27, 100, 910, 911, 912, 914)),
        *((code, TooOld) for code in (909, 920)),
        *((code, NotThere) for code in (104, 1600)),
        *((code, TryLater) for code in (9, 14, 29, 214, 219, 224)),
        *((code, TokenRefused) for code in (5, 1117)),
    ],
)
async def test_an_error_is_told_in_our_words_and_not_tried_again(code: int, failure: type[DeliveryError]) -> None:
    vk = Vk([errs(code)])
    async with listening(vk) as client:
        with pytest.raises(DeliveryError) as raised:
            await send(client)
    assert type(raised.value) is failure
    assert len(vk.heard) == 1


async def test_what_would_be_done_twice_is_called_once() -> None:
    vk = Vk([errs(10), says(1)])
    async with listening(vk) as client:
        with pytest.raises(Again):
            await client.once("stories.save", upload_results="x")
    assert len(vk.heard) == 1


async def test_a_flood_of_one_method_silences_no_other() -> None:
    vk = Vk([errs(9), says(1)])
    async with listening(vk) as client:
        with pytest.raises(TryLater):
            await client.call("stories.save", upload_results="x")
        assert await client.call("groups.getLongPollServer", group_id=7) == 1
        with pytest.raises(TryLater):
            await client.call("stories.save", upload_results="x")
    assert len(vk.heard) == 2


async def test_an_error_for_one_of_the_addressees_is_an_error() -> None:
    part = {"peer_id": 1, "message_id": 0, "error": {"code": 901, "description": "no permission"}}
    async with listening(Vk([says([part])])) as client:
        with pytest.raises(Gone, match="no permission"):
            await send(client)


async def test_no_words_hold_the_token() -> None:
    async with listening(Vk([errs(100, f"bad access_token {TOKEN}")])) as client:
        with pytest.raises(Refused) as raised:
            await send(client)
    assert "<token>" in str(raised.value)
    assert TOKEN not in str(raised.value)
    assert raised.value.__cause__ is None


async def test_a_flood_silences_one_conversation_and_a_captcha_all() -> None:
    vk = Vk([errs(9), says(1), errs(14)])
    async with listening(vk) as client:
        with pytest.raises(TryLater):
            await send(client)
        with pytest.raises(TryLater):
            await send(client)  # the same words are not even sent
        assert await send(client, peer_id=2) == 1
        with pytest.raises(TryLater):
            await send(client, peer_id=3)
        with pytest.raises(TryLater):
            await client.call("users.get")
    assert len(vk.heard) == 3


async def test_a_daily_limit_silences_one_method() -> None:
    vk = Vk([errs(29), says(1)])
    async with listening(vk) as client:
        with pytest.raises(TryLater) as raised:
            await send(client)
        assert raised.value.after_s == 3600
        with pytest.raises(TryLater):
            await send(client, peer_id=2)
        assert await client.call("users.get") == 1


async def test_a_server_that_hangs_holds_nobody_for_longer_than_the_time_out() -> None:
    vk = Vk(hung=True)
    async with listening(vk, timeout_s=0.3) as client:
        calls = [send(client, peer_id) for peer_id in range(12)]
        async with asyncio.timeout(10):
            ended = await asyncio.gather(*calls, return_exceptions=True)
    assert all(isinstance(end, TryLater) for end in ended)


async def test_nobody_listens() -> None:
    settings = VkSettings(token=TOKEN, group_id=7, api_url="http://127.0.0.1:9")  # type: ignore[arg-type]
    client = Client(settings, settings.community)
    with pytest.raises(TryLater):
        await send(client)
    client.close()


class Clock:
    """A clock that stands until somebody moves it."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(("calls", "most"), [(COMMUNITYS_CALLS, 20), (PERSONS_CALLS, 3)])
def test_no_more_calls_than_vk_takes_in_any_second(calls: Rate, most: int) -> None:
    clock, made = Clock(), []
    pauses = Pauses(calls, clock)
    while clock.now < 104:
        delay = pauses.reserve(["", "messages.send"])
        clock.now += delay
        made.append(clock.now)
    assert all(sum(begin <= one < begin + 1 for one in made) <= most for begin in made)
    assert len(made) > 3 * calls.per_s


def test_a_flood_that_goes_on_is_waited_for_twice_as_long() -> None:
    pauses = Pauses(COMMUNITYS_CALLS, Clock())
    assert [pauses.flood("peer 1", 30) for _ in range(3)] == [30, 60, 120]
    pauses.calm("peer 1")
    assert pauses.flood("peer 1", 30) == 30


def test_a_short_pause_is_waited_for_and_a_long_one_is_not() -> None:
    clock = Clock()
    pauses = Pauses(COMMUNITYS_CALLS, clock)
    pauses.pause("peer 1", 2)
    assert pauses.reserve(["peer 1"]) == pytest.approx(2)
    pauses.pause("peer 1", 60)
    with pytest.raises(TryLater):
        pauses.reserve(["peer 1"])
    assert pauses.reserve(["peer 2"]) == 0
    clock.now += 60
    assert pauses.reserve(["peer 1"]) == 0
