"""A purchase as YooKassa is asked for it, with the receipt that 54-FZ wants. Says only what the bill says."""

import json
from hashlib import sha256

from bot.payments.yookassa.client import PURCHASE, Json, written
from bot.payments.yookassa.settings import YooKassaSettings
from bot.prices import Money
from bot.till import Bill, TillRefused

DESCRIPTION = 128  # characters, of a payment and of what a receipt names
LOCALES = {"ru": "ru_RU"}  # what YooKassa's page speaks; for everybody else it is English
OTHERS = "en_US"


def request(bill: Bill, settings: YooKassaSettings, return_url: str) -> Json:
    """What is to be paid, taken at once when the buyer agrees. Raises TillRefused for what cannot be sold so."""
    if bill.period_s is not None:
        raise TillRefused("YooKassa renews nothing here")
    locale = LOCALES.get(bill.locale, OTHERS)
    body: Json = {
        "amount": written(price(bill)),
        "capture": True,
        "confirmation": {"type": "redirect", "return_url": return_url, "locale": locale},
        "description": bill.text[:DESCRIPTION],
        "metadata": {PURCHASE: bill.purchase.purchase_id},
    }
    return {**body, "receipt": receipt(bill, settings)} if settings.receipts else body


def receipt(bill: Bill, settings: YooKassaSettings) -> Json:
    """One line, paid in full."""
    if not bill.email:
        raise TillRefused("a receipt needs an e-mail address")
    item = {
        "description": bill.title[:DESCRIPTION],
        "quantity": 1,
        "amount": written(price(bill)),
        "vat_code": settings.vat_code,
        "payment_subject": "commodity" if bill.physical else "service",
        "payment_mode": "full_payment",
    }
    said: Json = {"customer": {"email": bill.email}, "items": [item]}
    return {**said, "tax_system_code": settings.tax_system} if settings.tax_system else said


def price(bill: Bill) -> Money:
    return Money(bill.purchase.price, bill.purchase.currency)


def key(bill: Bill, body: Json) -> str:
    """The idempotence key: asked again for the same, YooKassa gives the same payment; for another receipt, another."""
    said = json.dumps(body, sort_keys=True).encode()
    return f"{bill.purchase.purchase_id}-{sha256(said).hexdigest()[:16]}"
