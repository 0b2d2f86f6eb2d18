"""Money under faults: killed at any step, reported by several at once, it is credited once and sent back once."""

import asyncio
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from storage.job import Job, JobState
from storage.payments import PaymentState
from storage.people import Person
from storage.purchases import PurchaseState
from tests.faults.money_deeds import PRICE, UNITS, USED, ask, buy, capture, pay, refund, spend
from tests.faults.mortal import MOST, Mortal, each_step
from tests.faults.studio import Studio


@pytest.fixture
def doomed(mortal: Popen[bytes], studio: Studio) -> Mortal:
    return Mortal(mortal, studio.settings, studio.store)


@pytest.fixture
async def alice(studio: Studio) -> Person:
    return await studio.person("alice")


async def test_a_purchase_survives_a_kill_at_every_step(studio: Studio, doomed: Mortal, alice: Person) -> None:
    """It is there or not there, and the same press makes it be there, once."""

    async def at(step: int) -> dict[str, Any]:
        said = await doomed.does(buy, alice.person_id, f"press {step}", dies_at=step)
        purchase_id = await doomed.again(buy, alice.person_id, f"press {step}")
        async with studio.store.reading() as tx:
            assert len(await tx.purchases.of_person(alice.person_id, MOST)) == step
            assert (await tx.purchases.get(purchase_id)).state is PurchaseState.OPEN
        return said

    assert await each_step(at) >= 2


async def test_a_payment_survives_a_kill_at_every_step(studio: Studio, doomed: Mortal, alice: Person) -> None:
    """The till reports it again, as it was not told that we know: it is credited once."""

    async def at(step: int) -> dict[str, Any]:
        purchase_id = await doomed.again(buy, alice.person_id, f"press {step}")
        said = await doomed.does(pay, purchase_id, f"c{step}", dies_at=step)
        await doomed.again(pay, purchase_id, f"c{step}")
        assert await studio.balance(alice, "hd_iteration") == step * UNITS
        await in_order(studio, step * PRICE)
        return said

    assert await each_step(at) >= 6


async def test_asking_for_a_refund_survives_a_kill_at_every_step(studio: Studio, doomed: Mortal, alice: Person) -> None:
    async def at(step: int) -> dict[str, Any]:
        purchase_id = await doomed.again(buy, alice.person_id, f"press {step}")
        await doomed.again(pay, purchase_id, f"c{step}")
        said = await doomed.does(ask, f"c{step}", dies_at=step)
        await doomed.again(ask, f"c{step}")
        assert await studio.balance(alice, "hd_iteration") == 0
        await in_order(studio, step * PRICE)
        return said

    assert await each_step(at) >= 3


async def test_a_refund_survives_a_kill_at_every_step(
    studio: Studio, doomed: Mortal, alice: Person, tmp_path: Path
) -> None:
    """The till sends the money back once; the journal and the purchase say so once."""

    async def at(step: int) -> dict[str, Any]:
        purchase_id = await doomed.again(buy, alice.person_id, f"press {step}")
        await doomed.again(pay, purchase_id, f"c{step}")
        await doomed.again(ask, f"c{step}")
        said = await doomed.does(refund, dies_at=step)
        await doomed.again(refund)
        async with studio.store.reading() as tx:
            assert (await tx.payments.get("counter", f"c{step}")).state is PaymentState.REFUNDED
            assert (await tx.purchases.get(purchase_id)).state is PurchaseState.REFUNDED
        await in_order(studio, 0)
        assert (tmp_path / "bank").read_text().split() == [f"c{number}" for number in range(1, step + 1)]
        return said

    assert await each_step(at) >= 6


async def test_a_capture_survives_a_kill_at_every_step(studio: Studio, doomed: Mortal) -> None:
    """What was painted is paid once, and the rest is there again."""
    bob, jobs = await studio.person("bob", hd=USED * MOST + 200), list[Job]()

    async def at(step: int) -> dict[str, Any]:
        async with studio.offering():
            job = await studio.order(bob, "hd", iterations=200)
        said = await doomed.does(capture, job.job_id, dies_at=step)
        await doomed.again(capture, job.job_id)
        assert (await studio.job(job.job_id)).state is JobState.STOPPED
        assert await studio.balance(bob, "hd_iteration") == USED * (MOST - step) + 200
        await in_order(studio, 0)
        jobs.append(job)
        return said

    assert await each_step(at) >= 6
    await studio.delivery(*jobs)


async def in_order(studio: Studio, money: int) -> None:
    assert await studio.faults_in_books() == []
    async with studio.store.reading() as tx:
        assert (await tx.ledger.money()).get(("counter", "RUB"), 0) == money


@pytest.fixture
def pair(doomed: Mortal, another_mortal: Popen[bytes]) -> tuple[Mortal, Mortal]:
    return doomed, Mortal(another_mortal, doomed.settings, doomed.store)


async def test_a_payment_that_two_processes_report_twenty_times_is_credited_once(
    studio: Studio, pair: tuple[Mortal, Mortal], alice: Person
) -> None:
    purchase_id = await pair[0].again(buy, alice.person_id, "press")
    said = await asyncio.gather(*(one.does(pay, purchase_id, "c1", 10) for one in pair))
    outcomes = [outcome for one in said for outcome in one["did"]]
    assert sorted(outcomes) == ["credited", *19 * ["known"]]
    assert await studio.balance(alice, "hd_iteration") == UNITS
    await in_order(studio, PRICE)


async def test_fifty_spends_of_100_from_1000_by_two_processes_are_ten(
    studio: Studio, pair: tuple[Mortal, Mortal]
) -> None:
    bob = await studio.person("bob", hd=1000)
    names = [[f"{which} {number}" for number in range(25)] for which in range(2)]
    said = await asyncio.gather(
        *(one.does(spend, bob.person_id, 100, named) for one, named in zip(pair, names, strict=True))
    )
    assert sum(one["did"] for one in said) == 10
    assert await studio.balance(bob, "hd_iteration") == 0
    async with studio.store.reading() as tx:
        assert await tx.ledger.check() == []
