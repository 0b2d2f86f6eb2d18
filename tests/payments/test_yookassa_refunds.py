"""Sending roubles back: however the API stumbles, the money goes back once, and the goods with it."""

from pathlib import Path

import pytest

from bot.payments.yookassa.settings import NAME
from bot.usecases.credit import PLAY
from bot.usecases.refund import Refund, Refunds
from storage import Store
from storage.payments import Payment, PaymentState
from tests.payments.kiosk import Kiosk, a_kiosk
from tests.simulators.yookassa.server import Fault

WHOLE = {"value": "250.00", "currency": "RUB"}


async def gone(kiosk: Kiosk, payment: Payment) -> None:
    """It is back, once, here and there."""
    assert (await kiosk.payment(payment.charge_id)).state is PaymentState.REFUNDED
    assert [one["status"] for one in kiosk.server.shop.refunds.values()].count("succeeded") == 1
    assert kiosk.server.shop.payments[payment.charge_id]["refunded_amount"] == WHOLE
    assert (await kiosk.has(), await kiosk.money()) == (0, 0)


async def test_a_refund_goes_the_whole_way(kiosk: Kiosk) -> None:
    payment = await kiosk.buys()
    back = await kiosk.refunds(payment)
    await gone(kiosk, payment)
    assert back.refund_id in kiosk.server.shop.refunds


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("status", [429, 500, 502])
async def test_a_till_that_stumbles_is_asked_again(kiosk: Kiosk, status: int, method: str, done: bool) -> None:
    """It may have done it and lost the answer."""
    payment = await kiosk.buys()
    kiosk.server.faults.append(Fault(status, "/refunds", method, done))
    tried = await kiosk.refunds(payment)
    assert (tried.state, tried.refund_tries) == (PaymentState.REFUNDING, 1)
    await kiosk.tries(payment)
    await gone(kiosk, payment)


@pytest.mark.parametrize("done", [False, True])
async def test_a_till_that_is_silent_is_asked_again(store: Store, tmp_path: Path, done: bool) -> None:
    async with a_kiosk(store, tmp_path, timeout_s=0.2) as kiosk:
        payment = await kiosk.buys()
        kiosk.server.faults.append(Fault(None, "/refunds", "POST", done))
        assert (await kiosk.refunds(payment)).state is PaymentState.REFUNDING
        await kiosk.tries(payment)
        await gone(kiosk, payment)


async def test_a_till_that_asks_for_patience_gets_it(kiosk: Kiosk) -> None:
    """429 names a minute and a half; until then nobody asks."""
    payment = await kiosk.buys()
    kiosk.server.faults.append(Fault(429, "/refunds"))
    await kiosk.refunds(payment)
    asked = len(kiosk.server.calls)
    await Refunds(kiosk.store, {NAME: kiosk.till}).look(kiosk.till)
    assert len(kiosk.server.calls) == asked


async def test_what_went_back_by_hand_is_back(kiosk: Kiosk) -> None:
    """The owner was faster in YooKassa's cabinet, and the notification got lost."""
    payment = await kiosk.buys()
    by_hand = kiosk.server.shop.send_back({"payment_id": payment.charge_id, "amount": WHOLE}, "by hand")
    assert (await kiosk.refunds(payment)).refund_id == by_hand["id"]
    await gone(kiosk, payment)


async def test_a_refund_by_hand_takes_the_goods_back(kiosk: Kiosk) -> None:
    """Told twice, taken once."""
    payment = await kiosk.buys()
    by_hand = kiosk.server.shop.send_back({"payment_id": payment.charge_id, "amount": WHOLE}, "by hand")
    for _ in range(2):
        assert await kiosk.server.notify("refund.succeeded", by_hand) == 200
    await gone(kiosk, payment)


async def test_news_of_a_refund_that_overtake_the_payment(kiosk: Kiosk) -> None:
    charge = kiosk.server.shop.paid((await kiosk.shown(await kiosk.wants())).rpartition("/")[2])
    back = kiosk.server.shop.send_back({"payment_id": charge["id"], "amount": WHOLE}, "by hand")
    assert await kiosk.server.notify("refund.succeeded", back) == 200
    assert await kiosk.server.notify("payment.succeeded", charge) == 200
    await gone(kiosk, await kiosk.payment(charge["id"]))


async def test_of_a_part_that_went_back_the_goods_stay(kiosk: Kiosk) -> None:
    """A kindness of the owner's; a refund afterwards sends the rest."""
    payment = await kiosk.buys()
    part = {"payment_id": payment.charge_id, "amount": {"value": "100.00", "currency": "RUB"}}
    assert await kiosk.server.notify("refund.succeeded", kiosk.server.shop.send_back(part, "by hand")) == 200
    assert (await kiosk.payment(payment.charge_id)).state is PaymentState.CREDITED
    assert await kiosk.has() == 1000
    assert (await kiosk.refunds(payment)).state is PaymentState.REFUNDED
    assert [one["amount"]["value"] for one in kiosk.server.shop.refunds.values()] == ["100.00", "150.00"]
    assert (await kiosk.has(), await kiosk.money()) == (0, 0)


async def test_a_refund_on_its_way_is_waited_for(kiosk: Kiosk) -> None:
    payment = await kiosk.buys()
    kiosk.server.shop.refunds_are = "pending"
    assert (await kiosk.refunds(payment)).state is PaymentState.REFUNDING
    assert (await kiosk.tries(payment)).state is PaymentState.REFUNDING
    (refund_id,) = kiosk.server.shop.refunds
    kiosk.server.shop.refund_ends(refund_id, "succeeded")
    assert (await kiosk.tries(payment)).state is PaymentState.REFUNDED
    await gone(kiosk, payment)


@pytest.mark.parametrize("at_once", [True, False])
async def test_a_refund_that_is_given_up_is_the_owners_to_ask_for_anew(kiosk: Kiosk, at_once: bool) -> None:
    """The shop's account was empty, say."""
    payment = await kiosk.buys()
    kiosk.server.shop.refunds_are = "canceled" if at_once else "pending"
    held = await kiosk.refunds(payment)
    if not at_once:
        (refund_id,) = kiosk.server.shop.refunds
        kiosk.server.shop.refund_ends(refund_id, "canceled")
        held = await kiosk.tries(payment)
    assert (held.state, held.why) == (PaymentState.HELD, "refund refused: canceled: insufficient_funds")
    kiosk.server.shop.refunds_are = "succeeded"
    assert await Refund(kiosk.store)(held, "asked again")
    await kiosk.tries(payment)
    await gone(kiosk, payment)


async def test_play_money_goes_back_as_well(kiosk: Kiosk) -> None:
    """The owner tidies up what was held; YooKassa counts its tests in roubles."""
    kiosk.server.shop.test = True
    held = await kiosk.buys()
    assert (held.state, held.currency) == (PaymentState.HELD, PLAY)
    assert (await kiosk.refunds(held)).state is PaymentState.REFUNDED
    assert await kiosk.money() == 0


async def test_what_the_till_refuses_is_the_owners(kiosk: Kiosk) -> None:
    """Their description of why is kept."""
    payment = await kiosk.buys()
    kiosk.server.shop.payments[payment.charge_id]["status"] = "canceled"
    held = await kiosk.refunds(payment)
    assert held.state is PaymentState.HELD
    assert held.why == "refund refused: 400 Payment cannot be refunded (payment_id)"
    kiosk.server.violations.clear()  # the refusal was the point
