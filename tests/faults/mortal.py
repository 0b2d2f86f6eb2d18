"""A process that dies of SIGKILL at the n-th step of a deed: a step is a statement, or a commit.

Told by lines of JSON on its input what to do and when to die; each deed is done by a child of its own, so that the
imports are paid for once. Answers with a line: {"did": ...}, or {"died": -9}.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from bot.catalogue import Catalogue
from bot.prices import Money, Prices
from bot.queue import Queue
from bot.settings import Settings
from bot.usecases.buy import Buy, Wish
from bot.usecases.credit import Credit
from bot.usecases.finish import Finish
from bot.usecases.refund import Refund, Refunds
from storage import Blobs, NotEnough, Store, database
from storage.database import WRITING
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


DEEDS: dict[str, Callable[..., Coroutine[Any, Any, Any]]] = {
    deed.__name__: deed for deed in (buy, pay, ask, refund, capture, spend)
}


def die_at(step: int) -> None:
    """SIGKILL in place of the step with this number; 0 lives for ever."""
    steps = 0

    def count(connection: Connection, *_: Any) -> None:
        nonlocal steps
        if WRITING in connection.get_execution_options():  # the storage's; the job engine has connections of its own
            steps += 1
            if steps == step:
                os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)


async def do(deed: str, step: int, *what: Any) -> Any:
    settings = Settings()
    engine = database.connect(database.parse(settings.database_url))  # migrated by whoever tells us
    die_at(step)
    result = await DEEDS[deed](settings, Store(engine, Blobs(settings.blob_url, settings.key)), *what)
    await engine.dispose()
    return result


def main() -> None:
    for line in sys.stdin:
        child = os.fork()
        if not child:
            say({"did": asyncio.run(do(*json.loads(line)))})
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status:
            say({"died": status})


def say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
