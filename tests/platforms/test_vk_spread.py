"""A work on its way through the outbox to VK: approved it is told and posted, hidden it is nowhere."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.platforms.vk import Vk
from bot.talk.captions import SpreadCaption
from bot.usecases.doors import Doors
from bot.usecases.spread import Spread, outlets
from storage import Store
from storage.posts import Post, PostState
from tests.platforms.echo import picture
from tests.platforms.vk_bot import running
from tests.platforms.vk_fixtures import alice, server
from tests.posts import a_post
from tests.simulators.vk.faults import silence
from tests.simulators.vk.person import Person
from tests.simulators.vk.server import VkServer
from tests.simulators.waiting import PATIENCE_S

__all__ = ["alice", "server"]


@dataclass(frozen=True, slots=True)
class Outbox:
    """The one of a chat process with both outlets of VK."""

    store: Store
    platform: Vk

    async def looks(self) -> None:
        platforms = {self.platform.name: self.platform}
        spread = Spread(self.store, Doors(platforms), platforms, SpreadCaption("ru"), gap_s=0)
        for outlet in outlets(platforms.values()):
            await spread.look(outlet)

    async def shows(self, post: Post) -> None:
        """A moderator lets it in."""
        async with self.store.transaction() as tx:
            await tx.posts.decide(post.post_id, PostState.SHOWN)

    async def hides(self, post: Post) -> None:
        """Alice takes it back."""
        async with self.store.transaction() as tx:
            await tx.posts.hide(post.post_id, post.person_id)

    async def likes(self, post: Post) -> int:
        async with self.store.reading() as tx:
            return await tx.spreads.likes(post.post_id)


@pytest.fixture
async def outbox(server: VkServer, store: Store) -> AsyncIterator[Outbox]:
    on: dict[str, Any] = {"stories": True, "user_token": server.user_token, "timeout_s": 6.0}
    async with running(server, store, **on) as bot:
        await server.listened()
        made = Outbox(store, bot.platform)
        await made.looks()  # the outlets were there before what is published in the test
        yield made


async def published(store: Store) -> Post:
    """Alice's, with a picture and a card."""
    async with store.transaction() as tx:
        person = await tx.people.arrive("vk", "5", "ru")
        post = await tx.posts.add(a_post(person.person_id, title="Вечер на Неве"))
    await store.blobs.put(post.picture_key, picture("red", (600, 450)))
    await store.blobs.put(post.card_key, picture("blue", (1800, 630)))
    return post


async def test_a_work_goes_both_ways_and_back(server: VkServer, store: Store, outbox: Outbox, alice: Person) -> None:
    post = await published(store)
    await outbox.looks()
    assert not server.world.posts  # nobody has let it in
    await outbox.shows(post)
    server.faults.add(silence("stories.save", done=True))
    await outbox.looks()
    async with asyncio.timeout(PATIENCE_S):
        while len(server.said("stories.get")) < 2:  # what was told without an answer is looked for, not told again
            await outbox.looks()
    [posted], [told] = server.world.posts.values(), server.world.stories
    link = f"https://vk.me/club{server.group_id}?ref=w_{post.post_id}"
    assert posted["text"].splitlines()[0] == "Вечер на Неве"
    assert posted["text"].endswith(link)
    assert told["link"]["url"].endswith(f"w_{post.post_id}")
    await alice.likes(posted)
    async with asyncio.timeout(PATIENCE_S):
        while not await outbox.likes(post):
            pass
    await outbox.hides(post)
    await outbox.looks()
    assert not server.world.posts
    assert told["is_deleted"]
