"""Works of the feed below one post of the community: written once, by a person's token, and taken back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest

from bot.chat import Refused, TryLater
from bot.outlet import HasOutlets, Outlet
from storage import Store
from tests.platforms.test_vk_outlets import SHARE, WHOLE
from tests.platforms.vk_bot import running
from tests.platforms.vk_fixtures import server
from tests.simulators.vk.faults import error, silence
from tests.simulators.vk.server import VkServer
from tests.simulators.vk.world import GROUP_ID, Json
from tests.simulators.waiting import PATIENCE_S

__all__ = ["server"]

POST_ID = 23
COMMENTS = "vk.comments"


@asynccontextmanager
async def comments(server: VkServer, store: Store, timeout_s: float = PATIENCE_S) -> AsyncIterator[Outlet]:
    """The outlet of a bot whose community has a post to write below."""
    server.world.posts[POST_ID] = {"id": POST_ID, "owner_id": -GROUP_ID}
    on: dict[str, Any] = {"user_token": server.user_token, "comments_post": POST_ID, "timeout_s": timeout_s}
    async with running(server, store, **on) as bot:
        await server.listened()
        assert isinstance(bot.platform, HasOutlets)
        yield next(outlet for outlet in bot.platform.outlets() if outlet.name == COMMENTS)


def written(server: VkServer) -> list[Json]:
    return list(server.world.comments.values())


async def test_a_work_stands_below_the_post_in_the_communitys_name(server: VkServer, store: Store) -> None:
    async with comments(server, store) as below:
        spot = await below.post(WHOLE)
    [comment] = written(server)
    assert (comment["post_id"], comment["from_id"]) == (POST_ID, -GROUP_ID)
    assert comment["text"].endswith(SHARE.link)
    assert len(comment["attachments"]) == 2
    assert spot.place == f"-{GROUP_ID}_{comment['id']}"
    assert spot.link == f"https://vk.com/wall-{GROUP_ID}_{POST_ID}?reply={comment['id']}"
    assert {whose for method, whose in server.callers if method.startswith("wall.")} == {"user"}


async def test_a_comment_whose_answer_was_lost_is_no_second_one(server: VkServer, store: Store) -> None:
    async with comments(server, store, timeout_s=6.0) as below:
        server.faults.add(silence("wall.createComment", done=True))
        with suppress(TryLater):
            await below.post(SHARE)
        await below.post(SHARE)
        await below.post(replace(SHARE, key="another"))
    assert len(written(server)) == 2


async def test_what_is_taken_back_is_gone_and_may_be_taken_back_again(server: VkServer, store: Store) -> None:
    async with comments(server, store) as below:
        spot = await below.post(SHARE)
        server.faults.add(error(15, "wall.deleteComment"))
        with pytest.raises(Refused):  # it can be seen still
            await below.take_back(spot.place)
        await below.take_back(spot.place)
        assert written(server) == []
        await below.take_back(spot.place)
        server.faults.add(error(15, "wall.deleteComment"))
        await below.take_back(spot.place)


async def test_without_a_post_nothing_is_written_below(server: VkServer, store: Store) -> None:
    async with running(server, store, user_token=server.user_token) as bot:
        assert isinstance(bot.platform, HasOutlets)
        assert COMMENTS not in {outlet.name for outlet in bot.platform.outlets()}
