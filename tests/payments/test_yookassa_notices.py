"""What YooKassa tells: believed when it comes from there and the API says the same, credited once."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.payments.yookassa.settings import NAME
from bot.prices import BUILT_IN
from bot.till import TillBusy
from bot.usecases.refund import Refunds
from storage import Missing, Store
from storage.payments import PaymentState
from storage.purchases import PurchaseState
from tests.payments.kiosk import Kiosk, a_kiosk, bill
from tests.simulators.yookassa.server import GENUINE, Fault

STRANGER = "8.8.8.8"
NOWHERE = "22d6d597-000f-5000-9000-145f6df21d6f"  # the id of nothing


async def test_what_is_paid_is_credited(kiosk: Kiosk) -> None:
    purchase = await kiosk.wants()
    charge_id = await kiosk.pays(await kiosk.shown(purchase))
    payment = await kiosk.payment(charge_id)
    assert (payment.state, payment.amount, payment.person_id) == (PaymentState.CREDITED, 25000, purchase.person_id)
    assert (await kiosk.now(purchase)).state is PurchaseState.PAID
    assert (await kiosk.has(), await kiosk.money()) == (1000, 25000)


@pytest.mark.parametrize("source", [STRANGER, f"{GENUINE}, {STRANGER}", "185.71.76.32", "2a02:5180:0:1510::1", "me"])
async def test_a_stranger_is_not_heard(kiosk: Kiosk, source: str) -> None:
    """What the nearest proxy saw counts; what stands further left anybody may write."""
    link = await kiosk.shown(await kiosk.wants())
    charge = kiosk.server.shop.paid(link.rpartition("/")[2])
    kiosk.server.source = source
    asked = len(kiosk.server.calls)
    assert await kiosk.server.notify("payment.succeeded", charge) == 403
    assert len(kiosk.server.calls) == asked
    assert await kiosk.has() == 0


@pytest.mark.parametrize("source", ["77.75.156.11", "185.71.77.31", "2a02:5180:0:2655::7", f"{STRANGER}, {GENUINE}"])
async def test_each_network_of_theirs_is_heard(kiosk: Kiosk, source: str) -> None:
    kiosk.server.source = source
    await kiosk.buys()
    assert await kiosk.has() == 1000


async def test_without_a_proxy_nobody_speaks_for_others(store: Store, tmp_path: Path) -> None:
    async with a_kiosk(store, tmp_path, {"trusted_proxies": 0}) as kiosk:
        charge = kiosk.server.shop.paid((await kiosk.shown(await kiosk.wants())).rpartition("/")[2])
        assert await kiosk.server.notify("payment.succeeded", charge) == 403


async def test_the_owner_may_name_other_networks(store: Store, tmp_path: Path) -> None:
    async with a_kiosk(store, tmp_path, {"trusted_proxies": 0}, networks="10.0.0.0/8, 127.0.0.1") as kiosk:
        await kiosk.buys()
        assert await kiosk.has() == 1000


async def test_another_amount_is_held(kiosk: Kiosk) -> None:
    link = await kiosk.shown(await kiosk.wants())
    charge = kiosk.server.shop.payments[link.rpartition("/")[2]]
    charge["amount"] = {"value": "1.00", "currency": "RUB"}
    kiosk.server.shop.paid(charge["id"])
    assert await kiosk.server.notify("payment.succeeded", charge) == 200
    held = await kiosk.payment(charge["id"])
    assert (held.state, held.why) == (PaymentState.HELD, "100 instead of 25000")
    assert (await kiosk.has(), await kiosk.money()) == (0, 100)


async def test_a_notification_says_nothing_but_an_id(kiosk: Kiosk) -> None:
    """A forged one names an amount and success; the API says that nothing is paid."""
    link = await kiosk.shown(await kiosk.wants())
    charge = kiosk.server.shop.payments[link.rpartition("/")[2]]
    assert await kiosk.server.notify("payment.succeeded", {**charge, "status": "succeeded", "paid": True}) == 200
    assert await kiosk.has() == 0
    with pytest.raises(Missing):
        await kiosk.payment(charge["id"])


async def test_what_the_api_does_not_know_is_nothing(kiosk: Kiosk) -> None:
    charge = kiosk.server.shop.payments[(await kiosk.shown(await kiosk.wants())).rpartition("/")[2]]
    for event in ("payment.succeeded", "payment.canceled"):
        assert await kiosk.server.notify(event, {**charge, "id": NOWHERE}) == 200
    assert await kiosk.has() == 0
    with pytest.raises(Missing):
        await kiosk.payment(NOWHERE)


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", b'{"event": "payment.succeeded"}', b'{"event": "payment.succeeded", "object": {"id": "../me"}}'],
)
async def test_what_no_notification_is_is_refused(kiosk: Kiosk, raw: bytes) -> None:
    async with (
        ClientSession(headers={"X-Forwarded-For": GENUINE}) as http,
        http.post(kiosk.server.hook, data=raw) as answer,
    ):
        assert answer.status == 400
    assert kiosk.server.calls == []


async def test_an_unknown_purchase_is_held_and_a_foreign_payment_left_alone(kiosk: Kiosk) -> None:
    """One shop may serve another site of the owner's too."""
    outcomes = {}
    for name, metadata in {"unknown": {"purchase_id": "nobody's"}, "foreign": {"order": "17"}}.items():
        charge = kiosk.server.shop.payments[(await kiosk.shown(await kiosk.wants(name))).rpartition("/")[2]]
        charge["metadata"] = metadata
        kiosk.server.shop.paid(charge["id"])
        assert await kiosk.server.notify("payment.succeeded", charge) == 200
        outcomes[name] = charge["id"]
        assert await kiosk.has(name) == 0
    assert (await kiosk.payment(outcomes["unknown"])).state is PaymentState.HELD
    with pytest.raises(Missing):
        await kiosk.payment(outcomes["foreign"])


async def test_play_money_buys_nothing_in_earnest(kiosk: Kiosk) -> None:
    kiosk.server.shop.test = True
    payment = await kiosk.buys()
    assert (payment.state, payment.why) == (PaymentState.HELD, "test money")
    assert (await kiosk.has(), await kiosk.money()) == (0, 0)


async def test_play_money_buys_in_a_shop_for_tests(store: Store, tmp_path: Path) -> None:
    async with a_kiosk(store, tmp_path, secret_key="test_0123456789") as kiosk:
        kiosk.server.shop.test = True
        assert (await kiosk.buys()).state is PaymentState.CREDITED
        assert await kiosk.has() == 1000


async def test_the_same_news_ten_times_is_one_credit(kiosk: Kiosk) -> None:
    payment = await kiosk.buys()
    charge = kiosk.server.shop.payments[payment.charge_id]
    again = await asyncio.gather(*(kiosk.server.notify("payment.succeeded", charge) for _ in range(9)))
    assert again == [200] * 9
    assert (await kiosk.has(), await kiosk.money()) == (1000, 25000)


async def test_news_that_overtake_each_other_are_one_credit(kiosk: Kiosk) -> None:
    """Nine at once, none of them the first."""
    charge = kiosk.server.shop.paid((await kiosk.shown(await kiosk.wants())).rpartition("/")[2])
    assert set(await asyncio.gather(*(kiosk.server.notify("payment.succeeded", charge) for _ in range(9)))) <= {
        200,
        503,
    }
    await kiosk.server.notify("payment.succeeded", charge)
    assert (await kiosk.has(), await kiosk.money()) == (1000, 25000)


async def test_canceled_after_succeeded_changes_nothing(kiosk: Kiosk) -> None:
    purchase = await kiosk.wants()
    charge_id = await kiosk.pays(await kiosk.shown(purchase))
    charge = kiosk.server.shop.payments[charge_id]
    details = {"party": "yoo_money", "reason": "general_decline"}
    charge |= {"status": "canceled", "cancellation_details": details}  # no API does that; a till must not mind
    assert await kiosk.server.notify("payment.canceled", charge) == 200
    assert (await kiosk.now(purchase)).state is PurchaseState.PAID
    assert await kiosk.has() == 1000


async def test_what_is_not_paid_in_time_is_over(kiosk: Kiosk) -> None:
    purchase = await kiosk.wants()
    charge = kiosk.server.shop.canceled((await kiosk.shown(purchase)).rpartition("/")[2])
    assert await kiosk.server.notify("payment.canceled", charge) == 200
    assert (await kiosk.now(purchase)).state is PurchaseState.CANCELED


async def test_a_way_to_pay_that_was_replaced_ends_nothing(kiosk: Kiosk) -> None:
    """Another address for the receipt is another payment of the same purchase; the first runs out by itself."""
    purchase = await kiosk.wants()
    first = (await kiosk.shown(purchase)).rpartition("/")[2]
    second = await kiosk.shown(purchase, "alice@example.org")
    await kiosk.server.notify("payment.canceled", kiosk.server.shop.canceled(first))
    assert (await kiosk.now(purchase)).state is PurchaseState.OPEN
    await kiosk.pays(second)
    assert (await kiosk.now(purchase)).state is PurchaseState.PAID


async def test_news_before_our_own_commit_are_one_credit(kiosk: Kiosk) -> None:
    """The payment is made and paid before its id is written down here."""
    purchase = await kiosk.wants()
    link = await kiosk.till.link(bill(purchase))
    charge_id = await kiosk.pays(link.url)
    assert (await kiosk.now(purchase)).external_id is None
    assert await kiosk.has() == 1000
    async with kiosk.store.transaction() as tx:
        await tx.purchases.set_link(purchase.purchase_id, link.url, link.external_id)
    await kiosk.server.notify("payment.succeeded", kiosk.server.shop.payments[charge_id])
    assert await kiosk.has() == 1000
    assert (await kiosk.now(purchase)).state is PurchaseState.PAID


@pytest.mark.parametrize("status", [500, 502, 429, 401])
async def test_while_the_api_is_down_news_wait(kiosk: Kiosk, status: int) -> None:
    link = await kiosk.shown(await kiosk.wants())
    kiosk.server.faults.append(Fault(status))
    await kiosk.pays(link)
    assert len(kiosk.server.undelivered) == 1
    assert await kiosk.has() == 0
    assert await kiosk.server.notify_again() == [200]
    assert await kiosk.has() == 1000


async def test_an_api_that_says_nothing_holds_nobody_up(store: Store, tmp_path: Path) -> None:
    async with a_kiosk(store, tmp_path, timeout_s=0.2) as kiosk:
        purchase = await kiosk.wants()
        kiosk.server.faults.append(Fault(None))
        with pytest.raises(TillBusy):
            await kiosk.shown(purchase)
        link = await kiosk.shown(purchase)
        kiosk.server.faults.append(Fault(None))
        await kiosk.pays(link)
        assert len(kiosk.server.undelivered) == 1
        assert await kiosk.server.notify_again() == [200]
        assert await kiosk.has() == 1000


async def test_who_pays_late_gets_what_they_bought(kiosk: Kiosk) -> None:
    purchase = await kiosk.wants()
    link = await kiosk.shown(purchase)
    async with kiosk.store.transaction() as tx:
        assert await tx.purchases.cancel(purchase.purchase_id)
    await kiosk.pays(link)
    assert await kiosk.has() == 1000
    assert (await kiosk.now(purchase)).state is PurchaseState.PAID


async def test_who_pays_twice_gets_one_of_them_back(kiosk: Kiosk) -> None:
    purchase = await kiosk.wants()
    links = [await kiosk.shown(purchase, email) for email in ("bob@example.org", "alice@example.org")]
    first, second = [await kiosk.pays(link) for link in links]
    await Refunds(kiosk.store, {NAME: kiosk.till}).look(kiosk.till)
    assert (await kiosk.payment(first)).state is PaymentState.CREDITED
    assert (await kiosk.payment(second)).state is PaymentState.REFUNDED
    assert [one["payment_id"] for one in kiosk.server.shop.refunds.values()] == [second]
    assert (await kiosk.has(), await kiosk.money()) == (1000, 25000)


async def test_the_price_that_was_shown_holds(kiosk: Kiosk) -> None:
    """The owner doubles all prices while Bob looks for his card."""
    link = await kiosk.shown(await kiosk.wants())
    async with kiosk.store.transaction() as tx:
        await tx.catalogues.add(BUILT_IN.read_text().replace("price = 250\n", "price = 500\n"), "owner")
    await kiosk.pays(link)
    assert (await kiosk.has(), await kiosk.money()) == (1000, 25000)
