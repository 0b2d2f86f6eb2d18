"""Works of the feed on VK: as stories with the community's token, on the wall with a person's; and taken back."""

import ast
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import structlog
from PIL import Image
from sqlalchemy import insert, select

import bot.platforms.vk
from bot.chat import Refused, TryLater
from bot.outlet import HasOutlets, Outlet, Share
from bot.platforms.vk.story import legend
from storage import Store
from storage.dialects import now
from storage.feed_tables import spreads
from tests.platforms.echo import attachment, average, picture
from tests.platforms.vk_bot import running
from tests.platforms.vk_fixtures import alice, server
from tests.simulators.vk.faults import UPLOAD, bad_gateway, error, silence
from tests.simulators.vk.person import Person
from tests.simulators.vk.server import VkServer
from tests.simulators.vk.world import GROUP_ID, Json
from tests.simulators.waiting import PATIENCE_S

__all__ = ["alice", "server"]

PAINTING, CARD = attachment(picture("red", (600, 450))), attachment(picture("blue", (1800, 630)))
SHARE = Share(
    post_id="5f3a90c1d2e4b687",
    text="Evening\nby Alice\n\n#Mazok",
    card=PAINTING,
    picture=PAINTING,
    film=None,
    link="https://mazok.art/feed/5f3a90c1d2e4b687",
    key="share:5f3a90c1d2e4b687",
)
WHOLE = replace(SHARE, card=CARD)  # with how it was made
STORY, WALL = "vk.story", "vk.wall"
BOTH = pytest.mark.parametrize("name", [STORY, WALL])


@asynccontextmanager
async def outlets(server: VkServer, store: Store, **changed: Any) -> AsyncIterator[dict[str, Outlet]]:
    """Those of a bot with stories and a person's token, by their names."""
    on = {"stories": True, "user_token": server.user_token, "timeout_s": PATIENCE_S, **changed}
    async with running(server, store, **on) as bot:
        await server.listened()
        assert isinstance(bot.platform, HasOutlets)
        yield {outlet.name: outlet for outlet in bot.platform.outlets()}


def shown(server: VkServer, name: str) -> list[Json]:
    """What people see there now."""
    stories = [story for story in server.world.stories if not story.get("is_deleted")]
    return stories if name == STORY else list(server.world.posts.values())


async def test_a_host_that_was_not_told_to_shows_nothing_outside(server: VkServer, store: Store) -> None:
    async with running(server, store) as bot:
        assert bot.platform.outlets() == []


async def test_without_a_persons_token_there_is_no_wall(server: VkServer, store: Store) -> None:
    """The community's token is never tried on it."""
    async with outlets(server, store, user_token="") as there:
        assert list(there) == [STORY]
        await there[STORY].post(SHARE)
    assert not [method for method, _ in server.calls if method.startswith("wall.") or "Wall" in method]


async def test_a_story_fills_the_screen_and_its_button_leads_to_the_work(server: VkServer, store: Store) -> None:
    async with outlets(server, store) as there:
        spot = await there[STORY].post(WHOLE)
    [story] = server.world.stories
    assert spot.place == f"-{GROUP_ID}_{story['id']}"
    assert spot.link == f"https://vk.com/story{spot.place}"
    assert story["link"] == {"text": "view", "url": f"https://vk.com/write-{GROUP_ID}?ref=w_{SHARE.post_id}"}
    with Image.open(BytesIO(server.world.media.content(story["photo"]))) as shown:
        assert shown.size == (1080, 1920)
        assert shown.convert("RGB").getpixel((540, 600)) == (254, 0, 0)  # the painting
        assert shown.convert("RGB").getpixel((540, 1400)) == (0, 0, 254)  # how it was made
    assert {whose for method, whose in server.callers if method.startswith("stories.")} == {"group"}


async def test_the_button_of_a_story_starts_with_the_work(server: VkServer, alice: Person, store: Store) -> None:
    async with running(server, store, stories=True, timeout_s=PATIENCE_S) as bot:
        await server.listened()
        [outlet] = bot.platform.outlets()
        await outlet.post(SHARE)
        ref = server.world.stories[0]["link"]["url"].partition("?ref=")[2]
        await alice.sends(text="Hello", ref=ref, payload='{"command": "start"}')
        await alice.sees(f"command: start w_{SHARE.post_id}")


async def test_a_post_on_the_wall_is_the_communitys_with_both_pictures(server: VkServer, store: Store) -> None:
    async with outlets(server, store) as there:
        spot = await there[WALL].post(WHOLE)
    [post] = server.world.posts.values()
    assert spot.place == f"-{GROUP_ID}_{post['id']}"
    assert spot.link == f"https://vk.com/wall{spot.place}"
    assert post["from_id"] == -GROUP_ID
    assert post["text"] == f"Evening\nby Alice\n\n#Mazok\n\n{SHARE.link}"
    colors = [average(server.world.media.content(one["photo"])) for one in post["attachments"]]
    assert colors == [(254, 0, 0), (0, 0, 254)]
    wall = {(method, whose) for method, whose in server.callers if "wall" in method.lower()}
    assert {whose for _, whose in wall} == {"user"}
    assert len(wall) == 3  # the server for uploads, what was uploaded, the post


async def test_an_address_that_is_said_already_is_not_said_again(server: VkServer, store: Store) -> None:
    async with outlets(server, store) as there:
        await there[WALL].post(replace(SHARE, text=f"Evening: {SHARE.link}"))
    [post] = server.world.posts.values()
    assert post["text"] == f"Evening: {SHARE.link}"
    assert len(post["attachments"]) == 1


async def test_a_picture_that_is_no_photo_for_vk_stays_away_from_the_wall(server: VkServer, store: Store) -> None:
    strip = attachment(picture("lime", (3000, 100)))
    async with outlets(server, store) as there:
        await there[WALL].post(replace(SHARE, card=strip))
        with pytest.raises(Refused):
            await there[WALL].post(replace(SHARE, card=strip, picture=strip, key="other"))
    [post] = server.world.posts.values()
    assert len(post["attachments"]) == 1


@BOTH
@pytest.mark.parametrize("trouble", [silence, bad_gateway])
async def test_a_post_whose_answer_was_lost_is_no_second_one(
    server: VkServer, store: Store, name: str, trouble: Any
) -> None:
    method = "stories.save" if name == STORY else "wall.post"
    async with outlets(server, store, timeout_s=6.0) as there:
        server.faults.add(trouble(method, done=True))
        with suppress(TryLater):  # whoever sends comes again: so it must be the same
            await there[name].post(SHARE)
        spot = await there[name].post(SHARE)
    [told] = shown(server, name)
    assert spot.place == f"-{GROUP_ID}_{told['id']}"


@BOTH
async def test_two_works_are_two_posts(server: VkServer, store: Store, name: str) -> None:
    async with outlets(server, store) as there:
        for post_id in ("a1", "a2"):
            await there[name].post(replace(SHARE, post_id=post_id, key=f"share:{post_id}"))
    assert len(shown(server, name)) == 2


@BOTH
async def test_what_is_taken_back_is_gone_and_may_be_taken_back_again(
    server: VkServer, store: Store, name: str
) -> None:
    async with outlets(server, store) as there:
        spot = await there[name].post(SHARE)
        await there[name].take_back(spot.place)
        assert shown(server, name) == []
        await there[name].take_back(spot.place)


async def test_a_story_that_is_over_is_taken_back(server: VkServer, store: Store) -> None:
    async with outlets(server, store) as there:
        spot = await there[STORY].post(SHARE)
        server.world.stories[0]["expires_at"] = 1
        await there[STORY].take_back(spot.place)
        server.faults.add(error(100, "stories.delete"))
        server.faults.add(error(1600, "stories.getById"))
        await there[STORY].take_back(spot.place)


@BOTH
async def test_what_cannot_be_taken_back_is_not_said_to_be_gone(server: VkServer, store: Store, name: str) -> None:
    async with outlets(server, store) as there:
        spot = await there[name].post(SHARE)
        server.faults.add(error(15, "stories.delete" if name == STORY else "wall.delete"))
        with pytest.raises(Refused):
            await there[name].take_back(spot.place)
    assert shown(server, name)


@BOTH
@pytest.mark.parametrize("code", [5, 15, 27, 1117])
async def test_a_token_that_may_not_is_told_to_the_owner(server: VkServer, store: Store, name: str, code: int) -> None:
    method = "stories.getPhotoUploadServer" if name == STORY else "wall.post"
    variable = "VK_TOKEN" if name == STORY else "VK_USER_TOKEN"
    async with outlets(server, store) as there:
        server.faults.add(error(code, method))
        with structlog.testing.capture_logs() as logs, pytest.raises(Refused):
            await there[name].post(SHARE)
    [told] = [log for log in logs if log["log_level"] == "error"]
    assert variable in told["event"]
    assert (told["method"], told["code"]) == (method, code)
    assert server.token not in str(logs)


async def test_a_full_wall_takes_more_later(server: VkServer, store: Store) -> None:
    async with outlets(server, store) as there:
        server.faults.add(error(214, "wall.post"))
        with structlog.testing.capture_logs() as logs, pytest.raises(TryLater) as later:
            await there[WALL].post(SHARE)
    assert later.value.after_s == 3600
    assert "50 a day" in str(logs)
    assert not server.world.posts


@BOTH
async def test_calls_that_come_too_fast_are_repeated(server: VkServer, store: Store, name: str) -> None:
    async with outlets(server, store) as there:
        server.faults.add(error(6, "stories.getPhotoUploadServer" if name == STORY else "wall.post"))
        await there[name].post(SHARE)
    assert len(shown(server, name)) == 1


@BOTH
async def test_a_flood_or_an_upload_that_goes_nowhere_is_for_later(server: VkServer, store: Store, name: str) -> None:
    method = "stories.save" if name == STORY else "wall.post"
    async with outlets(server, store) as there:
        for trouble in (bad_gateway(UPLOAD), error(9, method)):
            server.faults.add(trouble)
            with pytest.raises(TryLater):
                await there[name].post(SHARE)
    assert not shown(server, name)


async def test_a_refusal_of_the_persons_token_stops_no_conversation(
    server: VkServer, alice: Person, store: Store
) -> None:
    async with outlets(server, store) as there:
        server.faults.add(error(5, "wall.post"))
        with pytest.raises(Refused):
            await there[WALL].post(SHARE)
        await alice.says("Hello")
        await alice.sees("words: Hello")


async def likes_of(store: Store) -> int:
    async with store.reading() as tx:
        return int((await tx.connection.execute(select(spreads.c.likes))).scalar_one())


async def counted(store: Store, wanted: int) -> None:
    """Returns once so many likes are known."""
    async with asyncio.timeout(PATIENCE_S):
        while await likes_of(store) != wanted:
            pass


async def test_likes_on_the_wall_are_counted_as_they_are(server: VkServer, alice: Person, store: Store) -> None:
    bob = await server.person("Bob")
    async with outlets(server, store) as there:
        spot = await there[WALL].post(SHARE)
        async with store.transaction() as tx:
            row = {"post_id": SHARE.post_id, "outlet": WALL, "state": "posted", "place": spot.place, "due_at": now()}
            await tx.connection.execute(insert(spreads).values(row))
        [post] = server.world.posts.values()
        await alice.likes(post)
        await bob.likes(post)
        await server.world.deliver(server.world.events[-1])  # an event that comes twice
        await counted(store, 2)
        await bob.likes(post, no_more=True)
        await counted(store, 1)
    assert str(alice.user_id) not in await written_down(store)


async def written_down(store: Store) -> str:
    from storage.tables import inbox

    async with store.reading() as tx:
        return str((await tx.connection.execute(select(inbox))).all())


async def test_likes_are_not_asked_for_where_there_is_no_wall(server: VkServer, store: Store) -> None:
    async with running(server, store):
        await server.listened()
    assert not {"like_add", "like_remove"} & server.world.subscribed


def test_nothing_asks_who_follows_who_likes_or_who_passes_on() -> None:
    """Rules for bots, 1.1: no function may depend on it. A wall's likes come as a number."""
    people = {"groups.isMember", "groups.getMembers", "likes.isLiked", "likes.getList", "wall.getReposts"}
    events = {"group_join", "group_leave", "wall_repost", "liker_id"}
    said = {
        node.value
        for path in Path(bot.platforms.vk.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert "wall.post" in said
    assert not said & (people | events)


@pytest.mark.parametrize(
    ("text", "title", "words"),
    [
        ("Evening\nby Alice\n\nhttps://mazok.art/feed/1\n#Mazok #art", "Evening", ["by Alice"]),
        ("by Alice: https://mazok.art", "by Alice:", []),
        ("#Mazok", "", []),
        ("", "", []),
    ],
)
def test_a_story_says_what_can_be_read_and_not_followed(text: str, title: str, words: list[str]) -> None:
    said = legend(text)
    assert (said.title, list(said.words)) == (title, words)
