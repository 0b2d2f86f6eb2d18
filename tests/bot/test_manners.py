"""Styles on their way between people: brought as pixels alone, kept as copies, known by one name."""

import asyncio
from io import BytesIO

import pytest
from PIL import ExifTags, Image

from bot.usecases.adopt import Adopt
from bot.usecases.borrow import Borrow
from bot.usecases.bring import StylePictures, shown
from bot.usecases.intake import Intake
from bot.usecases.manners import Manners
from bot.usecases.pictures import copy_key, house, house_key
from bot.usecases.publish import NotAllowed, Publish, Wish
from bot.usecases.style_refs import style_ref
from bot.usecases.styles import Styles
from storage import Missing, Store
from storage.bans import BanScope
from storage.posts import PostState
from storage.styles import NewStyle, Style
from tests.bot.room import RoomPerson, an_upload
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style

PLACE = "N 59.9398, E 30.3146"


def from_a_camera() -> bytes:
    """A style with a note of where it was taken."""
    with Image.open(BytesIO(a_style())) as image:
        out, exif = BytesIO(), Image.Exif()
        exif[ExifTags.Base.ImageDescription] = PLACE
        image.save(out, "JPEG", exif=exif)
    return out.getvalue()


async def person(store: Store, name: str) -> str:
    async with store.transaction() as tx:
        return (await tx.people.arrive("room", name, "en")).person_id


async def saved(store: Store, person_id: str, picture: bytes | None = None) -> Style:
    picked = await Intake(store)(person_id, an_upload(picture or a_style()))
    return await Styles(store).save(person_id, picked.key)


async def shared(store: Store, person_id: str, title: str = "Waves") -> str:
    """The name of a style that somebody shares."""
    style = await saved(store, person_id, from_a_camera())
    await Manners(store).rename(person_id, style.style_id, title)
    return await Manners(store).share(person_id, style.style_id)


async def test_the_same_picture_is_saved_once_under_its_name(store: Store) -> None:
    alice = await person(store, "Alice")
    first, again = [await saved(store, alice) for _ in range(2)]
    assert first == again
    assert first.style_ref == await style_ref(store, first.picture_key)
    assert (await saved(store, alice, a_style("lime"))).style_id != first.style_id


async def test_what_others_get_does_not_say_where_it_was_taken(store: Store) -> None:
    alice, bob = await person(store, "Alice"), await person(store, "Bob")
    assert PLACE.encode() in from_a_camera()
    ref = await shared(store, alice)
    style = await Adopt(store, Intake(store))(bob, ref)
    async with store.reading() as tx:
        keys = [(await tx.shared_styles.get(ref)).picture_key, style.picture_key]
    for data in [await store.blobs.get(key) for key in keys]:
        assert PLACE.encode() not in data
        with Image.open(BytesIO(data)) as copy, Image.open(BytesIO(a_style())) as original:
            assert copy.size == original.size


async def test_an_adopted_style_is_ones_own_and_keeps_its_name(store: Store) -> None:
    alice, bob = await person(store, "Alice"), await person(store, "Bob")
    ref, adopt = await shared(store, alice), Adopt(store, Intake(store))
    style, again = await asyncio.gather(adopt(bob, ref), adopt(bob, ref))
    assert style == again == await adopt(bob, ref)
    assert (style.title, style.style_ref) == ("Waves", ref)
    assert style.picture_key.startswith(f"{bob}/")
    await Manners(store).stop(alice, ref)
    with pytest.raises(Missing):
        await Manners(store).get(ref, bob)
    for kind in ("view", "thumbnail"):
        assert await store.blobs.exists(copy_key(style.picture_key, kind))
    assert await style_ref(store, style.picture_key) == ref
    assert await adopt(bob, ref) == style
    assert not [key for key in await store.blobs.list(alice) if "/posted/" in key or "/tile/" in key]


async def test_what_somebody_has_already_is_not_copied(store: Store) -> None:
    alice, bob = await person(store, "Alice"), await person(store, "Bob")
    ref, own = await shared(store, alice), await saved(store, bob, from_a_camera())
    before = await store.blobs.list(bob)
    assert await Adopt(store, Intake(store))(bob, ref) == own
    assert await Borrow(store, Intake(store))(bob, ref) == own.picture_key
    assert await store.blobs.list(bob) == before


async def test_borrowing_saves_no_style(store: Store) -> None:
    alice, bob = await person(store, "Alice"), await person(store, "Bob")
    ref, borrow = await shared(store, alice), Borrow(store, Intake(store))
    key = await borrow(bob, ref)
    assert key == await borrow(bob, ref)
    assert await Styles(store).of_person(bob) == []
    assert (await Styles(store).pick(key)).width == 200


async def test_a_style_of_the_house_is_adopted_as_it_is(store: Store) -> None:
    bob, name = await person(store, "Bob"), next(iter(house()))
    style = await Adopt(store, Intake(store))(bob, f"house-{name}")
    assert (style.picture_key, style.style_ref) == (house_key(name), f"house-{name}")
    assert await store.blobs.list(bob) == []
    assert await Manners(store).share(bob, style.style_id) == f"house-{name}"
    assert not await Manners(store).shares(bob, f"house-{name}")


async def test_nobodys_style_is_missing(store: Store) -> None:
    bob = await person(store, "Bob")
    for ref in ("0" * 24, "house-nowhere", "", "../etc"):
        for act in (Adopt(store, Intake(store)), Borrow(store, Intake(store))):
            with pytest.raises(Missing):
                await act(bob, ref)


async def test_a_painting_in_an_adopted_style_credits_who_brought_it(
    world: World, alice: RoomPerson, bob: RoomPerson
) -> None:
    await alice.says("/start")
    async with world.store.transaction() as tx:
        await tx.people.set_name((await tx.people.by_identity("room", "Alice")).person_id, "Alice A.")  # type: ignore[union-attr]
    ref = await shared(world.store, (await world.who("Alice")).person_id)
    await bob.sends_photo(a_photo())
    await bob.says(f"/start s_{ref}")
    await bob.presses("Paint in this style")
    await bob.presses("🎨 Paint")
    await bob.sees("Done!")
    bob_id = (await world.who("Bob")).person_id
    async with world.store.reading() as tx:
        [work] = await tx.works.page(bob_id, 0, 1)
    post = await Publish(world.store)(bob_id, work.work_id, Wish())
    assert (post.style_ref, post.credit, post.style_title) == (ref, "Alice A.", "Waves")
    assert not [key for key in await world.store.blobs.list(bob_id) if key.endswith(f"/posted/style-{ref}")]


async def test_who_is_banned_shares_no_style_and_uses_them(store: Store) -> None:
    alice, bob = await person(store, "Alice"), await person(store, "Bob")
    ref, own = await shared(store, alice), await saved(store, bob, a_style("lime"))
    async with store.transaction() as tx:
        await tx.bans.add("hash", bob, BanScope.FEED, "spam", "owner")
    with pytest.raises(NotAllowed):
        await Manners(store).share(bob, own.style_id)
    assert (await Adopt(store, Intake(store))(bob, ref)).style_ref == ref


async def test_a_style_of_an_older_release_gets_its_name_when_it_is_opened(store: Store) -> None:
    alice = await person(store, "Alice")
    picked = await Intake(store)(alice, an_upload(a_style()))
    async with store.transaction() as tx:
        await tx.styles.add(NewStyle("old", alice, picked.key, copy_key(picked.key, "thumbnail")))
        await tx.styles.add(NewStyle("gone", alice, f"{alice}/photo/gone", f"{alice}/thumbnail/gone"))
    opened = await Styles(store).get(alice, "old")
    assert opened.style_ref == await style_ref(store, picked.key)
    async with store.reading() as tx:
        assert await tx.styles.known(alice, opened.style_ref) == opened
    assert (await Styles(store).get(alice, "gone")).style_ref is None
    with pytest.raises(Missing):
        await Manners(store).share(alice, "gone")
    await Manners(store).delete(alice, "gone")
    assert [style.style_id for style in await Styles(store).of_person(alice)] == ["old"]


async def test_the_picture_of_a_style_is_for_who_may_see_it_and_does_not_tell_whose_it_is(store: Store) -> None:
    alice, bob = await person(store, "Alice"), await person(store, "Bob")
    ref, pictures = await shared(store, alice), StylePictures(store)
    async with store.reading() as tx:
        style = await tx.shared_styles.get(ref)
    for small in (False, True):
        attachment = shown(store, style, small=small)
        assert alice not in attachment.key
        assert await pictures.read(attachment.key, None) == await attachment.read()
    await Manners(store).stop(alice, ref)
    with pytest.raises(Missing):
        await pictures.read(f"style:{ref}", bob)


async def test_what_waits_for_a_moderator_shows_no_style_to_others(
    world: World, alice: RoomPerson, bob: RoomPerson
) -> None:
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    alice_id = (await world.who("Alice")).person_id
    async with world.store.reading() as tx:
        [work] = await tx.works.page(alice_id, 0, 1)
    post = await Publish(world.store)(alice_id, work.work_id, Wish())
    await bob.says(f"/start s_{post.style_ref}")
    await bob.sees("That style is no longer here")
    async with world.store.transaction() as tx:
        await tx.posts.decide(post.post_id, PostState.SHOWN)
    await bob.says(f"/start s_{post.style_ref}")
    await bob.sees("1 painting of the feed was made with it")
