"""Prints: only allowed moves, each once and written down; picture and address go in time."""

import asyncio

import pytest

from storage import Missing, Store
from storage.people import Person
from storage.prints import BEFORE, ENDED, NewPrint, PrintState
from storage.till_tables import prints as table

WAY = (PrintState.PAID, PrintState.IN_PRODUCTION, PrintState.SENT, PrintState.DELIVERED)


def a_print(person: Person, purchase_id: str = "p1") -> NewPrint:
    return NewPrint(
        purchase_id=purchase_id,
        person_id=person.person_id,
        work_id="work",
        size="30x40",
        crop={"width_cm": 40, "height_cm": 30, "wrap_cm": 4, "shift": 0},
        picture_key=f"prints/{purchase_id}",
        address="sealed",
    )


async def ordered(store: Store, person: Person, *way: PrintState, purchase_id: str = "p1") -> None:
    async with store.transaction() as tx:
        await tx.prints.add(a_print(person, purchase_id))
        for state in way:
            assert await tx.prints.move(purchase_id, state)


async def test_a_canvas_goes_its_way_step_by_step(store: Store, alice: Person) -> None:
    await ordered(store, alice, *WAY[:2])
    async with store.transaction() as tx:
        assert await tx.prints.move("p1", PrintState.SENT, "by post", "RA1")
        assert await tx.prints.move("p1", PrintState.SENT, "once more", "RA2")
        assert not await tx.prints.move("p1", PrintState.PAID)
        assert (await tx.prints.get("p1")).track == "RA2"
        way = [(move.state, move.note) for move in await tx.prints.moves("p1")]
    assert way[0] == (PrintState.ORDERED, "")
    assert way[-2:] == [(PrintState.SENT, "by post"), (PrintState.SENT, "once more")]
    with pytest.raises(Missing):
        async with store.reading() as tx:
            await tx.prints.get("p2")


async def test_an_order_that_comes_twice_is_one(store: Store, alice: Person) -> None:
    await ordered(store, alice, PrintState.PAID)
    async with store.transaction() as tx:
        await tx.prints.add(a_print(alice))
        assert (await tx.prints.get("p1")).state is PrintState.PAID
        assert len(await tx.prints.moves("p1")) == 2


@pytest.mark.parametrize("start", PrintState)
async def test_there_is_no_way_but_the_allowed_ones(store: Store, alice: Person, start: PrintState) -> None:
    for number, aim in enumerate(PrintState):
        async with store.transaction() as tx:
            await tx.prints.add(a_print(alice, f"p{number}"))
            await tx.connection.execute(table.update().where(table.c.purchase_id == f"p{number}").values(state=start))
            assert await tx.prints.move(f"p{number}", aim) == (start in BEFORE[aim])


@pytest.mark.parametrize("aim", PrintState)
def test_nothing_but_a_return_leads_away_from_the_end(aim: PrintState) -> None:
    assert aim is PrintState.RETURNED or not set(ENDED) & set(BEFORE[aim])


@pytest.mark.parametrize(("way", "may"), [((), True), (WAY[:1], True), (WAY[:2], False), (WAY[:3], False)])
async def test_a_person_may_withdraw_until_it_is_made(
    store: Store, alice: Person, way: tuple[PrintState, ...], may: bool
) -> None:
    await ordered(store, alice, *way)
    async with store.transaction() as tx:
        assert await tx.prints.withdraw("p1") == may
        assert not await tx.prints.withdraw("p1")


async def test_who_withdraws_while_it_goes_into_production_does_one_of_the_two(store: Store, alice: Person) -> None:
    await ordered(store, alice, PrintState.PAID)

    async def withdraw() -> bool:
        async with store.transaction() as tx:
            return await tx.prints.withdraw("p1")

    async def produce() -> bool:
        async with store.transaction() as tx:
            return await tx.prints.move("p1", PrintState.IN_PRODUCTION)

    assert sorted(await asyncio.gather(withdraw(), produce())) == [False, True]


async def test_what_nobody_pays_is_given_up(store: Store, alice: Person) -> None:
    await ordered(store, alice)
    await ordered(store, alice, PrintState.PAID, purchase_id="p2")
    async with store.transaction() as tx:
        assert await tx.prints.give_up(3600) == []
        assert await tx.prints.give_up(-3600) == ["p1"]
        assert [one.purchase_id for one in await tx.prints.in_state(PrintState.CANCELED, 10)] == ["p1"]
        assert [move.state for move in await tx.prints.moves("p1")] == [PrintState.ORDERED, PrintState.CANCELED]


async def test_picture_and_address_go_when_it_is_over(store: Store, alice: Person) -> None:
    await ordered(store, alice, *WAY)
    await ordered(store, alice, *WAY[:3], purchase_id="p2")
    async with store.transaction() as tx:
        assert await tx.prints.over(3600) == []
        assert [one.purchase_id for one in await tx.prints.over(-3600)] == ["p1"]
        await tx.prints.clear("p1")
        await tx.prints.clear("p2")  # on its way: nothing goes
        first, second = await tx.prints.get("p1"), await tx.prints.get("p2")
        assert await tx.prints.over(-3600) == []
    assert (first.picture_key, first.address) == ("", None)
    assert (second.picture_key, second.address) == ("prints/p2", "sealed")


async def test_a_paid_canvas_outlives_the_person_until_it_has_arrived(store: Store, alice: Person) -> None:
    """What is not paid is cancelled, what has ended is cleared at once, what is paid keeps picture and address."""
    await ordered(store, alice, purchase_id="unpaid")
    await ordered(store, alice, *WAY, purchase_id="over")
    await ordered(store, alice, PrintState.PAID, purchase_id="paid")
    async with store.transaction() as tx:
        keys = await tx.people.forget(alice.person_id)
    assert keys == ["prints/over", "prints/unpaid"]
    async with store.transaction() as tx:
        found = {one.purchase_id: (one.state, one.address) for one in await tx.prints.of_person(alice.person_id)}
        assert found == {
            "unpaid": (PrintState.CANCELED, None),
            "over": (PrintState.DELIVERED, None),
            "paid": (PrintState.PAID, "sealed"),
        }
        for state in WAY[1:]:
            assert await tx.prints.move("paid", state)
        assert [one.purchase_id for one in await tx.prints.over(3600)] == ["paid"]


async def test_lists_are_by_person_and_by_state(store: Store, alice: Person, bob: Person) -> None:
    await ordered(store, alice, purchase_id="a")
    await ordered(store, bob, PrintState.PAID, purchase_id="b")
    async with store.reading() as tx:
        assert [one.purchase_id for one in await tx.prints.of_person(alice.person_id)] == ["a"]
        assert [one.purchase_id for one in await tx.prints.in_state(PrintState.PAID, 5)] == ["b"]
        assert [one.purchase_id for one in await tx.prints.in_state(None, 5)] == ["b", "a"]
