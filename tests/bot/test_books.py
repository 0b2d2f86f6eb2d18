"""Keeping the books: what expires, what a check finds and where one reads of it; and that prices change nothing old."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.catalogue import Catalogue
from bot.prices import Money, Prices
from bot.usecases.bookkeeping import CHECKED, Bookkeeping
from bot.usecases.buy import Buy, Wish
from bot.usecases.credit import Credit
from bot.usecases.refund import Refund
from storage import Store
from storage.job import JobState
from storage.ledger import Charge
from storage.people import Person
from storage.purchases import PurchaseState
from tests.bot.counter import Counter, payment_of
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style
from tests.platforms.web_site import site, visitor
from tests.stores import a_job


@pytest.fixture
async def eve(store: Store) -> Person:
    """Eve has bought 1000 HD iterations, and wanted her money back for others."""
    async with store.transaction() as tx:
        eve = await tx.people.arrive("room", "Eve", "en")
    for number in (1, 2):
        wish = Wish(
            eve.person_id, "room", "Eve", "pack", {"asset": "hd_iteration", "amount": 1000}, Money(25000, "RUB")
        )
        purchase = await Buy(store, Catalogue(Prices.load()))(wish, Counter(), update_key=f"room:{number}")
        await Credit(store)(payment_of(purchase, f"c{number}"))
    await Credit(store)(payment_of(purchase, "c3", amount=7))
    async with store.reading() as tx:
        payment = await tx.payments.get("counter", "c2")
    await Refund(store)(payment, "asked")
    return eve


async def balance(store: Store, owner: str) -> int:
    async with store.reading() as tx:
        assert await tx.books.check() == []
        return await tx.ledger.balance(owner, "free_run")


async def day(store: Store, ago: int) -> str:
    async with store.reading() as tx:
        return ((await tx.now()).date() - timedelta(days=ago)).isoformat()


@pytest.mark.parametrize(("ago", "left"), [(0, 3), (1, 3), (2, 0), (30, 0)])
async def test_what_is_left_of_an_old_day_expires(store: Store, ago: int, left: int) -> None:
    """Not on the next day: somewhere on earth, and in an owner's prices, it may still be that one."""
    owners = [f"{who}@{await day(store, ago)}" for who in ("eve", "address:c0ffee")]
    async with store.transaction() as tx:
        for owner in owners:
            await tx.ledger.grant(f"daily:{owner}", owner, "free_run", 3, "daily")
        await tx.ledger.grant("bought", "eve", "premium_run", 2, "gift")
    await Bookkeeping(store).expire()
    await Bookkeeping(store).expire()
    assert [await balance(store, owner) for owner in owners] == [left, left]
    async with store.reading() as tx:
        assert await tx.ledger.balance("eve", "premium_run") == 2


async def test_what_comes_back_to_an_old_day_expires_as_well(store: Store, eve: Person) -> None:
    """A job that was ordered days ago fails today."""
    owner = f"{eve.person_id}@{await day(store, 5)}"
    async with store.transaction() as tx:
        await tx.ledger.grant("daily", owner, "free_run", 3, "daily")
        await tx.jobs.add(a_job(eve.person_id, "job"))
        await tx.ledger.reserve("job", [Charge(owner, "free_run", 2)])
    await Bookkeeping(store).expire()
    async with store.transaction() as tx:
        await tx.jobs.finish("job", None, JobState.FAILED, error="failed-engine")
        await tx.ledger.release("job")
    assert await balance(store, owner) == 2
    await Bookkeeping(store).expire()
    assert await balance(store, owner) == 0
    async with store.reading() as tx:
        journal = await tx.ledger.journal(owner)
    assert [entry.amount for entry in journal if entry.reason == "expiry"] == [-2, -1]


async def test_an_offer_whose_time_is_over_expires(store: Store, eve: Person) -> None:
    async with store.transaction() as tx:
        await tx.connection.execute(text("UPDATE purchases SET state = 'open', expires_at = created_at"))
    await Bookkeeping(store).look()
    async with store.reading() as tx:
        assert {one.state for one in await tx.purchases.of_person(eve.person_id, 9)} == {PurchaseState.EXPIRED}


async def test_the_books_are_checked_once_a_day(store: Store, eve: Person) -> None:
    books = Bookkeeping(store)
    assert await books.due()
    await books.look()
    assert not await books.due()
    async with store.transaction() as tx:
        yesterday = (await tx.now() - timedelta(hours=25)).isoformat()
        await tx.cursors.move(CHECKED, json.dumps({"at": yesterday, "faults": 0}))
    assert await books.due()


async def test_a_fault_is_logged_and_shown_to_whoever_watches(store: Store, eve: Person, tmp_path: Path) -> None:
    async with store.transaction() as tx:
        await tx.connection.execute(text("DELETE FROM payments WHERE charge_id = 'c1'"))
    with capture_logs() as lines:
        assert len(await Bookkeeping(store).check()) == 2
    assert [line["fault"] for line in lines if line["log_level"] == "error"] == [
        "entry money:counter:c1 has 25000 RUB, and there is no such payment",
        "1000 hd_iteration granted for counter:c1, and there is no such payment",
    ]
    async with site(store, tmp_path) as web, visitor(web.url) as prometheus:
        figures = (await prometheus.get("/metrics"))[1].decode()
    assert "mazok_books_faults 2.0" in figures
    assert 'mazok_till_balance{currency="RUB",till="counter"} 50007.0' in figures
    assert 'mazok_till_revenue_last_day{currency="RUB",till="counter"} 25007.0' in figures
    assert 'mazok_till_refunds_last_day{currency="RUB",till="counter"} 0.0' in figures
    assert 'mazok_payments_held{till="counter"} 1.0' in figures
    assert 'mazok_refunds_outstanding{till="counter"} 1.0' in figures
    assert 'mazok_oldest_refund_seconds{till="counter"}' in figures


async def test_other_prices_change_nothing_for_a_job_that_was_ordered(world: World) -> None:
    """The fee was agreed on: another asset, another amount, no such tier any more, it is the same."""
    alice = world.person("Alice")
    await alice.says("/start")
    await world.gives("Alice", "premium_run", 1)
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("Tier")
    await alice.presses("Premium")
    await alice.presses("🎨 Paint")
    world.prices = Prices.parse(DEARER)
    world.restarts()
    job = await world.painter.begins()
    await world.painter.ends(job, done=10, stopped=True)
    person = await world.who("Alice")
    async with world.store.reading() as tx:
        assert await tx.books.check() == []
        journal = await tx.ledger.journal(person.person_id)
        assert await tx.ledger.balances(person.person_id) == {}
    assert [(entry.reason, entry.amount) for entry in journal] == [("reserve", -1), ("gift", 1)]


DEARER = """
currency = "RUB"
unfinished_jobs = 1
[tiers.gold]
side_px = 900
iterations = { low = 100, high = 1000, step = 100, default = 500 }
asset = "coin"
per = "iteration"
"""
