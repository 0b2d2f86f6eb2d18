"""What the simulated Telegram knows of Stars: bills, who asked to pay them, payments, subscriptions, its own book."""

import itertools
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
PERIOD_S = 2_592_000


@dataclass(slots=True)
class Question:
    """May this be paid? The bot has 10 s."""

    query_id: str
    answers: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Charge:
    """Stars that a person paid."""

    charge_id: str
    payer: Json
    bill: Json
    date: int
    refunded: bool = False


@dataclass(frozen=True, slots=True)
class PaidMedia:
    """A photo that is blurred for who has not paid: as the bot sent it, and its sizes."""

    given: Json
    photo: list[Json]

    @property
    def bill(self) -> Json:
        """As the book keeps what was paid."""
        price = {"label": "photo", "amount": self.given["star_count"]}
        return {"payload": self.given["payload"], "currency": "XTR", "prices": [price], "photo": self.photo}


@dataclass(slots=True)
class Subscribed:
    """A bill that is paid anew each period; `charge` is its first payment."""

    charge: Charge
    until: int
    canceled_by_bot: bool = False
    canceled_by_user: bool = False

    @property
    def renewed(self) -> bool:
        return not (self.canceled_by_bot or self.canceled_by_user)


@dataclass(slots=True)
class Book:
    """Lines are added in the order of time."""

    bills: dict[str, Json] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    charges: dict[str, Charge] = field(default_factory=dict)
    subscriptions: dict[str, Subscribed] = field(default_factory=dict)
    lines: list[Json] = field(default_factory=list)
    paid_media: dict[tuple[int, int], PaidMedia] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def draw_up(self, bill: Json) -> str:
        """A link to a bill."""
        link = f"https://t.me/$bill{next(self._numbers)}"
        self.bills[link] = bill
        return link

    def ask(self) -> Question:
        question = Question(str(8 * 10**17 + next(self._numbers)))
        self.questions[question.query_id] = question
        return question

    def charge(self, payer: Json, bill: Json, date: int) -> Charge:
        """The Stars are the bot's now."""
        charge = Charge(f"stx{next(self._numbers):06d}", payer, bill, date)
        self.charges[charge.charge_id] = charge
        self.lines.append(self._line(charge, date) | {"source": partner(charge)})
        return charge

    def give_back(self, charge: Charge, date: int) -> None:
        """They are the person's again."""
        charge.refunded = True
        self.lines.append(self._line(charge, date) | {"receiver": partner(charge)})

    def _line(self, charge: Charge, date: int) -> Json:
        return {"id": charge.charge_id, "amount": price_of(charge.bill), "date": date}


def partner(charge: Charge) -> Json:
    """The person, as the book tells of them."""
    if "photo" in charge.bill:
        media = [{"type": "photo", "photo": charge.bill["photo"]}]
        told = {"type": "user", "transaction_type": "paid_media_payment", "user": charge.payer, "paid_media": media}
        return told | {"paid_media_payload": charge.bill["payload"]}
    told = {"type": "user", "transaction_type": "invoice_payment", "user": charge.payer}
    told["invoice_payload"] = charge.bill["payload"]
    period = charge.bill.get("subscription_period")
    return told | ({"subscription_period": period} if period else {})


def price_of(bill: Json) -> int:
    return sum(int(part["amount"]) for part in bill["prices"])


def payment_of(charge: Charge) -> Json:
    """A payment as a message tells of it."""
    bill = charge.bill
    return {
        "currency": bill["currency"],
        "total_amount": price_of(bill),
        "invoice_payload": bill["payload"],
        "telegram_payment_charge_id": charge.charge_id,
    }
