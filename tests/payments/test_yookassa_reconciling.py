"""News that never came: the till asks by itself, at the start, hourly, and each minute while somebody pays."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import opened
from bot.payments.yookassa.reconciling import stamp
from bot.payments.yookassa.settings import NAME
from bot.till import TillBusy
from storage.payments import PaymentState
from storage.purchases import PurchaseState
from tests.payments.kiosk import Kiosk, bill, main_settings
from tests.simulators.yookassa.server import Fault

WHOLE = {"value": "250.00", "currency": "RUB"}


@pytest.fixture
def deaf(kiosk: Kiosk) -> Kiosk:
    """No notification arrives."""
    kiosk.server.hook = ""
    return kiosk


@asynccontextmanager
async def beside(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """It runs meanwhile, and is at rest afterwards."""
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(work)
        yield
        task.cancel()


async def until_he_has(kiosk: Kiosk, amount: int) -> None:
    """Look whenever the API was asked something."""
    async with asyncio.timeout(20):
        while await kiosk.has() != amount:
            await kiosk.server.heard.wait()
            kiosk.server.heard.clear()


async def test_the_till_goes_on_looking_whatever_fails(deaf: Kiosk) -> None:
    """Minutes are short here."""
    deaf.server.faults += [Fault(502, method="GET"), Fault(500, method="GET")]
    async with beside(replace(deaf.till.reconciling, minute_s=0.001).serve()):
        for times in (1, 2):
            await deaf.pays(await deaf.shown(await deaf.wants()))
            await until_he_has(deaf, times * 1000)


async def test_the_application_sees_at_its_start_what_it_missed(
    deaf: Kiosk, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it, as the environment says."""
    await deaf.pays(await deaf.shown(await deaf.wants()))
    for variable, value in {
        "SHOP_ID": deaf.server.shop_id,
        "SECRET_KEY": deaf.server.secret,
        "API_URL": deaf.server.api,
        "VAT_CODE": "1",
    }.items():
        monkeypatch.setenv(f"YOOKASSA_{variable}", value)
    settings = main_settings(tmp_path, database=database_url, blobs=(tmp_path / "blobs").as_uri())
    async with opened(settings) as app, beside(app.tills[NAME].serve()):
        await until_he_has(deaf, 1000)


async def test_what_was_paid_unheard_is_credited(deaf: Kiosk) -> None:
    charge_id = await deaf.pays(await deaf.shown(await deaf.wants()))
    for _ in range(2):
        await deaf.till.reconciling.everything()
    assert (await deaf.payment(charge_id)).state is PaymentState.CREDITED
    assert (await deaf.has(), await deaf.money()) == (1000, 25000)


async def test_a_payment_whose_id_we_lost_is_found(deaf: Kiosk) -> None:
    """We died between its making and our note of it."""
    await deaf.pays((await deaf.till.link(bill(await deaf.wants()))).url)
    await deaf.till.reconciling.everything()
    assert await deaf.has() == 1000


async def test_who_pays_now_is_looked_after_each_minute(deaf: Kiosk) -> None:
    link = await deaf.shown(await deaf.wants())
    await deaf.till.reconciling.fresh()
    assert await deaf.has() == 0
    await deaf.pays(link)
    await deaf.till.reconciling.fresh()
    assert await deaf.has() == 1000


async def test_who_gave_up_is_noticed(deaf: Kiosk) -> None:
    purchase = await deaf.wants()
    deaf.server.shop.canceled((await deaf.shown(purchase)).rpartition("/")[2])
    await deaf.till.reconciling.fresh()
    assert (await deaf.now(purchase)).state is PurchaseState.CANCELED


async def test_while_nobody_pays_nobody_is_asked(deaf: Kiosk) -> None:
    await deaf.wants()
    await deaf.till.reconciling.fresh()
    assert deaf.server.calls == []


async def test_what_went_back_unheard_is_taken_back(deaf: Kiosk) -> None:
    charge_id = await deaf.pays(await deaf.shown(await deaf.wants()))
    await deaf.till.reconciling.everything()
    deaf.server.shop.send_back({"payment_id": charge_id, "amount": WHOLE}, "by hand")
    for _ in range(2):
        await deaf.till.reconciling.everything()
    assert (await deaf.payment(charge_id)).state is PaymentState.REFUNDED
    assert (await deaf.has(), await deaf.money()) == (0, 0)


async def test_a_list_of_many_pages_is_read_to_its_end(deaf: Kiosk) -> None:
    deaf.server.shop.page = 2
    for _ in range(5):
        await deaf.pays(await deaf.shown(await deaf.wants()))
    await deaf.till.reconciling.everything()
    assert await deaf.has() == 5000


async def test_a_long_absence_is_looked_over_whole(deaf: Kiosk) -> None:
    """Mazok was off for days; afterwards the look is as short as ever."""
    paid_at = datetime.now(UTC) - timedelta(days=5)
    charge_id = await deaf.pays(await deaf.shown(await deaf.wants()))
    deaf.server.shop.payments[charge_id]["captured_at"] = stamp(paid_at)
    async with deaf.store.transaction() as tx:
        await tx.cursors.move(NAME, (paid_at - timedelta(minutes=1)).isoformat())
    await deaf.till.reconciling.everything()
    assert await deaf.has() == 1000
    async with deaf.store.reading() as tx:
        cursor = await tx.cursors.get(NAME)
    assert cursor
    assert datetime.fromisoformat(cursor) > paid_at + timedelta(days=4)


async def test_a_look_that_fails_misses_nothing(deaf: Kiosk) -> None:
    """The next one begins where the last whole one did."""
    await deaf.till.reconciling.everything()
    await deaf.pays(await deaf.shown(await deaf.wants()))
    deaf.server.faults.append(Fault(502))
    with pytest.raises(TillBusy):
        await deaf.till.reconciling.everything()
    await deaf.till.reconciling.everything()
    assert await deaf.has() == 1000
