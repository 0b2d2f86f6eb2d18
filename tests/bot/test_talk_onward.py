"""Painting on: only what is added is charged, whatever was paid before; and what is not used comes back, visibly."""

import pytest

from bot.texts import Texts
from storage.tables import works
from tests.bot.room import RoomPerson
from tests.bot.world import OTHER_OFFER, World
from tests.platforms.contract import a_photo, a_style

HD = "hd_iteration"


async def painted(alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")


async def hd(world: World) -> int:
    person = await world.who("Alice")
    async with world.store.reading() as tx:
        assert await tx.ledger.check() == []
        return await tx.ledger.balance(person.person_id, HD)


async def test_hd_of_a_free_painting_charges_what_is_added(world: World, alice: RoomPerson) -> None:
    await painted(alice)
    await world.gives("Alice", HD, 1000)
    await alice.presses("HD of this one")
    await alice.sees("Already painted: 100. To 200: 100 iterations more")
    await alice.presses("To 600")
    line = await alice.sees("Already painted: 100. To 600: 500 iterations more")
    assert "Costs: 500 HD iterations" in line.message.text
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    assert await hd(world) == 500
    await alice.presses("100 more iterations")  # of what was paid in two tiers
    await alice.sees("Already painted: 600. To 700: 100 iterations more")
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    assert await hd(world) == 400


async def test_a_total_that_the_tier_does_not_paint_is_not_offered(world: World, alice: RoomPerson) -> None:
    await painted(alice)
    await alice.presses("HD of this one")
    line = await alice.sees("Already painted: 100")
    assert [label for label in line.labels if label.startswith("To ")] == ["To 200", "To 300", "To 600", "To 1,100"]


async def test_what_is_begun_anew_has_nothing_painted(alice: RoomPerson) -> None:
    await painted(alice)
    await alice.presses("Again")
    line = await alice.sees("ready to paint")
    assert "Already painted" not in line.message.text


async def test_what_is_painted_at_once_is_had_in_hd_for_its_own_fee(world: World, alice: RoomPerson) -> None:
    world.painter.offers = (OTHER_OFFER,)
    await world.painter.wakes()
    await alice.sends_photo(a_photo())
    await alice.presses("Paint")
    await alice.sees("Done!")
    await world.gives("Alice", HD, 1000)
    async with world.store.transaction() as tx:  # who paints at once keeps no state
        await tx.connection.execute(works.update().values(state_key=None))
    await alice.says("/works")
    await alice.chooses("1")
    await alice.presses("HD of this one")
    line = await alice.sees("Costs: 100 HD iterations")
    assert "Already painted" not in line.message.text
    await alice.presses("🎨 Paint")
    await alice.sees("Done!")
    second, _ = await world.jobs("Alice")
    assert (second.tier, second.parent_work_id) == ("hd", None)
    assert await hd(world) == 900


async def in_hd(world: World, alice: RoomPerson) -> None:
    """500 iterations of 1000, ordered and begun."""
    await alice.sends_album(a_photo(), a_style())
    await world.gives("Alice", HD, 1000)
    await alice.presses("Tier")
    await alice.presses("HD")
    await alice.presses("🎨 Paint")


async def test_a_stop_says_what_came_back(world: World, alice: RoomPerson) -> None:
    await in_hd(world, alice)
    job = await world.painter.begins()
    await world.painter.reports(job, 140)
    await world.painter.ends(job, done=150, stopped=True)
    await world.delivers()
    await alice.sees("Yours again: 350 HD iterations.")
    assert await hd(world) == 850


async def test_a_failure_says_that_everything_came_back(world: World, alice: RoomPerson) -> None:
    await in_hd(world, alice)
    await world.painter.fails(await world.painter.begins(), "failed-memory")
    await world.delivers()
    await alice.sees("Yours again: 500 HD iterations.")
    assert await hd(world) == 1000


async def test_a_cancelled_one_says_that_everything_came_back(alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("🎨 Paint")
    await alice.presses("Cancel")
    await alice.sees("Yours again: 1 free painting.")


async def test_what_was_used_whole_is_not_called_returned(world: World, alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("🎨 Paint")
    job = await world.painter.begins()
    await world.painter.reports(job, 40)
    await world.painter.ends(job, done=43, stopped=True)
    await world.delivers()
    line = await alice.sees("Stopped at 40 of 100")
    assert "Yours again" not in line.message.text


@pytest.mark.parametrize(("locale", "words"), [("en", "Moscow time"), ("ru", "по Москве")])
async def test_when_new_free_paintings_come_is_said_wherever_they_are(world: World, locale: str, words: str) -> None:
    carol = world.person("Carol", locale)
    texts = Texts(locale)
    await carol.says("/balance")
    assert f"00:00 {words}" in plain(carol.room.newest.message.text)
    await carol.sends_album(a_photo(), a_style())
    await carol.presses(texts("button-tier", tier="").rstrip(": "))
    assert f"00:00 {words}" in plain(carol.room.newest.message.text)
    await carol.presses(texts("button-back"))
    for _ in range(3):
        await carol.presses("🎨")
        await carol.sees("600×450")
        await carol.presses(texts("button-again"))
    used_up = texts("missing-daily", wait="…").partition("…")[0]
    assert f"00:00 {words}" in plain((await carol.sees(used_up)).message.text)


def plain(text: str) -> str:
    """Without the word that stands before an hour, in either language."""
    return text.replace("(at ", "").replace("(в ", "")
