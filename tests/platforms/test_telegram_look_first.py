"""A large painting is seen blurred on the simulated Telegram, and paid only then."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.queue import upkeep
from bot.usecases import look_first
from bot.usecases.finish import Finish
from storage import Missing, Store
from storage.job import Job
from storage.payments import PaymentState
from storage.purchases import Purchase, PurchaseState
from tests.bot.world import OTHER_OFFER, Painter
from tests.platforms.contract import a_photo
from tests.platforms.telegram_shop import Shop, selling
from tests.simulators.telegram.faults import Fault
from tests.simulators.telegram.person import Person
from tests.simulators.telegram.server import TelegramServer

STARS = 20


@pytest.fixture
async def shop(server: TelegramServer, store: Store, database_url: str, tmp_path: Path) -> AsyncIterator[Shop]:
    """Open."""
    async with selling(server, store, database_url, tmp_path) as opened:
        yield opened


@pytest.fixture
async def painter(shop: Shop) -> Painter:
    """Paints in one pass."""
    return Painter(shop.app.store, Finish(shop.app.store, shop.app.queue), (OTHER_OFFER,))


async def has_a_painting(alice: Person, painter: Painter) -> None:
    await painter.wakes()
    await alice.sends_photo(a_photo())
    await alice.sees("ready to paint")
    await alice.presses("Paint")
    await alice.sees("the next one")
    await painter.wakes()
    await painter.ends(await painter.begins())
    await alice.sees("600×450")


async def looks(alice: Person, painter: Painter) -> Job:
    """Press the button; the large painting, blurred."""
    await painter.wakes()
    await alice.presses("look first")
    await alice.sees("You pay only if you want it")
    job = await painter.begins()
    await painter.reports(job, 1, a_photo("gray"))
    await painter.ends(job)
    await alice.sees("Pay, and you see it sharp")
    return job


async def bought(shop: Shop, job: Job) -> Purchase:
    async with shop.app.store.reading() as tx:
        return await tx.purchases.get(job.unlock or "")


async def test_it_is_seen_blurred_and_paid_and_then_it_is_there(
    server: TelegramServer, alice: Person, shop: Shop, painter: Painter
) -> None:
    await has_a_painting(alice, painter)
    job = await looks(alice, painter)
    [offered] = server.said("sendPaidMedia")
    assert (offered["star_count"], job.tier) == (STARS, "hd")
    assert len([seen for seen in alice.screen() if seen.picture]) == 1  # nothing of it was shown on the way
    async with shop.app.store.reading() as tx:
        assert await tx.works.count(job.person_id) == 1
        with pytest.raises(Missing):
            await tx.works.get((await tx.jobs.get(job.job_id)).work_id or "", job.person_id)
    assert await alice.unlocks()
    await alice.sees("It is yours")
    await alice.presses("Get the file")
    assert await alice.received_file()
    async with shop.app.store.reading() as tx:
        assert await tx.works.count(job.person_id) == 2
    assert (await bought(shop, job)).state is PurchaseState.PAID
    await shop.has(alice)  # and the books are in order


@pytest.mark.parametrize("told", [0, 3])
async def test_it_is_paid_once_however_often_that_is_told(
    alice: Person, shop: Shop, painter: Painter, told: int
) -> None:
    await has_a_painting(alice, painter)
    job = await looks(alice, painter)
    await alice.unlocks(told=told)
    await shop.rests()
    await shop.till.reconcile()
    await shop.till.reconcile()
    await alice.sees("It is yours")
    [payment] = await shop.payments(await bought(shop, job))
    assert (payment.amount, payment.currency, payment.state) == (STARS, "XTR", PaymentState.CREDITED)
    assert len([seen for seen in alice.screen() if "It is yours" in seen.text]) == 1


async def test_so_many_a_day_may_stay_unpaid(
    server: TelegramServer, alice: Person, shop: Shop, painter: Painter
) -> None:
    await has_a_painting(alice, painter)
    for _ in range(3):
        await looks(alice, painter)
    await painter.wakes()
    await alice.presses("look first")
    await alice.sees("3 paintings that you looked at first are not paid yet")
    await alice.unlocks()
    await alice.sees("It is yours")
    await looks(alice, painter)
    assert len(server.said("sendPaidMedia")) == 4


async def test_what_failed_costs_nothing_and_does_not_count(alice: Person, shop: Shop, painter: Painter) -> None:
    await has_a_painting(alice, painter)
    for _ in range(4):
        await painter.wakes()
        await alice.presses("look first")
        await alice.sees("You pay only if you want it")
        job = await painter.begins()
        await painter.fails(job, "failed-unknown")
        await alice.sees("is back on your balance")
        assert (await bought(shop, job)).state is PurchaseState.CANCELED
    await shop.has(alice)


async def test_where_telegram_takes_no_paid_picture_that_is_said_and_forgotten(
    server: TelegramServer, alice: Person, shop: Shop, painter: Painter
) -> None:
    await has_a_painting(alice, painter)
    server.faults.add(Fault("sendPaidMedia", 400, "Bad Request: PAID_MEDIA_NOT_ALLOWED"))
    await painter.wakes()
    await alice.presses("look first")
    await alice.sees("You pay only if you want it")
    job = await painter.begins()
    await painter.ends(job)
    await alice.sees("It cost you nothing")
    assert (await bought(shop, job)).state is PurchaseState.CANCELED


async def test_what_nobody_pays_goes_and_what_is_paid_too_late_is_paid_back(
    alice: Person, shop: Shop, painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    await has_a_painting(alice, painter)
    job = await looks(alice, painter)
    async with shop.app.store.reading() as tx:
        work_id = (await tx.jobs.get(job.job_id)).work_id or ""
        work = await tx.works.get(work_id, job.person_id, locked=True)
    await upkeep.give_up(shop.app.store)
    assert await shop.app.store.blobs.exists(work.picture_key)
    monkeypatch.setattr(look_first, "KEEP_S", -1.0)
    await upkeep.give_up(shop.app.store)
    assert not await shop.app.store.blobs.exists(work.picture_key)
    assert await shop.app.store.blobs.exists(work.photo_key)  # which another painting needs
    await alice.unlocks(told=0)
    await shop.till.reconcile()
    [payment] = await shop.payments(await bought(shop, job))
    assert payment.state in (PaymentState.REFUNDING, PaymentState.REFUNDED)
    await shop.has(alice)
