"""The package vk_api gets along with the simulated VK: its pace, its uploads, its long poll and its errors."""

import asyncio
from io import BytesIO

import pytest
from vk_api import ApiError, ApiHttpError, Captcha, VkUpload
from vk_api.bot_longpoll import VkBotEventType, VkBotLongPoll
from vk_api.keyboard import VkKeyboard

from tests.simulators.test_vk_server import packed, server
from tests.simulators.vk.faults import bad_gateway, error, failed
from tests.simulators.vk.server import VkServer
from tests.simulators.vk.world import GROUP_ID
from tests.simulators.vk_calls import vk

__all__ = ["server"]


async def test_its_pace_is_within_the_limit(server: VkServer) -> None:
    package = vk(server)
    for _ in range(25):
        await asyncio.to_thread(package.method, "groups.getById")
    assert not server.refused


async def test_what_it_sends_is_seen(server: VkServer) -> None:
    alice, package = await server.person("Alice"), vk(server)
    await alice.says("Hello")
    keyboard = VkKeyboard(inline=True)
    keyboard.add_callback_button("Paint", "primary", {"d": "paint"})
    send = {"peer_id": alice.peer_id, "random_id": 1, "message": "Ready", "keyboard": keyboard.get_keyboard()}
    await asyncio.to_thread(package.method, "messages.send", send)
    assert (await alice.sees("Ready")).labels == ("Paint",)
    assert not server.violations


async def test_its_uploads_are_taken(server: VkServer) -> None:
    alice, upload = await server.person("Alice"), VkUpload(vk(server))
    await alice.says("Hello")
    photos = await asyncio.to_thread(upload.photo_messages, [BytesIO(packed()), BytesIO(packed())], alice.peer_id)
    file = BytesIO(packed())
    file.name = "work.png"
    told = await asyncio.to_thread(upload.document_message, file, "work.png", None, alice.peer_id)
    assert len(photos) == 2
    assert server.world.media.content(told["doc"]) == packed()
    assert not server.violations


async def test_its_long_poll_goes_on_after_every_failure(server: VkServer) -> None:
    alice = await server.person("Alice")
    poll = await asyncio.to_thread(VkBotLongPoll, vk(server), GROUP_ID, 1)
    await alice.says("One")
    for number in (1, 2):
        server.faults.add(failed(number))
        assert await asyncio.to_thread(poll.check) == []
    [event] = await asyncio.to_thread(poll.check)
    assert (event.type, event.message.text) == (VkBotEventType.MESSAGE_NEW, "One")
    server.faults.add(failed(3))
    assert await asyncio.to_thread(poll.check) == []
    await alice.says("Two")
    [event] = await asyncio.to_thread(poll.check)
    assert event.message.text == "Two"


async def test_it_reads_the_errors(server: VkServer) -> None:
    package = vk(server)
    for number, kind in ((901, ApiError), (14, Captcha)):
        server.faults.add(error(number))
        with pytest.raises(kind):
            await asyncio.to_thread(package.method, "groups.getById")
    server.faults.add(bad_gateway())
    with pytest.raises(ApiHttpError):
        await asyncio.to_thread(package.method, "groups.getById")
    server.faults.add(error(6))  # it waits and asks again
    assert (await asyncio.to_thread(package.method, "groups.getById"))["groups"][0]["id"] == GROUP_ID
