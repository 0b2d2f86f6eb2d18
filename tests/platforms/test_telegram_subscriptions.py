"""A subscription in Stars: taken, renewed, switched off and on, ended, and never paid for nothing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.usecases.refund import Refund
from bot.usecases.subscribe import Renewals
from storage import Store
from storage.payments import PaymentState
from storage.subscriptions import NewSubscription, Subscription, SubscriptionState
from tests.platforms.telegram_shop import Shop, selling
from tests.simulators.telegram.buyer import Declined
from tests.simulators.telegram.faults import bad_gateway
from tests.simulators.telegram.person import Person
from tests.simulators.telegram.server import TelegramServer

MONTHLY = 30  # premium paintings


@pytest.fixture
async def shop(server: TelegramServer, store: Store, database_url: str, tmp_path: Path) -> AsyncIterator[Shop]:
    async with selling(server, store, database_url, tmp_path) as opened:
        yield opened


async def subscribes(alice: Person) -> str:
    """By conversation; returns the first payment."""
    await alice.says("/buy")
    await alice.presses("Subscription")
    await alice.sees("every 30 days, until you cancel it")
    await alice.presses("30 premium paintings")
    await alice.sees("30 premium paintings a month for 722")
    charge_id = await alice.pays(await alice.link("Pay"))
    await alice.sees("paid 722")
    return charge_id


async def looks(alice: Person) -> None:
    """At the subscription."""
    await alice.says("/buy")
    await alice.presses("Subscription")


async def subscription(shop: Shop, alice: Person) -> Subscription:
    purchase = await shop.newest_purchase(alice)
    async with shop.app.store.reading() as tx:
        return await tx.subscriptions.get(purchase.purchase_id)


async def test_a_month_is_paid_and_then_another(server: TelegramServer, alice: Person, shop: Shop) -> None:
    charge_id = await subscribes(alice)
    assert await shop.has(alice) == MONTHLY
    [bill] = server.said("createInvoiceLink")
    assert bill["subscription_period"] == 30 * 24 * 3600
    before = await subscription(shop, alice)
    await alice.renews(charge_id)
    await alice.sees("Renewed: 30 premium paintings a month")
    assert await shop.has(alice) == 2 * MONTHLY
    assert (await subscription(shop, alice)).paid_until > before.paid_until
    await looks(alice)
    seen = await alice.sees("renewed on")
    assert not [label for label in seen.labels if "⭐" in label]  # it is not offered twice


async def test_a_renewal_that_nobody_told_is_found_in_the_book(alice: Person, shop: Shop) -> None:
    charge_id = await subscribes(alice)
    renewal = await alice.renews(charge_id, told=False)
    assert renewal
    await shop.till.reconcile()
    await alice.sees("Renewed")
    assert (await shop.payment(renewal)).recurring
    assert not (await shop.payment(charge_id)).recurring
    assert await shop.has(alice) == 2 * MONTHLY


async def test_it_is_canceled_and_resumed_here(server: TelegramServer, alice: Person, shop: Shop) -> None:
    charge_id = await subscribes(alice)
    await looks(alice)
    await alice.presses("Cancel the subscription")
    await alice.sees("canceled, will not be renewed")
    assert await alice.renews(charge_id) is None
    await alice.presses("Renew it after all")
    await alice.sees("renewed on")
    assert await alice.renews(charge_id)


async def test_a_till_that_does_not_answer_changes_nothing(server: TelegramServer, alice: Person, shop: Shop) -> None:
    charge_id = await subscribes(alice)
    await looks(alice)
    away = server.faults.add(bad_gateway("editUserStarSubscription", times=float("inf")))
    await alice.presses("Cancel the subscription")
    await alice.sees("nothing has changed")
    away.times = 0
    assert await alice.renews(charge_id)
    assert (await subscription(shop, alice)).state is SubscriptionState.ACTIVE


async def test_what_is_done_in_the_settings_of_telegram_is_told(alice: Person, shop: Shop) -> None:
    charge_id = await subscribes(alice)
    await alice.cancels(charge_id)
    await alice.sees("Switched off: 30 premium paintings a month")
    await looks(alice)
    assert not [label for label in (await alice.sees("switched off by you")).labels if "ancel" in label]
    await alice.subscribes_again(charge_id)
    await alice.sees("Switched on again")
    await alice.cannot_renew(charge_id)
    await alice.sees("The payment for the next month failed")


async def test_what_is_not_renewed_is_over(alice: Person, shop: Shop) -> None:
    await subscribes(alice)
    await alice.cancels((await subscription(shop, alice)).charge_id)
    await alice.sees("Switched off")
    await pass_a_month(shop, alice)
    await Renewals(shop.app.store, shop.app.tills).look()
    await alice.sees("Over: 30 premium paintings a month")
    assert await shop.has(alice) == MONTHLY
    await looks(alice)
    await alice.sees("every 30 days, until you cancel it")


async def pass_a_month(shop: Shop, alice: Person) -> None:
    """As if it had begun so long ago that it should have been renewed."""
    old = await subscription(shop, alice)
    async with shop.app.store.transaction() as tx:
        await tx.connection.exec_driver_sql("UPDATE subscriptions SET paid_until = '2026-01-01 00:00:00.000000'")
    assert (await subscription(shop, alice)).paid_until < old.paid_until


async def test_nobody_pays_for_an_account_that_is_gone(server: TelegramServer, alice: Person, shop: Shop) -> None:
    """Also when Telegram is out of reach at that moment, and renews once more."""
    charge_id = await subscribes(alice)
    away = server.faults.add(bad_gateway("editUserStarSubscription", times=float("inf")))
    await alice.says("/deletemydata")
    await alice.presses("Yes, delete everything")
    await alice.sees("Everything is deleted")
    renewal = await alice.renews(charge_id)
    assert renewal
    await shop.rests()
    assert (await shop.payment(renewal)).why == "forgotten"
    away.times = 0
    await Renewals(shop.app.store, shop.app.tills).look()
    assert server.world.book.subscriptions[charge_id].canceled_by_bot
    payment = await shop.payment(renewal)
    assert payment.state in (PaymentState.REFUNDING, PaymentState.REFUNDED)


async def test_who_has_their_money_back_is_charged_no_more(server: TelegramServer, alice: Person, shop: Shop) -> None:
    charge_id = await subscribes(alice)
    await Refund(shop.app.store)(await shop.payment(charge_id), "asked")
    await alice.sees("went back to you")
    await Renewals(shop.app.store, shop.app.tills).look()
    assert await alice.renews(charge_id) is None
    assert await shop.has(alice) == 0


async def test_one_bill_is_one_subscription(alice: Person, shop: Shop) -> None:
    await subscribes(alice)
    with pytest.raises(Declined, match="paid already"):
        await alice.pays(next(iter(alice.world.book.bills)))


async def test_what_is_to_end_for_good_is_not_brought_back_by_a_late_payment(alice: Person, shop: Shop) -> None:
    await subscribes(alice)
    one = await subscription(shop, alice)
    late = NewSubscription(
        purchase_id=one.purchase_id,
        person_id=one.person_id,
        till=one.till,
        charge_id="late",
        paid_until=one.paid_until,
    )
    async with shop.app.store.transaction() as tx:
        await tx.subscriptions.end(one.purchase_id)
        await tx.subscriptions.keep(late)
        assert (await tx.subscriptions.get(one.purchase_id)).state is SubscriptionState.ENDING
