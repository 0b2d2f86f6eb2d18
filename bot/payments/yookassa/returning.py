"""Sending a payment back: asked as often as one likes, the money goes back once. Knows no database."""

from bot.payments.yookassa.client import Client, Refund, written
from bot.payments.yookassa.settings import NAME
from bot.prices import Money
from bot.till import TillBusy, TillRefused
from bot.usecases.credit import PLAY
from storage.payments import Payment

TEST_CURRENCY = "RUB"  # in which YooKassa counts the money of tests
LOOK_S = 60.0


async def send_back(client: Client, payment: Payment) -> str:
    """What is left of a payment goes back; returns the id of the refund that did it. Raises TillError."""
    begun = [refund async for refund in client.refunds(payment_id=payment.charge_id)]
    left = payment.amount - sum(one.amount.money.minor for one in begun if one.status == "succeeded")
    if left <= 0:
        return next(one.id for one in begun if one.status == "succeeded")
    for one in begun:
        done(one, payment)
    currency = TEST_CURRENCY if payment.currency == PLAY else payment.currency
    body = {"payment_id": payment.charge_id, "amount": written(Money(left, currency))}
    refund = await client.send_back(body, f"{payment.charge_id}-{len(begun)}")  # a lost answer does not pay twice
    done(refund, payment)
    return refund.id


def done(refund: Refund, payment: Payment) -> None:
    """Raises unless this refund may be left behind: TillBusy while it is on its way, TillRefused when it was given up
    since we were asked. One that was given up before is no answer to this question."""
    if refund.status == "pending":
        raise TillBusy(f"{NAME} refund {refund.id} is on its way", LOOK_S)
    asked = payment.refund_asked_at
    if refund.status == "canceled" and (asked is None or refund.created_at >= asked):
        details = refund.cancellation_details
        raise TillRefused(f"canceled: {details.reason if details else 'no reason given'}")
