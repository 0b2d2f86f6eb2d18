"""What the buttons of admin pages do: each returns the page to see then."""

import re
from urllib.parse import urlencode

from bot.admin.desk import Asked, Desk, Form, Unclear
from bot.admin.doors import PATH
from storage.ledger import Charge
from storage.payments import Payment

ONCE = re.compile(r"[0-9a-f]{32}")
MOST = 1_000_000  # units in one gift: more is a slip of the finger


async def credit(desk: Desk, asked: Asked, form: Form) -> str:
    """Hand out what a held payment was for."""
    payment = await payment_of(desk, form)
    done = as_shown(payment, form) and await desk.decide.credit(asked.who, payment)
    return payment_page(payment, said="credit" if done else "late")


async def refund(desk: Desk, asked: Asked, form: Form) -> str:
    """Send a payment back; whoever does says why."""
    payment, why = await payment_of(desk, form), reason(form)
    done = as_shown(payment, form) and await desk.decide.refund(asked.who, payment, why)
    return payment_page(payment, said="refund" if done else "late")


async def retry(desk: Desk, asked: Asked, form: Form) -> str:
    """Deliver a job's result again, or order it again."""
    job_id = form.get("job", "")
    done = await desk.retry(job_id, who=asked.who)
    return f"{PATH}/stuck?said=" + ("deliver" if done.job_id == job_id else "order")


async def give(desk: Desk, asked: Asked, form: Form) -> str:
    """Units from the house; whoever gives them says why."""
    person, asset, amount = (form.get(name, "").strip() for name in ("person", "asset", "amount"))
    if asset not in gifts(desk) or not amount.isdecimal() or not 1 <= int(amount) <= MOST:
        raise Unclear(f"{amount} {asset}")
    if not ONCE.fullmatch(once := form.get("once", "")):
        raise Unclear("once")
    given = await desk.decide.give(asked.who, Charge(person, asset, int(amount)), reason(form), key=once)
    return f"{PATH}/person?" + urlencode({"id": person, "said": "give" if given else "late"})


def gifts(desk: Desk) -> list[str]:
    """The assets that can be given: those that no day gives."""
    return sorted({tier.asset for tier in desk.catalogue.prices.tiers.values() if tier.daily is None})


def reason(form: Form) -> str:
    """Why; nobody acts without saying so."""
    why = form.get("why", "").strip()
    if not why:
        raise Unclear("why")
    return why[:500]


async def payment_of(desk: Desk, form: Form) -> Payment:
    async with desk.store.reading() as tx:
        return await tx.payments.get(form.get("till", ""), form.get("charge", ""))


def as_shown(payment: Payment, form: Form) -> bool:
    """Does it stand as the page has shown it? Else somebody has decided meanwhile."""
    return payment.state == form.get("state")


def payment_page(payment: Payment, said: str = "") -> str:
    words = {"till": payment.till, "charge": payment.charge_id, **({"said": said} if said else {})}
    return f"{PATH}/payment?" + urlencode(words)
