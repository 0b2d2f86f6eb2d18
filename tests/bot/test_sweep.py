"""What is swept, and what is not: a picture that somebody may still come to stays."""

import os
import time
from collections.abc import Mapping
from pathlib import Path

from bot.usecases.posted import KIND, TILE, tile_key
from bot.usecases.publish import Wish
from bot.usecases.sweep import Sweep
from storage import Store
from storage.posts import HOUSE
from tests.bot.room import RoomPerson
from tests.bot.world import World
from tests.platforms.contract import a_mask, a_photo, a_style
from tests.posts import shown_post


async def kept(world: World) -> set[str]:
    """The keys of all that is kept of Alice."""
    return set(await world.store.blobs.list((await world.who("Alice")).person_id))


async def test_what_a_draft_has_replaced_goes_and_what_it_holds_stays(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    first = await kept(world)
    await alice.sends_album(a_photo("plum"), a_style("lime"))
    await alice.presses("Only a part")
    await alice.sends_photo(a_mask())
    assert await Sweep(world.store, age_s=0)() > 0
    left = await kept(world)
    assert not [key for key in first & left if "/card/" not in key]
    assert sorted(key.split("/")[1] for key in left) == ["mask", *2 * ["photo"], *2 * ["thumbnail"], *2 * ["view"]]
    await alice.presses("Done")  # all of it is still of use
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")


async def test_works_and_saved_styles_stay_as_they_are(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    await alice.presses("Save the style")
    await alice.says("/new")
    await Sweep(world.store, age_s=0)()
    for label in ("Get the file", "How it was painted", "Before and after", "Again"):
        await alice.presses(label)
    await alice.sees("ready to paint")
    await alice.says("/styles")
    await alice.sees("You have 1 saved style")


async def test_what_a_line_of_a_chat_shows_stays(store: Store) -> None:
    async with store.transaction() as tx:
        alice = await tx.people.arrive("web", "alice's chat", "en")
        shown, forgotten = f"{alice.person_id}/seen/1", f"{alice.person_id}/seen/2"
        await tx.transcripts.put("alice's chat", "1", "person", {"pictures": [{"key": shown}]})
    for key in (shown, forgotten, "nobody/photo/1", "health/probe"):
        await store.blobs.put(key, b"picture")
    assert await Sweep(store, age_s=0)() == 2
    assert set(await store.blobs.list()) == {shown, "health/probe"}


async def test_what_others_see_stays_and_goes_with_its_small_copies(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    await alice.presses("Save the style")
    person_id, can = (await world.who("Alice")).person_id, world.conversation.can
    [work], [style] = (await can.works.page(person_id, 0)).works, await can.styles.of_person(person_id)
    post = await can.publish(person_id, work.work_id, Wish())
    await can.manners.share(person_id, style.style_id)
    await alice.says("/new")
    stale = [f"{person_id}/{kind}/{name}" for kind in (KIND, TILE) for name in ("gone-picture", "style-gone")]
    for key in stale:
        await world.store.blobs.put(key, b"picture")
    shown = {key for key in await kept(world) if key.split("/")[1] in (KIND, TILE)} - set(stale)
    assert len(shown) == 2 * 5  # photo, style, painting and card of the post, and the style
    await Sweep(world.store, age_s=0)()
    assert {key for key in await kept(world) if key.split("/")[1] in (KIND, TILE)} == shown
    async with world.store.transaction() as tx:  # their rows go; suppose that the process died before the blobs did
        await tx.posts.delete(post.post_id, person_id)
        await tx.shared_styles.stop(style.style_ref or "", person_id)
    await Sweep(world.store, age_s=0)()
    assert not {key for key in await kept(world) if key.split("/")[1] in (KIND, TILE)}
    assert await world.store.blobs.exists(work.picture_key)


async def test_the_houses_own_posts_stay(store: Store) -> None:
    post = await shown_post(store, HOUSE, work_id=None)
    await Sweep(store, age_s=0)()
    assert await store.blobs.exists(tile_key(post.picture_key))


DAYS, HOURS = 24 * 3600, 3600


async def kept_ago(store: Store, folder: Path, ages: Mapping[str, float]) -> None:
    """Each of these was put so many seconds ago."""
    for key, age_s in ages.items():
        await store.blobs.put(key, b"picture")
        os.utime(folder / "blobs" / key, (time.time() - age_s,) * 2)


async def test_what_is_young_stays(store: Store, tmp_path: Path) -> None:
    async with store.transaction() as tx:
        her = (await tx.people.arrive("web", "Alice", "en")).person_id
    old, young = f"{her}/photo/old", f"{her}/photo/young"
    await kept_ago(store, tmp_path, {old: 31 * DAYS, young: 29 * DAYS})
    assert await Sweep(store)() == 1
    assert await store.blobs.list() == [young]


async def test_copies_for_others_that_nobody_leads_to_go_soon(store: Store, tmp_path: Path) -> None:
    """Whoever drew them died before the post was there, or deleted the post and died before they were."""
    async with store.transaction() as tx:
        her = (await tx.people.arrive("web", "Alice", "en")).person_id
    post = await shown_post(store, her)
    kept = set(await store.blobs.list())
    stale = [f"{her}/{kind}/gone-picture" for kind in (KIND, TILE)]
    await kept_ago(store, tmp_path, {**dict.fromkeys([*stale, *kept], 2 * HOURS), f"{her}/{KIND}/now": 60})
    assert await Sweep(store)() == len(stale)
    assert set(await store.blobs.list()) == {*kept, f"{her}/{KIND}/now"}
    assert post.picture_key in kept


async def test_what_a_forgotten_person_left_goes_soon_and_what_a_joined_one_left_stays(
    store: Store, tmp_path: Path
) -> None:
    async with store.transaction() as tx:
        people = [await tx.people.arrive("web", name, "en") for name in ("Alice", "Bob", "Carol")]
        alice, bob, carol = [person.person_id for person in people]
        await tx.joining.join(bob, alice, "2026-11-21")
        await tx.people.forget(carol)
    await kept_ago(store, tmp_path, {f"{who}/photo/1": 2 * HOURS for who in (alice, bob, carol)})
    assert await Sweep(store)() == 1
    assert set(await store.blobs.list()) == {f"{who}/photo/1" for who in (alice, bob)}
