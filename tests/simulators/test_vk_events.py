"""How the simulated VK tells what people do: by long poll and by callback, with everything that can go wrong there."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientTimeout, web

from tests.simulators.test_vk_server import call, packed, server
from tests.simulators.vk.client import OLD
from tests.simulators.vk.faults import LONG_POLL, bad_gateway, bad_json, error, failed, silence
from tests.simulators.vk.server import VkServer
from tests.simulators.vk.world import GROUP_ID, VERSION
from tests.simulators.vk_calls import Caller

__all__ = ["call", "server"]
SECRET = "aSecretOfOurs"
PHOTO = "photo"


async def test_events_come_from_the_number_that_is_asked_for(server: VkServer, call: Caller) -> None:
    alice = await server.person("Alice")
    before = await call.poll()
    assert before["updates"] == []
    await alice.says("Hello")
    told = await call.poll(ts=before["ts"])
    [event] = told["updates"]
    assert (event["type"], event["group_id"], event["v"]) == ("message_new", GROUP_ID, VERSION)
    assert event["object"]["message"]["text"] == "Hello"
    assert event["object"]["client_info"]["inline_keyboard"] is True
    assert (await call.poll(ts=before["ts"]))["updates"] == [event]  # nothing is confirmed: the number says all
    assert (await call.poll(ts=told["ts"]))["updates"] == []


async def test_a_long_poll_ends_as_soon_as_something_happens(server: VkServer, call: Caller) -> None:
    alice, since = await server.person("Alice"), (await call.poll())["ts"]
    async with asyncio.timeout(10), asyncio.TaskGroup() as both:
        waiting = both.create_task(call.poll(ts=since, wait=60))
        both.create_task(alice.says("Hello"))
    told = waiting.result()
    assert len(told["updates"]) == 1
    assert told["ts"] == str(server.world.ts)


async def test_the_three_failures_happen_by_themselves(server: VkServer, call: Caller) -> None:
    await (await server.person("Alice")).says("Hello")
    first = (await call.poll())["ts"]
    await (await server.person("Bob")).says("Hello")
    server.longpoll.forgets()
    assert await call.poll(ts=first) == {"failed": 1, "ts": server.world.ts}
    assert await call.poll(key="other") == {"failed": 2}
    assert await call.poll(ts=server.world.ts + 1) == {"failed": 3}
    assert not server.violations


async def test_an_expired_key_opens_nothing(server: VkServer, call: Caller) -> None:
    key = (await call("groups.getLongPollServer", group_id=GROUP_ID))["response"]["key"]
    server.longpoll.expires()
    assert await call.poll(key=key) == {"failed": 2}
    assert "updates" in await call.poll()


@pytest.mark.parametrize("asked", [{"act": "a_look"}, {"wait": 91}, {"ts": "now"}, {"limit": 5}])
async def test_a_long_poll_asked_otherwise_is_a_violation(
    server: VkServer, call: Caller, asked: dict[str, object]
) -> None:
    await call.poll(**asked)
    assert server.violations


async def test_faults_happen_in_their_order_and_as_often_as_told(server: VkServer, call: Caller) -> None:
    for number in (1, 2, 3):
        server.faults.add(failed(number))
    assert [(await call.poll())["failed"] for _ in range(3)] == [1, 2, 3]
    server.faults.add(bad_gateway(LONG_POLL))
    with pytest.raises(Exception, match="unexpected mimetype: text/html"):
        await call.poll()
    server.faults.add(bad_json(LONG_POLL))
    with pytest.raises(json.JSONDecodeError):
        await call.poll()
    assert "updates" in await call.poll()


async def test_an_error_of_vk_happens_where_it_is_told_to(server: VkServer, call: Caller) -> None:
    server.faults.add(error(14, "users.get"))
    assert "response" in await call("groups.getById")
    told = (await call("users.get", user_ids="1"))["error"]
    assert (told["error_code"], told["captcha_sid"], told["error_msg"]) == (14, "239633676097", "Captcha needed")
    assert (await call("users.get", user_ids="1"))["response"] == []


async def test_a_call_whose_answer_is_lost_was_done_all_the_same(server: VkServer, call: Caller) -> None:
    alice = await server.person("Alice")
    await alice.allows()
    server.faults.add(silence("messages.send", done=True))
    send = {"access_token": server.token, "v": VERSION, "peer_id": alice.peer_id, "random_id": 1, "message": "Hello"}
    with pytest.raises(TimeoutError):
        await call.session.post(f"{server.url}/method/messages.send", data=send, timeout=ClientTimeout(total=0.2))
    await call("messages.send", **send)
    assert [seen.text for seen in alice.screen()] == ["Hello"]


async def test_people_speak_as_vk_words_it(server: VkServer, call: Caller) -> None:
    """An album is one message; a reply holds what it answers; an old app says so."""
    alice = await server.person("Alice", OLD)
    await call("groups.setLongPollSettings", group_id=GROUP_ID, message_reply=1)
    await alice.sends_album(packed(), packed(), caption="both")
    await call("messages.send", peer_id=alice.peer_id, random_id=1, message="Done!")
    await alice.answers("Done!", packed())
    await alice.sends_file(b"PK", "style.zip")
    album, ours, reply, file = (event["object"] for event in server.world.events)
    assert [one["type"] for one in album["message"]["attachments"]] == [PHOTO, PHOTO]
    assert album["client_info"]["inline_keyboard"] is False
    assert (ours["text"], ours["from_id"], ours["random_id"]) == ("Done!", -GROUP_ID, 1)
    assert reply["message"]["reply_message"]["conversation_message_id"] == ours["conversation_message_id"]
    assert file["message"]["attachments"][0]["doc"]["ext"] == "zip"


Respond = Callable[[web.Request, dict[str, object]], web.Response]


@asynccontextmanager
async def a_server(respond: Respond) -> AsyncIterator[str]:
    """Something that VK can call."""

    async def handle(request: web.Request) -> web.Response:
        return respond(request, await request.json())

    application = web.Application()
    application.router.add_post("/vk", handle)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/vk"
    finally:
        await runner.cleanup()


async def test_a_callback_is_confirmed_and_repeated_until_it_is_taken(server: VkServer) -> None:
    alice = await server.person("Alice")
    said: list[tuple[str, str | None, object]] = []
    answers = iter(["something", server.confirmation, "OK", "ok", "ok"])

    def respond(request: web.Request, event: dict[str, object]) -> web.Response:
        said.append((str(event["type"]), request.headers.get("X-Retry-Counter"), event["secret"]))
        return web.Response(text=next(answers))

    async with a_server(respond) as url, server.callback(url, SECRET) as callback, asyncio.timeout(10):
        await alice.says("Hello")
        await alice.says("Bye")
        async with server.world.changed:
            await server.world.changed.wait_for(lambda: len(callback.answers) == 5)
    kinds = ["confirmation", "confirmation", "message_new", "message_new", "message_new"]
    assert said == [(kind, again, SECRET) for kind, again in zip(kinds, (None, "1", None, "1", None), strict=True)]
    first, second, third = (answer.event for answer in callback.answers[2:])
    assert first["event_id"] == second["event_id"] != third["event_id"]


async def test_a_callback_that_is_refused_for_good_does_not_come_again(server: VkServer) -> None:
    alice = await server.person("Alice")

    def respond(_: web.Request, event: dict[str, object]) -> web.Response:
        confirming = event["type"] == "confirmation"
        return web.Response(text=server.confirmation) if confirming else web.Response(status=410)

    async with a_server(respond) as url, server.callback(url, SECRET) as callback, asyncio.timeout(10):
        await alice.says("Hello")
        await alice.says("Bye")
        async with server.world.changed:
            await server.world.changed.wait_for(lambda: len(callback.answers) == 3)
    assert [(answer.status, answer.attempt) for answer in callback.answers] == [(200, 0), (410, 0), (410, 0)]
