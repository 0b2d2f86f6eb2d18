"""Publishing: what others get to see, and that it is gone when its owner says so."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import pytest
from PIL import ImageChops

import storage
from bot.usecases.posted import TILE_PX, tile_key
from bot.usecases.publish import NotAllowed, Publish, Wish
from bot.usecases.style_refs import style_ref
from bot.usecases.works import Works
from engine.picture import check, decode
from storage import Missing
from storage.bans import BanScope
from storage.blobs import Blobs
from storage.posts import PostState
from tests.bot.room import RoomPerson
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style
from tests.stores import KEY


async def painted(world: World, alice: RoomPerson) -> tuple[str, str]:
    """Somebody with a painting in a style of their own: their id and the painting's."""
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("Paint")
    await alice.sees("Done!")
    async with world.store.reading() as tx:
        person = await tx.people.by_identity("room", "Alice")
        assert person
        [work] = await tx.works.page(person.person_id, 0, 1)
    return person.person_id, work.work_id


async def test_a_post_has_pictures_of_its_own_that_go_with_it(world: World, alice: RoomPerson) -> None:
    person_id, work_id = await painted(world, alice)
    publish = Publish(world.store)
    post = await publish(person_id, work_id, Wish(title="My cat"))
    assert (post.state, post.title, post.work_id) == (PostState.WAITING, "My cat", work_id)
    keys = [post.photo_key, post.style_key, post.picture_key, post.card_key]
    for key in keys:
        assert key
        tile = check(await world.store.blobs.get(tile_key(key)))
        assert max(tile.width, tile.height) <= TILE_PX
        assert check(await world.store.blobs.get(key)).width >= tile.width
    assert (await publish(person_id, work_id, Wish())).post_id == post.post_id
    await publish.delete(person_id, post.post_id)
    assert not any([await world.store.blobs.exists(key) for key in keys if key])
    async with world.store.reading() as tx:
        assert await tx.works.get(work_id, person_id)


async def test_the_photo_is_shown_only_where_its_owner_wants_that(world: World, alice: RoomPerson) -> None:
    person_id, work_id = await painted(world, alice)
    post = await Publish(world.store)(person_id, work_id, Wish(with_photo=False, listed=False))
    assert (post.photo_key, post.video_key, post.state) == (None, None, PostState.SHOWN)


async def test_the_same_picture_is_the_same_style(world: World, alice: RoomPerson) -> None:
    person_id, work_id = await painted(world, alice)
    post = await Publish(world.store)(person_id, work_id, Wish())
    async with world.store.reading() as tx:
        work, style = await tx.works.get(work_id, person_id), await tx.shared_styles.get(post.style_ref or "")
    assert post.style_ref == await style_ref(world.store, work.style_keys[0])
    assert style.picture_key.endswith(style.style_ref)
    assert await style_ref(world.store, "house:mosaic") == "house-mosaic"


async def test_who_is_banned_publishes_nothing(world: World, alice: RoomPerson) -> None:
    person_id, work_id = await painted(world, alice)
    async with world.store.transaction() as tx:
        await tx.bans.add("hash", person_id, BanScope.FEED, "spam", "owner")
    with pytest.raises(NotAllowed):
        await Publish(world.store)(person_id, work_id, Wish())
    async with world.store.transaction() as tx:
        assert await tx.bans.lift(person_id)
    assert await Publish(world.store)(person_id, work_id, Wish())


async def test_published_twice_at_once_there_is_one_post(world: World, alice: RoomPerson) -> None:
    person_id, work_id = await painted(world, alice)
    publish = Publish(world.store)
    first, second = await asyncio.gather(*(publish(person_id, work_id, Wish()) for _ in range(2)))
    assert first.post_id == second.post_id
    with pytest.raises(Missing):
        await publish("bob", work_id, Wish())


class Meanwhile(Blobs):
    """Something happens when the first picture of a post is kept."""

    happens: Callable[[], Awaitable[None]] | None = None

    async def put(self, key: str, data: bytes) -> None:
        await super().put(key, data)
        happens, self.happens = self.happens, None
        if happens:
            await happens()


async def test_what_is_deleted_while_it_is_being_published_leaves_nothing(
    world: World, alice: RoomPerson, database_url: str, tmp_path: Path
) -> None:
    person_id, work_id = await painted(world, alice)
    async with storage.open(database_url, str(tmp_path / "blobs"), KEY) as store:
        store.blobs = blobs = Meanwhile(str(tmp_path / "blobs"), KEY)
        blobs.happens = partial(Works(world.store).delete, person_id, work_id)
        with pytest.raises(Missing):
            await Publish(store)(person_id, work_id, Wish())
    posted = await world.store.blobs.list(f"{person_id}/posted")
    assert [key for key in posted if "/style-" not in key] == []  # which perhaps another post needs
    async with world.store.reading() as tx:
        assert await tx.posts.of_person(person_id, 0, 9) == []


async def test_others_see_the_watermark_and_the_painter_does_not(world: World, alice: RoomPerson) -> None:
    person_id, work_id = await painted(world, alice)
    post = await Publish(world.store, watermark="Мазок")(person_id, work_id, Wish())
    async with world.store.reading() as tx:
        work = await tx.works.get(work_id, person_id)
    shared, own = [decode(await world.store.blobs.get(key)).image for key in (post.picture_key, work.preview_key)]
    width, height = own.size
    changed = ImageChops.difference(shared, own).convert("L")
    upper, lower = (0, 0, width, height // 2), (width // 2, height * 3 // 4, width, height)
    most = [max(value for value, count in enumerate(changed.crop(box).histogram()) if count) for box in (upper, lower)]
    assert most[0] < 20  # what JPEG does
    assert most[1] > 50
