"""The books beside a plain model of them: anything in any order, keys repeated at random; after each step the same."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import NotEnough, Transaction, Unfinished, database
from storage.dialects import insert, now
from storage.job import JobState
from storage.ledger import Charge
from storage.payments import PaymentState
from storage.tables import people, postings
from tests.storage.sales import ASSET, PRICE, TILL, a_payment, a_purchase, ask_back, give_back, pay
from tests.stores import a_job

STEPS, SEQUENCES = 100, 100  # 10,000 steps on each database
AUDIT_EVERY = 25  # steps, and after the last: it looks at everything
PEOPLE = ("alice", "bob", "carol")
PACK = 10
TODAY = "2026-11-20"  # what is left of days before is stale
DAY = "2026-11-21"  # of which nobody has more by joining
ASSETS = ("free_run", ASSET)

grants = st.sampled_from(["g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8"])
orders = st.sampled_from(["j1", "j2", "j3", "j4", "j5", "j6"])
charges = st.sampled_from(["c1", "c2", "c3", "c4"])
owners = st.sampled_from(
    [*PEOPLE, "alice@2026-11-18", "address:c0ffee@2026-11-18", *(f"{name}@{DAY}" for name in PEOPLE)]
)
assets = st.sampled_from(ASSETS)
amounts = st.integers(1, 12)
asked = st.builds(Charge, owners, assets, amounts)
Account = tuple[str, str]  # whose, of which asset
TOTAL = func.sum(postings.c.amount)
ACCOUNTS = (
    select(postings.c.account, postings.c.asset, TOTAL)
    .group_by(postings.c.account, postings.c.asset)
    .having(TOTAL != 0)
)


@dataclass
class Session:
    """A loop and a transaction on it, rolled back at the end: the next example begins with empty books."""

    loop: asyncio.AbstractEventLoop
    connection: AsyncConnection

    def __call__(self, work: Awaitable[Any]) -> Any:
        async def done() -> Any:
            return await work

        return self.loop.run_until_complete(done())


class Shop(RuleBasedStateMachine):
    """People buy, order, stop, want their money back and join one another; the model is what anyone would keep in a
    head."""

    run: Session

    def __init__(self) -> None:
        super().__init__()
        self.run(self.run.connection.begin())
        self.tx = Transaction(self.run.connection)
        self.accounts: Counter[Account] = Counter()
        self.granted: set[str] = set()
        self.reserved: dict[str, Counter[Account]] = {}
        self.settled: set[str] = set()
        self.payments: dict[str, PaymentState] = {}
        self.joined: dict[str, str] = {}  # whom somebody has joined
        self.given: Counter[Account] = Counter()
        self.working: dict[str, str] = {}  # whose jobs have not ended
        self.bills: dict[str, str] = {}  # whose purchases are not paid
        self.payers: dict[str, str] = {}
        self.steps = 0

    def teardown(self) -> None:
        self.audit()
        self.run(self.run.connection.rollback())

    def move(self, source: str, target: str, asset: str, amount: int) -> None:
        self.accounts[source, asset] -= amount
        self.accounts[target, asset] += amount

    def now(self, owner: str) -> str:
        """Who that is by now, on the same day."""
        name, at, day = owner.partition("@")
        return self.now(f"{self.joined[name]}{at}{day}") if name in self.joined else owner

    @rule(former=st.sampled_from(PEOPLE), survivor=st.sampled_from(PEOPLE), seldom=st.integers(0, 2))
    def join(self, former: str, survivor: str, seldom: int) -> None:
        former, survivor = self.now(former), self.now(survivor)
        if seldom or former == survivor:
            return
        if why := self.under_way(former):
            with pytest.raises(Unfinished, match=why):
                self.run(self.tx.joining.join(former, survivor, DAY))
            return
        self.run(self.tx.joining.join(former, survivor, DAY))
        self.joined[former] = survivor
        for asset in ASSETS:
            theirs, own = f"available:{former}@{DAY}", f"available:{survivor}@{DAY}"
            used = self.given[f"{former}@{DAY}", asset] - self.accounts[theirs, asset]
            self.move(own, "house", asset, min(used, self.accounts[own, asset]))
            self.move(theirs, "house", asset, self.accounts[theirs, asset])
            has = self.accounts[f"available:{former}", asset]
            self.move(f"available:{former}", f"available:{survivor}", asset, has)

    def under_way(self, person: str) -> str | None:
        """Why they cannot join anybody now."""
        held = {account for (account, _), amount in self.accounts.items() if amount}
        if person in map(self.now, self.working.values()) or f"reserved:{person}" in {
            account.partition("@")[0] for account in held
        }:
            return "job"
        refunds = [self.payers[charge] for charge, state in self.payments.items() if state is PaymentState.REFUNDING]
        return "payment" if person in map(self.now, [*refunds, *self.bills.values()]) else None

    @rule(key=grants, owner=owners, asset=assets, amount=amounts)
    def grant(self, key: str, owner: str, asset: str, amount: int) -> None:
        owner = self.now(owner)
        given = self.run(self.tx.ledger.grant(key, owner, asset, amount, "law"))
        assert given == (key not in self.granted)
        if given:
            self.granted.add(key)
            self.given[owner, asset] += amount
            self.move("house", f"available:{owner}", asset, amount)

    @rule(job_id=orders, who=st.sampled_from(PEOPLE), asked=st.lists(asked, max_size=2))
    def order(self, job_id: str, who: str, asked: list[Charge]) -> None:
        who, asked = self.now(who), [Charge(self.now(one.owner), one.asset, one.amount) for one in asked]
        needs: Counter[Account] = Counter()
        for charge in asked:
            needs[charge.owner, charge.asset] += charge.amount
        enough = all(self.accounts[f"available:{owner}", asset] >= need for (owner, asset), need in needs.items())
        if job_id not in self.reserved and not enough:
            with pytest.raises(NotEnough):
                self.run(self.tx.ledger.reserve(job_id, asked))
            return
        reserved = self.run(self.tx.ledger.reserve(job_id, asked))
        assert reserved == (job_id not in self.reserved)
        if reserved:
            self.run(self.tx.jobs.add(a_job(who, job_id)))
            self.reserved[job_id], self.working[job_id] = needs, who
            for (owner, asset), need in needs.items():
                self.move(f"available:{owner}", f"reserved:{owner}", asset, need)

    @rule(job_id=orders, used=st.dictionaries(assets, st.integers(0, 15)))
    def settle(self, job_id: str, used: dict[str, int]) -> None:
        if job_id in self.reserved:
            self.run(self.tx.jobs.finish(job_id, None, JobState.DONE))
            self.working.pop(job_id, None)
        settled = self.run(self.tx.ledger.settle(job_id, used))
        assert settled == (bool(self.reserved.get(job_id)) and job_id not in self.settled)
        if settled:
            self.settle_model(job_id, used)

    @rule(job_id=orders)
    def release(self, job_id: str) -> None:
        self.settle(job_id, {})

    def settle_model(self, job_id: str, used: Mapping[str, int]) -> None:
        self.settled.add(job_id)
        for (owner, asset), amount in self.reserved[job_id].items():
            captured = min(used.get(asset, 0), amount)
            self.move(f"reserved:{owner}", f"available:{owner}", asset, amount - captured)
            self.move(f"reserved:{owner}", "house", asset, captured)

    @rule(charge=charges, who=st.sampled_from(PEOPLE))
    def buy_and_pay(self, charge: str, who: str) -> None:
        who = self.now(who)
        purchase = self.run(self.tx.purchases.add(a_purchase(who, f"p {who} {charge}", units=PACK), 3600))
        if purchase.paid_at is None:
            self.bills[purchase.purchase_id] = who
        paid = self.run(pay(self.tx, purchase, charge))
        assert paid == (charge not in self.payments)
        if paid:
            self.bills.pop(purchase.purchase_id, None)
            self.payments[charge], self.payers[charge] = PaymentState.CREDITED, who
            self.move("sales", f"till:{TILL}", "RUB", PRICE)
            self.move("house", f"available:{who}", ASSET, PACK)

    @rule(charge=charges, amount=amounts)
    def pay_for_nothing_known(self, charge: str, amount: int) -> None:
        """Held, and in the books."""
        payer = self.now("alice")
        paid = a_payment(a_purchase(payer, "never offered"), charge, amount)
        held = self.run(self.tx.payments.note(paid, PaymentState.HELD, "unknown purchase"))
        assert held == (charge not in self.payments)
        if held:
            self.run(self.tx.ledger.receive(f"{TILL}:{charge}", TILL, "RUB", amount))
            self.payments[charge], self.payers[charge] = PaymentState.HELD, payer
            self.move("sales", f"till:{TILL}", "RUB", amount)

    @rule(charge=charges)
    def want_money_back(self, charge: str) -> None:
        state = self.payments.get(charge)
        if state not in (PaymentState.CREDITED, PaymentState.HELD):
            return
        payment = self.run(self.tx.payments.get(TILL, charge))
        if state is PaymentState.CREDITED:
            assert self.run(ask_back(self.tx, payment))
            purchase = self.run(self.tx.purchases.get(payment.purchase_id))
            account = f"available:{purchase.person_id}"
            self.move(account, "house", ASSET, min(PACK, self.accounts[account, ASSET]))
        else:
            assert self.run(self.tx.payments.ask_refund(payment, "asked"))
        assert not self.run(self.tx.payments.ask_refund(payment, "asked twice"))
        self.payments[charge] = PaymentState.REFUNDING

    @rule(charge=charges)
    def get_money_back(self, charge: str) -> None:
        if self.payments.get(charge) is not PaymentState.REFUNDING:
            return
        payment = self.run(self.tx.payments.get(TILL, charge))
        assert self.run(give_back(self.tx, payment))
        assert not self.run(give_back(self.tx, payment))
        self.payments[charge] = PaymentState.REFUNDED
        self.move(f"till:{TILL}", "sales", "RUB", payment.amount)

    @rule()
    def expire(self) -> None:
        stale = self.run(self.tx.ledger.stale(TODAY))
        for charge in stale:
            assert self.run(self.tx.ledger.expire(charge)) == charge.amount
        if stale:
            assert self.run(self.tx.ledger.expire(stale[0])) == 0
        left = {account: n for account, n in self.accounts.items() if account[0].endswith("@2026-11-18") and n}
        gone = {(f"available:{charge.owner}", charge.asset): charge.amount for charge in stale}
        assert gone == {account: n for account, n in left.items() if account[0].startswith("available:")}
        for (account, asset), amount in gone.items():
            self.move(account, "house", asset, amount)

    @invariant()
    def the_accounts_are_the_models(self) -> None:
        rows = self.run(self.run.connection.execute(ACCOUNTS))
        assert {(account, asset): int(amount) for account, asset, amount in rows} == {
            account: amount for account, amount in self.accounts.items() if amount
        }

        self.steps += 1
        if self.steps % AUDIT_EVERY == 0:
            self.audit()

    def audit(self) -> None:
        assert self.run(self.tx.books.check()) == []


@pytest.fixture
def session(database_url: str) -> Iterator[Session]:
    """All of them are there."""
    with asyncio.Runner() as runner:
        engine = database.writing(database.connect(database.parse(database_url)))

        async def arrive() -> AsyncConnection:
            async with engine.begin() as connection:
                for name in PEOPLE:
                    values = {"person_id": name, "locale": "en", "created_at": now()}
                    await connection.execute(insert(connection, people).values(values))
            return await engine.connect()

        connection = runner.run(arrive())
        yield Session(runner.get_loop(), connection)
        runner.run(connection.close())
        runner.run(engine.dispose())


def test_whatever_happens_the_books_are_what_the_model_says(session: Session) -> None:
    class Here(Shop):
        run = session

    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=checks,
        ),
    )
