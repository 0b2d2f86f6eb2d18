"""What was sold and done, by day and by page: the same on both databases."""

from datetime import UTC, datetime

from storage import Store
from storage.payments import NewPayment, PaymentState
from storage.people import Person
from storage.purchases import NewPurchase
from storage.registers import Which
from storage.sales import Ordered, Takings
from tests.stores import a_job


async def pays(
    store: Store, person: Person, charge: str, amount: int = 5000, *, till: str = "desk", state: str = "credited"
) -> None:
    new = NewPayment(
        till=till,
        charge_id=charge,
        purchase_id=f"purchase of {charge}",
        person_id=person.person_id,
        currency="RUB",
        amount=amount,
        paid_at=datetime(2026, 11, 21, tzinfo=UTC),
    )
    async with store.transaction() as tx:
        assert await tx.payments.note(new, PaymentState(state))


async def buys(store: Store, person: Person, purchase_id: str) -> None:
    new = NewPurchase(
        purchase_id=purchase_id,
        person_id=person.person_id,
        platform="web",
        chat="chat",
        kind="pack",
        item={"asset": "premium_run", "amount": 1},
        till="desk",
        currency="RUB",
        price=5000,
    )
    async with store.transaction() as tx:
        await tx.purchases.add(new, 60)


async def today(store: Store) -> str:
    async with store.reading() as tx:
        return (await tx.now()).date().isoformat()


async def test_takings_are_summed_by_day_and_till(store: Store, alice: Person) -> None:
    await pays(store, alice, "1")
    await pays(store, alice, "2", 700)
    await pays(store, alice, "3", 40, till="kiosk")
    await pays(store, alice, "4", 999_999, state="held")
    day = await today(store)
    async with store.transaction() as tx:
        sold = [Takings(day, "desk", "RUB", 2, 5700), Takings(day, "kiosk", "RUB", 1, 40)]
        assert await tx.sales.sold(30) == sold
        assert await tx.sales.refunded(30) == []
        payment = await tx.payments.get("desk", "2")
        assert await tx.payments.refunded(payment, "r")
        assert await tx.sales.refunded(30) == [Takings(day, "desk", "RUB", 1, 700)]
        assert await tx.sales.sold(30) == sold  # it was sold all the same
        assert await tx.sales.sold(0) == []


async def test_people_and_jobs_are_counted_by_day(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        for job_id in ("1", "2", "3"):
            await tx.jobs.add(a_job(alice.person_id, job_id, tier="hd" if job_id == "3" else "free"))
        await tx.jobs.claim("2", "worker")
    day = await today(store)
    async with store.reading() as tx:
        assert await tx.sales.arrived(30) == {day: 2}
        assert await tx.sales.ordered(30) == {(day, "queued"): 2, (day, "running"): 1}
        assert await tx.sales.kinds(30) == [
            Ordered("free", "gatys", "queued", 1),
            Ordered("free", "gatys", "running", 1),
            Ordered("hd", "gatys", "queued", 1),
        ]


async def test_a_register_comes_a_page_at_a_time(store: Store, alice: Person, bob: Person) -> None:
    for number in range(5):
        await pays(store, alice, f"{number}")
    await pays(store, bob, "bob's", state="held")
    async with store.reading() as tx:
        first = await tx.registers.payments(Which(person_id=alice.person_id, limit=3))
        rest = await tx.registers.payments(Which(person_id=alice.person_id, limit=3, offset=3))
        held = await tx.registers.payments(Which(state="held"))
        elsewhere = await tx.registers.payments(Which(till="kiosk"))
    assert (len(first.rows), first.more, len(rest.rows), rest.more) == (3, True, 2, False)
    assert {payment.charge_id for payment in first.rows + rest.rows} == set("01234")
    assert [payment.charge_id for payment in held.rows] == ["bob's"]
    assert elsewhere.rows == ()


async def test_a_purchase_is_found_with_what_was_paid_for_it(store: Store, alice: Person, bob: Person) -> None:
    await buys(store, alice, "purchase of 1")
    await buys(store, bob, "bob's")
    await pays(store, alice, "1")
    async with store.reading() as tx:
        found = await tx.registers.purchases(Which(person_id=alice.person_id, state="open", till="desk"))
        assert [purchase.purchase_id for purchase in found.rows] == ["purchase of 1"]
        paid = await tx.registers.payments_for(["purchase of 1", "bob's"])
        assert [payment.charge_id for payment in paid] == ["1"]


async def test_somebody_is_found_by_id_or_by_account(store: Store, alice: Person, bob: Person) -> None:
    async with store.reading() as tx:
        assert (await tx.registers.people(Which(), "alice")).rows == (alice,)
        assert (await tx.registers.people(Which(), bob.person_id)).rows == (bob,)
        assert (await tx.registers.people(Which(), "nobody")).rows == ()
        assert len((await tx.registers.people(Which())).rows) == 2


async def test_acts_are_read_by_subject(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.audit.add("Olga", "refund", "desk:1")
        await tx.audit.add("Olga", "give", "alice", {"amount": 3})
    async with store.reading() as tx:
        assert [act.act for act in (await tx.registers.acts(Which())).rows] == ["give", "refund"]
        assert [act.detail for act in (await tx.registers.acts(Which(), "alice")).rows] == [{"amount": 3}]


async def test_a_journal_may_be_of_several_accounts(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        await tx.ledger.grant("1", "alice", "premium_run", 1, "gift")
        await tx.ledger.grant("2", "alice@today", "free_run", 3, "daily")
        await tx.ledger.grant("3", "alice", "premium_run", 5, "gift")
        journal = await tx.ledger.journal("alice", "alice@today", limit=2)
        assert [(entry.asset, entry.amount) for entry in journal] == [("premium_run", 5), ("free_run", 3)]
        older = await tx.ledger.journal("alice", "alice@today", limit=2, offset=2)
        assert [entry.amount for entry in older] == [1]
