"""Buying by conversation: what there is, what it costs, where to pay, and what is said when the payment comes."""

from types import SimpleNamespace
from typing import cast

from bot.chat import Pressed
from bot.platform import Platform
from bot.prices import STARS
from bot.talk.notices import NoticeWords
from bot.till import TillBusy
from bot.usecases.credit import Credit
from bot.usecases.notify import Notify
from bot.usecases.refund import Refund, Refunds
from storage.purchases import Purchase
from tests.bot.counter import Counter, payment_of
from tests.bot.room import RoomPerson
from tests.bot.world import World


async def opens(world: World, currency: str = "RUB") -> Counter:
    """A till opens in this world."""
    counter = Counter(currency)
    world.tills[counter.name] = counter
    return counter


async def told(world: World) -> None:
    """What waits to be said is said."""
    await Notify(world.store, lambda: ("room",), world.rooms.__getitem__, NoticeWords()).look()


async def newest_purchase(world: World, name: str) -> Purchase:
    person = await world.who(name)
    async with world.store.reading() as tx:
        return (await tx.purchases.of_person(person.person_id, 1))[0]


async def test_without_a_till_nothing_is_sold(alice: RoomPerson) -> None:
    await alice.says("/buy")
    await alice.sees("Nothing can be bought here yet")


async def test_a_pack_is_bought_and_thanked_for(world: World, alice: RoomPerson) -> None:
    await opens(world)
    await alice.says("/balance")
    await alice.presses("Buy")
    await alice.presses("1,000 HD iterations — 250 ₽")
    await alice.sees("1,000 HD iterations for 250 ₽")
    _, button = alice.button("Pay 250 ₽")
    purchase = await newest_purchase(world, "Alice")
    assert button.url == f"https://till.example/{purchase.purchase_id}"
    await Credit(world.store)(payment_of(purchase))
    await told(world)
    await alice.sees("1,000 HD iterations: paid 250 ₽, and yours")
    await alice.presses("Balance")
    await alice.sees("HD: 1,000 HD iterations")


async def test_prices_are_in_the_money_of_the_till(world: World, alice: RoomPerson) -> None:
    """50 roubles are 49 Stars, by the rule of the catalogue."""
    await opens(world, STARS)
    world.platforms["room"] = cast("Platform", SimpleNamespace(money=STARS))
    await alice.says("/buy")
    assert "1 premium painting — 49 ⭐" in alice.room.newest.labels
    assert not any("₽" in label for label in alice.room.newest.labels)


async def test_a_till_that_does_not_open_charges_nothing(world: World, alice: RoomPerson) -> None:
    counter = await opens(world)
    counter.faults.append(TillBusy("502"))
    await alice.says("/buy")
    await alice.presses("100 HD iterations — 50 ₽")
    await alice.sees("The till does not open just now")
    await alice.presses("Choose another")
    await alice.presses("100 HD iterations — 50 ₽")
    await alice.sees("100 HD iterations for 50 ₽")


async def test_a_refund_is_told(world: World, alice: RoomPerson) -> None:
    counter = await opens(world)
    await alice.says("/buy")
    await alice.presses("100 HD iterations — 50 ₽")
    await Credit(world.store)(payment_of(await newest_purchase(world, "Alice")))
    async with world.store.reading() as tx:
        payment = await tx.payments.get("counter", "c1")
    await Refund(world.store)(payment, "asked")
    await Refunds(world.store, world.tills).look(counter)
    await told(world)
    await alice.sees("50 ₽ went back to you")
    await alice.says("/balance")
    await alice.sees("HD: 0 HD iterations")


async def test_where_nobody_renews_there_is_no_subscription(world: World, alice: RoomPerson) -> None:
    await opens(world)
    await alice.says("/buy")
    assert not any("Subscription" in label for label in alice.room.newest.labels)
    await alice.presses("Balance")  # a button of former times, or of another place
    await alice.does(Pressed("subscription.take:premium_run.30", alice.room.newest.message_id))
    await alice.sees("left over from an earlier")
