"""The outbox under faults: killed at any step, no post hangs anywhere twice, none is lost that was not on its way, and
what shall not be seen any more is taken back."""

import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.usecases.publish import Publish
from storage import Store
from storage.people import Person
from storage.posts import Post, PostState
from storage.spreads import SpreadState
from tests.faults.mortal import KILLED, Mortal, each_step
from tests.faults.sharing_deeds import Wall, spread
from tests.posts import a_post


@dataclass(slots=True)
class Billboard:
    """Where posts hang, over HTTP. It cannot tell repeats. What `arrives` happens before it answers; it may be the end
    of whoever called, whose process it is told."""

    came: Counter[str] = field(default_factory=Counter)
    hung: dict[str, str] = field(default_factory=dict)  # place -> post
    arrives: Callable[[int], Awaitable[None]] | None = None
    url: str = ""

    async def post(self, request: web.Request) -> web.Response:
        post_id, place = request.match_info["what"], str(self.came.total() + 1)
        self.came[post_id] += 1
        self.hung[place] = post_id
        if self.arrives:
            await self.arrives(int(request.headers["From"]))
        return web.Response(text=place)

    async def take_back(self, request: web.Request) -> web.Response:
        self.hung.pop(request.match_info["what"], None)
        return web.Response()


@pytest.fixture
async def billboard(doomed: Mortal) -> AsyncIterator[Billboard]:
    """Seen before what is published in the test."""
    board, app = Billboard(), web.Application()
    app.add_routes([web.post("/{what}", board.post), web.delete("/{what}", board.take_back)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    board.url = site.name
    await doomed.again(spread, board.url)
    yield board
    await runner.cleanup()


@pytest.fixture
async def alice(store: Store) -> Person:
    async with store.transaction() as tx:
        return await tx.people.arrive("web", "Alice", "en")


async def approved(store: Store, person: Person) -> Post:
    """A post that a moderator has just let into the feed."""
    new = a_post(person.person_id)
    await store.blobs.put(new.card_key, b"card")
    async with store.transaction() as tx:
        post = await tx.posts.add(new)
        return await tx.posts.decide(post.post_id, PostState.SHOWN)


async def state(store: Store, post: Post) -> SpreadState:
    async with store.reading() as tx:
        [row] = await tx.spreads.of_post(post.post_id)
    assert row.outlet == Wall.name
    return row.state


async def test_a_post_hangs_there_at_most_once_whenever_its_sender_is_killed(
    store: Store, doomed: Mortal, billboard: Billboard, alice: Person
) -> None:
    """What was marked, and not sent, is the price: nobody knows it from what has arrived."""
    fates = list[tuple[SpreadState, int]]()

    async def at(step: int) -> dict[str, Any]:
        post = await approved(store, alice)
        said = await doomed.does(spread, billboard.url, dies_at=step)
        await doomed.again(spread, billboard.url)
        fates.append((await state(store, post), billboard.came[post.post_id]))
        return said

    await each_step(at, first=8)  # before that it only looks about
    sent, lost = (SpreadState.POSTED, 1), (SpreadState.UNSURE, 0)
    assert [fate for fate, _ in groupby(fates)] == [sent, lost, (SpreadState.UNSURE, 1), sent]
    assert fates.count(lost) == 1


async def test_what_is_hidden_is_taken_back_whenever_that_is_killed(
    store: Store, doomed: Mortal, billboard: Billboard, alice: Person
) -> None:
    async def at(step: int) -> dict[str, Any]:
        post = await approved(store, alice)
        await doomed.again(spread, billboard.url)
        assert list(billboard.hung.values()) == [post.post_id]
        async with store.transaction() as tx:
            await tx.posts.hide(post.post_id, alice.person_id)
        said = await doomed.does(spread, billboard.url, dies_at=step)
        await doomed.again(spread, billboard.url)
        assert (billboard.hung, await state(store, post)) == ({}, SpreadState.WITHDRAWN)
        return said

    assert await each_step(at, every=2) >= 4


@pytest.mark.parametrize("goes", ["hidden", "deleted"])
@pytest.mark.parametrize("dies", [True, False], ids=["and its sender dies", "and its sender lives"])
async def test_what_goes_while_it_arrives_is_taken_back_or_its_operator_told(
    store: Store, doomed: Mortal, billboard: Billboard, alice: Person, goes: str, dies: bool
) -> None:
    """Who dies before it notes the place leaves nobody who knows it: only a person can look."""
    post = await approved(store, alice)

    async def arrives(sender: int) -> None:
        async with store.transaction() as tx:
            if goes == "hidden":
                await tx.posts.hide(post.post_id, alice.person_id)
        if goes == "deleted":
            await Publish(store).delete(alice.person_id, post.post_id)
        if dies:
            os.kill(sender, signal.SIGKILL)

    billboard.arrives = arrives
    said = await doomed.does(spread, billboard.url)
    assert (said == KILLED) is dies
    with capture_logs() as logs:
        for _ in range(2):
            await doomed.again(spread, billboard.url)
    told = [line["post_id"] for line in logs if line["event"] == "perhaps still to be seen: please look"]
    assert told == [post.post_id] * dies
    assert await state(store, post) is (SpreadState.UNSURE if dies else SpreadState.WITHDRAWN)
    assert (billboard.came[post.post_id], len(billboard.hung)) == (1, dies)
