"""A large painting is seen blurred on the simulated Telegram, and paid only then."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat import Address
from bot.usecases import look_first
from bot.usecases.finish import Finish
from bot.usecases.sweep import give_up_unpaid
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
    await has_this_painted(alice, painter)


async def has_this_painted(alice: Person, painter: Painter) -> None:
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
    async with shop.app.store.reading() as tx:
        assert await tx.books.check() == []


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
        await alice.sees("Something went wrong")
        assert (await bought(shop, job)).state is PurchaseState.CANCELED
    async with shop.app.store.reading() as tx:
        assert await tx.books.check() == []


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
    alice: Person, shop: Shop, painter: Painter
) -> None:
    await has_a_painting(alice, painter)
    job = await looks(alice, painter)
    async with shop.app.store.reading() as tx:
        work_id = (await tx.jobs.get(job.job_id)).work_id or ""
        work = await tx.works.get(work_id, job.person_id, locked=True)
    await give_up_unpaid(shop.app.store)
    assert await shop.app.store.blobs.exists(work.picture_key)
    await give_up_unpaid(shop.app.store, -1.0)
    assert not await shop.app.store.blobs.exists(work.picture_key)
    assert await shop.app.store.blobs.exists(work.photo_key)  # which another painting needs
    await alice.unlocks(told=0)
    await shop.till.reconcile()
    [payment] = await shop.payments(await bought(shop, job))
    assert payment.state in (PaymentState.REFUNDING, PaymentState.REFUNDED)
    async with shop.app.store.reading() as tx:
        assert await tx.books.check() == []


async def test_in_a_group_and_without_a_price_nothing_is_offered_so(
    server: TelegramServer, alice: Person, shop: Shop, painter: Painter
) -> None:
    await has_a_painting(alice, painter)
    assert any("look first" in label for seen in alice.screen() for label in seen.labels)
    there = alice.at(await server.group("Painters", alice))
    await painter.wakes()
    await there.sends_photo(a_photo(), "/paint@MazokBot")
    await has_this_painted(there, painter)
    shop.app.catalogue.prices = shop.app.catalogue.prices.model_copy(update={"look_first": None})
    bob = await server.person("Bob")
    await has_a_painting(bob, painter)
    assert not any("look first" in label for who in (there, bob) for seen in who.screen() for label in seen.labels)


async def test_whoever_deletes_their_data_before_they_pay_is_paid_back(
    alice: Person, shop: Shop, painter: Painter
) -> None:
    await has_a_painting(alice, painter)
    job = await looks(alice, painter)
    await alice.says("/deletemydata")
    await alice.presses("Yes, delete everything")
    await alice.sees("Everything is deleted")
    await alice.unlocks()
    await shop.till.reconcile()
    [payment] = await shop.payments(await bought(shop, job))
    assert payment.state in (PaymentState.REFUNDING, PaymentState.REFUNDED)
    assert await shop.app.store.blobs.list(f"{job.person_id}/") == []


async def test_presses_at_once_do_not_get_beyond_the_limit(alice: Person, shop: Shop, painter: Painter) -> None:
    await has_a_painting(alice, painter)
    async with shop.app.store.reading() as tx:
        person = await tx.people.by_identity("telegram", str(alice.account["id"]))
        assert person
        [work] = await tx.works.page(person.person_id, 0, 1)
    see = look_first.SeeFirst(shop.app.store, shop.app.queue, shop.app.conversation.can.shop)
    where = Address("telegram", str(alice.chat_id))
    asked = [see(work, where, update_key=f"again:{number}") for number in range(5)]
    done = await asyncio.gather(*asked, see(work, where, update_key="again:0"), return_exceptions=True)
    assert len({one.job_id for one in done if isinstance(one, Job)}) == 3
    assert {type(one) for one in done} == {Job, look_first.TooManyUnpaid}
