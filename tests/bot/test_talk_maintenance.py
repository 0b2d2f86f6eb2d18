"""Maintenance: nothing is ordered or bought, what was begun goes on, and nothing is lost."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import storage
from bot.prices import Money
from bot.usecases.checkout import Checkout, Payer
from bot.usecases.maintenance import Maintenance, Outage
from tests.bot.counter import Counter
from tests.bot.room import RoomPerson
from tests.bot.test_talk_shop import newest_purchase
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style

AWAY = "Maintenance is going on"


async def begins(world: World, **words: str) -> Maintenance:
    maintenance = Maintenance(world.store)
    await maintenance.begin("Olga", Outage(words))
    return maintenance


async def ready_to_paint(person: RoomPerson) -> None:
    await person.sends_photo(a_photo())
    await person.sends_photo(a_style())


async def test_an_order_waits_until_we_are_back(world: World, alice: RoomPerson) -> None:
    await ready_to_paint(alice)
    maintenance = await begins(world)
    await alice.presses("Paint")
    line = await alice.sees(AWAY)
    assert "What you have chosen is kept" in line.message.text
    assert await world.jobs("Alice") == []
    await maintenance.end("Olga")
    await alice.presses("Paint")  # the same button of the same summary
    await alice.sees("Done!")
    assert len(await world.jobs("Alice")) == 1


async def test_what_is_being_painted_is_finished_and_delivered(world: World, alice: RoomPerson) -> None:
    await ready_to_paint(alice)
    await alice.presses("Paint")
    await begins(world)
    await alice.sees("Done!")
    await alice.says("/works")
    assert AWAY not in alice.room.newest.message.text


async def test_everything_else_works(world: World, alice: RoomPerson) -> None:
    await begins(world)
    for command in ("/start", "/help", "/balance", "/works", "/styles", "/privacy", "/buy"):
        await alice.says(command)
        assert AWAY not in alice.room.newest.message.text
    await ready_to_paint(alice)
    assert any("Paint" in label for label in alice.room.newest.labels)


@pytest.mark.parametrize(
    ("locale", "said"), [("en", AWAY), ("ru", "Меняем диски"), ("ru-RU", "Меняем диски")], ids=["en", "ru", "ru-RU"]
)
async def test_the_owner_may_say_it_in_words_of_their_own(world: World, locale: str, said: str) -> None:
    carol = world.person("Carol", locale)
    await ready_to_paint(carol)
    await begins(world, ru="Меняем диски")
    await carol.presses("Paint" if locale == "en" else "Рисовать")
    await carol.sees(said)


async def test_when_we_are_back_is_said_while_that_is_to_come(world: World, alice: RoomPerson) -> None:
    await ready_to_paint(alice)
    for hours, promised in ((3, True), (-3, False)):
        await Maintenance(world.store).begin("Olga", Outage(until=datetime.now(UTC) + timedelta(hours=hours)))
        await alice.presses("Paint")
        line = await alice.sees(AWAY)
        assert ("I am back in 3 hours" in line.message.text) is promised


async def test_nothing_is_bought_meanwhile_and_no_bill_is_paid(world: World, alice: RoomPerson) -> None:
    world.tills["counter"] = Counter()
    await alice.says("/buy")
    await alice.presses("100 HD iterations —")
    purchase = await newest_purchase(world, "Alice")
    checkout = Checkout(world.store, bytes(32))
    bill = (checkout.sign(purchase), Payer("room", "Alice"), Money(purchase.price, purchase.currency))
    assert await checkout.refusal(*bill) is None
    maintenance = await begins(world)
    assert await checkout.refusal(*bill) == "checkout-maintenance"
    await alice.says("/buy")
    await alice.presses("1,000 HD iterations —")
    await alice.sees(AWAY)
    assert await newest_purchase(world, "Alice") == purchase
    await maintenance.end("Olga")
    assert await checkout.refusal(*bill) is None


async def test_another_process_knows_at_once(
    world: World, database_url: str, tmp_path: Path, alice: RoomPerson
) -> None:
    """One begins it, another with a connection of its own is asked for a painting, the first ends it."""
    await ready_to_paint(alice)
    async with storage.open(database_url, (tmp_path / "elsewhere").as_uri(), bytes(32)) as elsewhere:
        maintenance = Maintenance(elsewhere)
        await maintenance.begin("Olga", Outage())
        await alice.presses("Paint")
        await alice.sees(AWAY)
        await maintenance.end("Olga")
    await alice.presses("Paint")
    await alice.sees("Done!")


async def test_each_switch_is_in_the_log(world: World) -> None:
    maintenance = await begins(world, en="Changing disks")
    assert await maintenance.end("Boris")
    assert not await maintenance.end("Boris")
    async with world.store.reading() as tx:
        acts = [(act.who, act.act, act.detail.get("en")) for act in await tx.audit.newest(10)]
    assert acts == [("Boris", "maintenance off", None), ("Olga", "maintenance on", "Changing disks")]
