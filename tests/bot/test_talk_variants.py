"""Several results of one painting: looking at all of them, and what follows from the choice."""

import pytest

from bot.chat import Pressed
from bot.usecases.sweep import Sweep
from storage import Missing
from tests.bot.room import RoomPerson
from tests.bot.world import OTHERS, TINTER, World
from tests.platforms.contract import a_grey_photo, a_photo


@pytest.fixture
async def tinter(world: World) -> World:
    """A world whose painter tinges photos, in four ways each."""
    world.painter.offers = (TINTER,)
    await world.painter.wakes()
    return world


async def painted(person: RoomPerson) -> None:
    await person.sends_photo(a_grey_photo())
    await person.presses("Paint")
    await person.sees("Done!")


def marked(person: RoomPerson) -> list[str]:
    """The buttons that choose a result, as they are labeled now."""
    return [label for label in person.room.newest.labels if label.lstrip("✓ ").isdecimal()]


async def test_each_result_is_shown_in_the_same_message(tinter: World, alice: RoomPerson) -> None:
    await painted(alice)
    assert marked(alice) == ["✓ 1", "2", "3", "4"]
    text = alice.room.newest.message.text
    await alice.presses("3")
    assert marked(alice) == ["1", "2", "✓ 3", "4"]
    assert await alice.shown_picture() == a_photo(OTHERS[1])
    assert alice.room.newest.message.before
    assert await alice.room.newest.message.before.read()
    assert alice.room.newest.message.text == text
    assert len(alice.room.lines) == 1


async def test_another_result_is_no_new_order_and_costs_nothing(tinter: World, alice: RoomPerson) -> None:
    await painted(alice)
    person = await tinter.who("Alice")
    before = await tinter.conversation.can.balance(person.person_id, None)
    for number in ("2", "3", "4", "1"):
        await alice.presses(number)
    assert len(await tinter.jobs("Alice")) == 1
    assert await tinter.conversation.can.balance(person.person_id, None) == before
    assert await alice.shown_picture() == a_grey_photo()


async def test_the_chosen_one_is_downloaded_and_stands_in_the_pair(tinter: World, alice: RoomPerson) -> None:
    await painted(alice)
    await alice.presses("Before and after")
    first = await alice.shown_picture()
    await alice.presses("2")
    await alice.presses("Get the file")
    assert alice.room.files == [a_photo(OTHERS[0])]
    await alice.presses("Before and after")
    assert await alice.shown_picture() != first


async def test_the_chosen_one_is_among_the_works_and_can_be_changed_there(tinter: World, alice: RoomPerson) -> None:
    await painted(alice)
    await alice.presses("4")
    await alice.says("/works")
    tile = alice.room.newest.message.gallery[0]
    assert await tile.picture.read() == a_photo(OTHERS[2])
    await alice.chooses("1")
    assert marked(alice) == ["1", "2", "3", "✓ 4"]
    await alice.presses("2")
    assert await alice.shown_picture() == a_photo(OTHERS[0])
    assert "Delete" in alice.room.newest.labels


async def test_an_answer_to_the_message_still_means_the_work(tinter: World, alice: RoomPerson) -> None:
    await painted(alice)
    await alice.presses("2")
    person, [job] = await tinter.who("Alice"), await tinter.jobs("Alice")
    shown = alice.room.newest.message_id
    found = await tinter.conversation.can.works.shown_by(person.person_id, alice.room.address, shown)
    assert found
    assert (found.work_id, found.chosen) == (job.work_id, 1)


async def test_one_result_needs_no_choice(tinter: World, alice: RoomPerson) -> None:
    await alice.sends_photo(a_grey_photo())
    await alice.presses("Options")
    for _ in range(3):
        await alice.presses("−")
    await alice.presses("Done")
    await alice.presses("Paint")
    await alice.sees("Done!")
    assert marked(alice) == []


async def test_all_results_go_with_the_work(tinter: World, alice: RoomPerson) -> None:
    await painted(alice)
    person = await tinter.who("Alice")
    await alice.presses("2")
    await alice.presses("Before and after")
    await alice.says("/works")
    await alice.chooses("1")
    await alice.presses("Delete")
    await alice.presses("Yes, delete it")
    kinds = ("picture", "preview", "pair")
    assert [await tinter.store.blobs.list(f"{person.person_id}/{kind}") for kind in kinds] == [[], [], []]
    await alice.presses("✓ 2")
    await alice.sees("no longer here")


@pytest.mark.parametrize("number", ["4", "-1", "x"])
async def test_a_result_that_is_not_there_is_not_shown(tinter: World, alice: RoomPerson, number: str) -> None:
    await painted(alice)
    person, [job] = await tinter.who("Alice"), await tinter.jobs("Alice")
    assert job.work_id
    if number.isdecimal():
        with pytest.raises(Missing):
            await tinter.conversation.can.works.choose(person.person_id, job.work_id, int(number))
    _, button = alice.button("2")
    await alice.does(Pressed(button.data[:-1] + number, alice.room.newest.message_id))
    await alice.sees("no longer here")


async def test_a_stranger_cannot_choose(tinter: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await painted(alice)
    _, button = alice.button("2")
    await bob.does(Pressed(button.data, "1"))
    await bob.sees("no longer here")
    assert marked(alice) == ["✓ 1", "2", "3", "4"]


async def test_results_that_are_not_chosen_are_not_swept(tinter: World, alice: RoomPerson) -> None:
    await painted(alice)
    await alice.presses("2")
    await Sweep(tinter.store, age_s=0)()
    for number, picture in enumerate((a_grey_photo(), *map(a_photo, OTHERS)), start=1):
        await alice.presses(str(number))
        assert await alice.shown_picture() == picture
