"""What is done with money, for a process that dies in the middle of it; see tests/faults/mortal.py."""

import asyncio
from datetime import datetime
from pathlib import Path

from bot.catalogue import Catalogue
from bot.prices import Money, Prices
from bot.queue import Queue
from bot.settings import Settings
from bot.usecases.buy import Buy, Wish
from bot.usecases.credit import Credit
from bot.usecases.finish import Finish
from bot.usecases.refund import Refund, Refunds
from storage import NotEnough, Store
from storage.ledger import Charge
from storage.payments import NewPayment, Payment
from tests.bot.counter import Counter
from tests.stores import a_work

UNITS, PRICE = 1000, 25000
USED = 150


class Bank(Counter):
    """A till that outlives us: what it sent back is a line in its own file, and it does that once for each charge."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file

    async def refund(self, payment: Payment) -> str | None:
        done = self.file.read_text().split() if self.file.exists() else []
        if payment.charge_id not in done:
            with self.file.open("a") as file:
                file.write(f"{payment.charge_id}\n")
        return f"refund of {payment.charge_id}"


async def buy(settings: Settings, store: Store, person_id: str, key: str) -> str:
    wish = Wish(person_id, "web", person_id, "pack", {"asset": "hd_iteration", "amount": UNITS}, Money(PRICE, "RUB"))
    return (await Buy(store, Catalogue(Prices.load()))(wish, Counter(), update_key=key)).purchase_id


async def pay(settings: Settings, store: Store, purchase_id: str, charge_id: str, times: int = 1) -> list[str]:
    """The till reports it so often at once."""
    paid = NewPayment(
        till=Counter.name,
        charge_id=charge_id,
        purchase_id=purchase_id,
        person_id=None,
        currency="RUB",
        amount=PRICE,
        paid_at=datetime.fromisoformat("2026-11-21T12:00:00+00:00"),
    )
    return list(await asyncio.gather(*(Credit(store)(paid) for _ in range(times))))


async def ask(settings: Settings, store: Store, charge_id: str) -> bool:
    async with store.reading() as tx:
        payment = await tx.payments.get(Counter.name, charge_id)
    return await Refund(store)(payment, "asked")


async def refund(settings: Settings, store: Store) -> None:
    bank = Bank(settings.data.parent / "bank")
    await Refunds(store, {bank.name: bank}).look(bank)


async def capture(settings: Settings, store: Store, job_id: str) -> bool:
    """A worker takes the job, and has painted so much of it."""
    async with Queue.open(settings.database_url) as queue:
        async with store.transaction() as tx:
            job = await tx.jobs.claim(job_id, "mortal")
        if job is None:
            return False
        work = a_work(job.person_id, job.job_id, job_id=job.job_id)
        return await Finish(store, queue).painted(job, work, done=USED, stopped=True)


async def spend(settings: Settings, store: Store, owner: str, amount: int, names: list[str]) -> int:
    """How many of these at once were granted?"""

    async def reserve(name: str) -> bool:
        try:
            async with store.transaction() as tx:
                return await tx.ledger.reserve(name, [Charge(owner, "hd_iteration", amount)])
        except NotEnough:
            return False

    return sum(await asyncio.gather(*map(reserve, names)))
