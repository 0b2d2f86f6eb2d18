"""Questions about payments: what is said, and what goes back by itself."""

import asyncio
from datetime import timedelta

import pytest

from bot.chat import Pressed
from bot.usecases.credit import Credit
from bot.usecases.refund import Refunds
from storage.ledger import Charge
from storage.payments import PaymentState
from storage.till_tables import payments
from tests.bot.counter import Counter, payment_of
from tests.bot.room import RoomPerson
from tests.bot.test_talk_shop import newest_purchase, told
from tests.bot.world import World

BACK = "Give back 50"


async def buys(world: World, person: RoomPerson, label: str = "100 HD iterations") -> Counter:
    counter = Counter()
    world.tills["counter"] = counter
    await person.says("/buy")
    await person.presses(f"{label} —")
    await Credit(world.store)(payment_of(await newest_purchase(world, person.name)))
    await told(world)
    return counter


async def state(world: World) -> PaymentState:
    async with world.store.reading() as tx:
        return (await tx.payments.get("counter", "c1")).state


async def hd(world: World, name: str) -> int:
    person = await world.who(name)
    async with world.store.reading() as tx:
        assert await tx.ledger.check() == []
        return await tx.ledger.balance(person.person_id, "hd_iteration")


@pytest.mark.parametrize(("locale", "words"), [("en", "Payments and refunds"), ("ru", "Оплата и возвраты")])
async def test_everybody_is_told_how_payments_work_and_whom_to_write_to(world: World, locale: str, words: str) -> None:
    carol = world.person("Carol", locale)
    await carol.says("/paysupport")
    line = await carol.sees(words)
    assert "@owner" in line.message.text
    await carol.says("/terms")
    assert "@owner" in carol.room.newest.message.text


async def test_what_is_untouched_goes_back_by_itself(world: World, alice: RoomPerson) -> None:
    counter = await buys(world, alice)
    await alice.says("/paysupport")
    line = await alice.sees("Your latest payments")
    assert "100 HD iterations · 50\N{NO-BREAK SPACE}₽ · paid" in line.message.text
    assert await hd(world, "Alice") == 100  # looking has changed nothing
    await alice.presses(BACK)
    await alice.sees("goes back to you")
    assert (await hd(world, "Alice"), await state(world)) == (0, PaymentState.REFUNDING)
    await Refunds(world.store, world.tills).look(counter)
    await told(world)
    await alice.sees("went back to you")
    await alice.says("/paysupport")
    line = await alice.sees("Your latest payments")
    assert line.message.text.endswith("· went back")
    assert not any(BACK in label for label in line.labels)


async def test_pressed_ten_times_at_once_it_goes_back_once(world: World, alice: RoomPerson) -> None:
    counter = await buys(world, alice)
    await world.gives("Alice", "hd_iteration", 500)
    purchase, person = await newest_purchase(world, "Alice"), await world.who("Alice")
    returns = world.conversation.can.returns
    tried = await asyncio.gather(*(returns(person.person_id, purchase.purchase_id) for _ in range(10)))
    assert sum(one is not None for one in tried) == 1
    await Refunds(world.store, world.tills).look(counter)
    assert (counter.refunds, await hd(world, "Alice")) == (["c1"], 500)


async def test_what_is_spent_does_not_go_back_by_itself(world: World, alice: RoomPerson) -> None:
    await buys(world, alice)
    await alice.says("/paysupport")
    message_id, button = alice.button(BACK)
    person = await world.who("Alice")
    async with world.store.transaction() as tx:
        await tx.ledger.reserve("job", [Charge(person.person_id, "hd_iteration", 1)])
    await alice.does(Pressed(button.data, message_id))
    line = await alice.sees("Some of it is spent")
    assert "@owner" in line.message.text
    assert (await hd(world, "Alice"), await state(world)) == (99, PaymentState.CREDITED)
    await alice.says("/paysupport")
    assert not any(BACK in label for label in alice.room.newest.labels)


async def test_after_its_time_it_does_not_go_back_by_itself(world: World, alice: RoomPerson) -> None:
    await buys(world, alice)
    await alice.says("/paysupport")
    message_id, button = alice.button(BACK)
    async with world.store.transaction() as tx:
        noted_at = await tx.now() - timedelta(days=15)
        await tx.connection.execute(payments.update().values(noted_at=noted_at))
    await alice.does(Pressed(button.data, message_id))
    await alice.sees("its time is over")
    assert (await hd(world, "Alice"), await state(world)) == (100, PaymentState.CREDITED)


async def test_a_stranger_cannot_give_it_back(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await buys(world, alice)
    purchase = await newest_purchase(world, "Alice")
    await bob.does(Pressed(f"paysupport.give_back:{purchase.purchase_id}", "1"))
    await bob.sees("left over")
    assert await state(world) is PaymentState.CREDITED


async def test_a_gift_that_waits_goes_back_and_one_that_arrived_does_not(
    world: World, alice: RoomPerson, bob: RoomPerson
) -> None:
    world.tills["counter"] = Counter()
    for charge in ("c1", "c2"):
        await alice.says("/gift")
        await alice.presses("Buy a pack as a gift")
        await alice.presses("1 premium painting —")
        await Credit(world.store)(payment_of(await newest_purchase(world, "Alice"), charge))
    person = await world.who("Alice")
    async with world.store.reading() as tx:
        code = (await tx.vouchers.waiting(person.person_id, 2))[0].code
    await bob.says(f"/promo {code}")
    await alice.says("/paysupport")
    assert sum("Give back" in label for label in alice.room.newest.labels) == 1
