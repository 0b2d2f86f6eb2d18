"""The audit: books that are right are called right, and each fault that a test plants is found and named."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from storage import Store
from storage.job import JobState
from storage.journal import AVAILABLE, VOUCHER
from storage.ledger import Charge, Transfer
from storage.payments import PaymentState
from storage.people import Person
from storage.vouchers import NewVoucher, VoucherKind
from tests.storage.sales import a_payment, a_purchase, ask_back, give_back, sell
from tests.stores import a_job


@pytest.fixture
async def trade(store: Store, alice: Person, bob: Person) -> None:
    """Alice has bought twice, sent one back and given of the other; one job of hers is done, one waits. Bob came,
    bought, painted and was forgotten."""
    async with store.transaction() as tx:
        await sell(tx, alice.person_id)
        back = await sell(tx, alice.person_id, "p2", "c2")
        await ask_back(tx, back)
        await give_back(tx, await tx.payments.get("counter", "c2"))
        await tx.payments.note(a_payment(a_purchase("nobody"), "c3", 5), PaymentState.HELD, "unknown purchase")
        await tx.ledger.receive("counter:c3", "counter", "RUB", 5)
        for job_id, owner in (("done", alice), ("waits", alice), ("bob's", bob)):
            await tx.ledger.grant(f"daily:{job_id}", f"{owner.person_id}@2026-11-21", "free_run", 1, "daily")
            await tx.jobs.add(a_job(owner.person_id, job_id))
            await tx.ledger.reserve(job_id, [Charge(f"{owner.person_id}@2026-11-21", "free_run", 1)])
        for job_id in ("done", "bob's"):
            await tx.jobs.finish(job_id, None, JobState.DONE)
            await tx.ledger.settle(job_id, {"free_run": 1})
        await sell(tx, bob.person_id, "p4", "c4")
        gift = NewVoucher(code="GIFT", kind=VoucherKind.GIFT, asset="hd_iteration", amount=10, giver=alice.person_id)
        await tx.vouchers.add(gift, None)
        moved = Transfer(AVAILABLE + alice.person_id, VOUCHER + "GIFT", "hd_iteration", 10)
        await tx.ledger.transfer("gift", moved, "gift")
        await tx.people.forget(bob.person_id)


async def faults(store: Store) -> list[str]:
    async with store.reading() as tx:
        return await tx.books.check()


async def plant(store: Store, *statements: str, **values: Any) -> None:
    """Somebody writes into the database by hand."""
    async with store.transaction() as tx:
        for statement in statements:
            await tx.connection.execute(text(statement), values)


@pytest.mark.usefixtures("trade")
async def test_books_that_are_right_are_called_right(store: Store) -> None:
    assert await faults(store) == []


PLANTED: Mapping[str, tuple[tuple[str, ...], str]] = {
    "an entry that does not sum to zero": (
        ("UPDATE postings SET amount = 3000 WHERE key = 'grant:counter:c1' AND account = 'house'",),
        "entry grant:counter:c1 leaves",
    ),
    "an account that is overdrawn": (
        ("UPDATE postings SET amount = 3 * amount WHERE key = 'back:counter:c2'",),
        "account available:",
    ),
    "a job that ended with its reserve": (
        ("UPDATE jobs SET state = 'failed', ended_at = created_at WHERE job_id = 'waits'",),
        "job waits is failed, and what it reserved is not settled",
    ),
    "a reserve of no job": (
        ("DELETE FROM jobs WHERE job_id = 'waits'",),
        "no job waits is there, and something is reserved for it",
    ),
    "a settlement without a reserve": (
        ("DELETE FROM postings WHERE key = 'reserve:done'",),
        "job done reserved 0 free_run, settled 1, and 1 are captured",
    ),
    "a capture that is larger than the reserve": (
        ("UPDATE postings SET amount = 2 * amount WHERE key = 'settle:done'",),
        "job done reserved 1 free_run, settled 2, and 2 are captured",
    ),
    "a capture of no job": (("DELETE FROM jobs WHERE job_id = 'done'",), "no job done is there, and it is settled"),
    "a capture of a job that still runs": (
        ("UPDATE jobs SET state = 'running', ended_at = NULL WHERE job_id = 'done'",),
        "job done is running, and settled",
    ),
    "money of no payment": (
        ("DELETE FROM payments WHERE charge_id = 'c3'",),
        "entry money:counter:c3 has 5 RUB, and there is no such payment",
    ),
    "money of another amount": (
        ("UPDATE payments SET amount = 1 WHERE charge_id = 'c1'",),
        "entry money:counter:c1 has 25000 RUB, the payment has 1 and is credited",
    ),
    "money in another currency": (
        ("UPDATE payments SET currency = 'XTR' WHERE charge_id = 'c1'",),
        "entry money:counter:c1 has 25000 RUB, the payment has 25000 and is credited",
    ),
    "a payment that is not in the journal": (
        ("DELETE FROM postings WHERE key = 'money:counter:c3'", "DELETE FROM entries WHERE key = 'money:counter:c3'"),
        "payment counter:c3 of 5 RUB came, and the journal does not say so",
    ),
    "a refund that is not in the journal": (
        (
            "DELETE FROM postings WHERE key = 'money:back:counter:c2'",
            "DELETE FROM entries WHERE key = 'money:back:counter:c2'",
        ),
        "payment counter:c2 of 25000 RUB went back, and the journal does not say so",
    ),
    "a refund that the payment does not know": (
        ("UPDATE payments SET state = 'refunding' WHERE charge_id = 'c2'",),
        "entry money:back:counter:c2 has -25000 RUB, the payment has 25000 and is refunding",
    ),
    "a payment without its goods": (
        ("DELETE FROM postings WHERE key = 'grant:counter:c4'", "DELETE FROM entries WHERE key = 'grant:counter:c4'"),
        "payment counter:c4 is credited: nothing granted instead of 1000 hd_iteration",
    ),
    "goods that are too many": (
        ("UPDATE postings SET amount = 2 * amount WHERE key = 'grant:counter:c1'",),
        "payment counter:c1 is credited: 2000 hd_iteration granted instead of 1000 hd_iteration",
    ),
    "goods that stayed when the money went": (
        ("DELETE FROM postings WHERE key = 'back:counter:c2'", "DELETE FROM entries WHERE key = 'back:counter:c2'"),
        "payment counter:c2 is refunded: 1000 hd_iteration granted instead of nothing",
    ),
    "goods of a payment that was held": (
        ("UPDATE payments SET state = 'held' WHERE charge_id = 'c1'",),
        "payment counter:c1 is held: 1000 hd_iteration granted instead of nothing",
    ),
    "goods of no payment": (
        (
            "INSERT INTO entries (key, reason, created_at) SELECT 'grant:counter:c9', 'purchase', created_at"
            " FROM entries WHERE key = 'grant:counter:c1'",
            "INSERT INTO postings (key, account, asset, amount) SELECT 'grant:counter:c9', account, asset, amount"
            " FROM postings WHERE key = 'grant:counter:c1'",
        ),
        "1000 hd_iteration granted for counter:c9, and there is no such payment",
    ),
    "a gift that was redeemed and still holds what it gave": (
        ("UPDATE vouchers SET used = 1",),
        "voucher GIFT holds 10 hd_iteration instead of 0",
    ),
    "a gift that holds nothing": (
        ("DELETE FROM postings WHERE key = 'move:gift'",),
        "voucher GIFT holds 0 hd_iteration instead of 10",
    ),
}


@pytest.mark.usefixtures("trade")
@pytest.mark.parametrize("what", PLANTED)
async def test_a_planted_fault_is_found_and_named(store: Store, what: str) -> None:
    statements, named = PLANTED[what]
    await plant(store, *statements)
    assert [fault for fault in await faults(store) if fault.startswith(named)]


@pytest.mark.usefixtures("trade")
async def test_a_posting_of_no_entry_is_found(store: Store, database_url: str) -> None:
    """No transaction of ours can leave one, as the database refuses it: somebody has told it not to."""
    gone = "DELETE FROM entries WHERE key = 'grant:daily:done'"
    if database_url.startswith("sqlite"):
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as file:
            file.execute(gone)
            file.commit()
    else:
        with psycopg.connect(database_url) as server:
            server.execute("SET session_replication_role = replica")
            server.execute(gone)
    assert len([fault for fault in await faults(store) if "belong to no entry: grant:daily:done" in fault]) == 2
