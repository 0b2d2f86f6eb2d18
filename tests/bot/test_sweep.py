"""What is swept, and what is not: a picture that somebody may still come to stays."""

import os
import time
from pathlib import Path

from bot.usecases.sweep import Sweep
from storage import Store
from tests.bot.room import RoomPerson
from tests.bot.world import World
from tests.platforms.contract import a_mask, a_photo, a_style


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


async def test_what_is_young_stays(store: Store, tmp_path: Path) -> None:
    for key in ("alice/photo/old", "alice/photo/young"):
        await store.blobs.put(key, b"picture")
    long_ago = time.time() - 31 * 24 * 3600
    os.utime(tmp_path / "blobs" / "alice/photo/old", (long_ago, long_ago))
    assert await Sweep(store)() == 1
    assert await store.blobs.list() == ["alice/photo/young"]
