"""Several photos as one order: one summary, one price, one message, and each painting within reach."""

import pytest

from storage.job import JobState
from tests.bot.room import RoomPerson
from tests.bot.world import OFFER, OTHER_OFFER, OTHERS, TINTER, World
from tests.platforms.contract import a_grey_photo, a_photo, a_style

PHOTOS = [a_grey_photo((320 + 20 * number, 240)) for number in range(11)]


@pytest.fixture
async def tinter(world: World, alice: RoomPerson) -> World:
    """A world whose painter takes up to ten photos at once, and an Alice who can pay for twenty."""
    await offered(world, TINTER)
    await alice.says("/start")
    await world.gives("Alice", "premium_run", 20)
    return world


async def offered(world: World, *offers: object) -> None:
    world.painter.offers = offers  # type: ignore[assignment]  # offers, in a tuple
    await world.painter.wakes()


async def in_premium(person: RoomPerson) -> None:
    await person.presses("Tier")
    await person.presses("Premium")


async def balance(world: World) -> int:
    person = await world.who("Alice")
    async with world.store.reading() as tx:
        assert await tx.ledger.check() == []
        return await tx.ledger.balance(person.person_id, "premium_run")


async def painted(world: World, *, fail: str = "", stop_at: int = 0) -> None:
    """Paint the next photo of the album, or fail at it; the status is brought up to date."""
    job = await world.painter.begins()
    world.clock.now += 20
    if fail:
        await world.painter.fails(job, fail)
    else:
        await world.painter.reports(job, 1)
        await world.painter.ends(job)
    await world.follow.look()


async def test_an_album_is_one_order_with_one_price(tinter: World, alice: RoomPerson) -> None:
    await alice.sends_album(*PHOTOS[:7])
    line = await alice.sees("7 photos in one order")
    assert "7 free paintings" in line.message.text
    await in_premium(alice)
    assert "Costs: 7 premium paintings. You have: 20 premium paintings" in alice.room.newest.message.text
    await alice.presses("🎨 Paint")
    jobs = sorted(await tinter.jobs("Alice"), key=lambda job: job.position)
    assert [await tinter.store.blobs.get(job.photo_key) for job in jobs] == PHOTOS[:7]
    assert await balance(tinter) == 13


async def test_one_message_tells_how_many_are_done_and_brings_all(tinter: World, alice: RoomPerson) -> None:
    await alice.sends_album(*PHOTOS[:4])
    await in_premium(alice)
    await alice.presses("🎨 Paint")
    lines = len(alice.room.lines)
    await alice.sees("4 photos")
    for done in range(1, 4):
        await painted(tinter)
        await tinter.delivers()
        assert (await alice.sees(f"{done} of 4 done")).message.fraction == pytest.approx(done / 4, abs=0.02)
    await painted(tinter)
    await tinter.delivers()
    result = await alice.sees("Done! 4 of 4")
    assert [await tile.picture.read() for tile in result.message.gallery] == PHOTOS[:4]
    assert len(alice.room.lines) == lines
    await tinter.delivers()
    assert None not in [job.delivered_at for job in await tinter.jobs("Alice")]
    assert list(alice.room.albums.values()) == [PHOTOS[:4]]
    assert await balance(tinter) == 16


async def test_each_painting_is_opened_with_its_other_results(tinter: World, alice: RoomPerson) -> None:
    await alice.sends_album(*PHOTOS[:3])
    await alice.presses("🎨 Paint")
    await alice.sees("Done! 3 of 3")
    await alice.chooses("2")
    assert await alice.shown_picture() == PHOTOS[1]
    assert alice.room.newest.message.before
    await alice.presses("3")
    assert await alice.shown_picture() == a_photo(OTHERS[1])
    await alice.presses("Get the file")
    assert alice.room.files == [a_photo(OTHERS[1])]


async def test_a_photo_that_fails_is_named_and_given_back(tinter: World, alice: RoomPerson) -> None:
    await alice.sends_album(*PHOTOS[:3])
    await in_premium(alice)
    await alice.presses("🎨 Paint")
    await painted(tinter)
    await painted(tinter, fail="failed-memory")
    await painted(tinter)
    await tinter.delivers()
    result = await alice.sees("Done! 2 of 3")
    assert "Photo 2: The painting was too large" in result.message.text
    assert "back on your balance" in result.message.text
    assert [tile.title for tile in result.message.gallery] == ["1", "3"]
    assert await balance(tinter) == 18
    await alice.presses("Try again")
    await alice.presses("🎨 Paint")
    newest = (await tinter.jobs("Alice"))[0]
    assert await tinter.store.blobs.get(newest.photo_key) == PHOTOS[1]


async def test_a_stop_keeps_what_is_painted_and_gives_back_the_rest(tinter: World, alice: RoomPerson) -> None:
    await alice.sends_album(*PHOTOS[:5])
    await in_premium(alice)
    await alice.presses("🎨 Paint")
    await painted(tinter)
    await painted(tinter)
    await alice.presses("Stop")
    await tinter.delivers()
    result = await alice.sees("Done! 2 of 5")
    assert "Stopped before they were painted: 3 photos." in result.message.text
    assert await balance(tinter) == 18
    await alice.presses("Try again")
    await alice.sees("3 photos in one order")
    await alice.presses("🎨 Paint")
    await alice.sees("Done! 3 of 3")
    assert await balance(tinter) == 15


async def test_cancelled_before_it_began_costs_nothing(tinter: World, alice: RoomPerson) -> None:
    await alice.sends_album(*PHOTOS[:3])
    await in_premium(alice)
    await alice.presses("🎨 Paint")
    await alice.presses("Cancel")
    await tinter.delivers()
    await alice.sees("Nothing was charged")
    assert {job.state for job in await tinter.jobs("Alice")} == {JobState.STOPPED}
    assert await balance(tinter) == 20


async def test_of_more_than_ten_the_first_ten_are_taken_and_that_is_said(tinter: World, alice: RoomPerson) -> None:
    await alice.sends_album(*PHOTOS)
    line = await alice.sees("10 photos in one order")
    assert "takes 10 photos at most" in line.message.text


async def test_who_has_less_can_take_the_first_ones(tinter: World, alice: RoomPerson) -> None:
    await alice.sends_album(*PHOTOS[:5])
    line = await alice.sees("more than you have left for today")
    assert "🎨 Paint" not in line.labels
    await alice.presses("Only the first 3 photos")
    await alice.presses("🎨 Paint")
    await alice.sees("Done! 3 of 3")
    assert len(await tinter.jobs("Alice")) == 3


async def test_one_more_photo_joins_or_replaces(tinter: World, alice: RoomPerson) -> None:
    await alice.sends_photo(PHOTOS[0])
    await alice.sends_photo(PHOTOS[1])
    await alice.sees("together with the others, or instead")
    await alice.presses("Together")
    await alice.sees("2 photos in one order")
    await alice.sends_photo(PHOTOS[2])
    await alice.presses("New photo")
    await alice.presses("🎨 Paint")
    [job] = await tinter.jobs("Alice")
    assert await tinter.store.blobs.get(job.photo_key) == PHOTOS[2]


async def test_grey_pictures_sent_at_once_may_all_be_photos(tinter: World, alice: RoomPerson) -> None:
    """Without an effect chosen before."""
    await offered(tinter, OFFER, TINTER)
    await alice.sends_album(*PHOTOS[:3])
    await alice.sees("3 pictures came")
    await alice.presses("All are photos: Tinge")
    await alice.sees("3 photos in one order")


async def test_a_photo_and_its_style_are_what_they_were(tinter: World, alice: RoomPerson) -> None:
    await offered(tinter, OFFER, TINTER)
    await alice.sends_album(a_photo(), a_style())
    await alice.sees("ready to paint")
    await alice.presses("Effect: Painting after a picture")
    await alice.presses("Tinge")
    await alice.presses("All 2 are photos")
    line = await alice.sees("2 photos in one order")
    assert "2 of the 2 photos have colors already" in line.message.text


async def test_an_effect_that_takes_one_says_so(tinter: World, alice: RoomPerson) -> None:
    await offered(tinter, OTHER_OFFER, TINTER)
    await alice.sends_photo(PHOTOS[0])
    await alice.presses("Tinge")
    await alice.sends_photo(PHOTOS[1])
    await alice.presses("Together")
    await alice.presses("Effect: Tinge")
    await alice.presses("Tint")
    await alice.sees("the first photo alone")
    await alice.presses("🎨 Paint")
    assert len(await tinter.jobs("Alice")) == 1


async def test_a_chat_that_begins_anew_shows_the_album_on(tinter: World, alice: RoomPerson) -> None:
    await alice.sends_album(*PHOTOS[:3])
    await alice.presses("🎨 Paint")
    await painted(tinter)
    tinter.restarts()
    await painted(tinter)
    await alice.sees("2 of 3 done")
    await painted(tinter)
    await tinter.delivers()
    await alice.sees("Done! 3 of 3")


async def test_who_is_forgotten_leaves_no_photo_of_the_album(tinter: World, alice: RoomPerson) -> None:
    await alice.sends_album(*PHOTOS[:3])
    await in_premium(alice)
    await alice.presses("🎨 Paint")
    await painted(tinter)
    person = await tinter.who("Alice")
    await alice.says("/deletemydata")
    await alice.presses("Yes, delete everything")
    await tinter.delivers()
    assert await tinter.store.blobs.list(person.person_id) == []
    async with tinter.store.reading() as tx:
        assert await tx.jobs.unfinished() == []
        assert await tx.ledger.check() == []
