"""The simulated shop: payments and refunds and their states. Knows no HTTP."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from pydantic import ValidationError

from tests.simulators.yookassa.requests import NewPayment, NewRefund, Strict

Json = dict[str, Any]
Asked = TypeVar("Asked", bound=Strict)


class ApiError(Exception):
    """The API says no."""

    def __init__(self, status: int, code: str, description: str, parameter: str | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.body = {"type": "error", "id": uuid.uuid4().hex, "code": code, "description": description}
        if parameter:
            self.body["parameter"] = parameter


def invalid(description: str, parameter: str | None = None) -> ApiError:
    return ApiError(400, "invalid_request", description, parameter)


@dataclass(slots=True)
class Shop:
    """`test`: its money is play money. `receipts`: a payment without one is refused. `refunds_are`: what becomes of
    refunds at once. `page`: the most objects in one answer."""

    url: str = ""
    test: bool = False
    receipts: bool = True
    refunds_are: str = "succeeded"
    page: int = 100
    payments: dict[str, Json] = field(default_factory=dict)
    refunds: dict[str, Json] = field(default_factory=dict)
    asked: list[Json] = field(default_factory=list)  # bodies of payments that were begun
    _keys: dict[str, tuple[Json, Json]] = field(default_factory=dict)
    _moment: datetime = datetime(2000, 1, 1, tzinfo=UTC)

    def begin(self, raw: Json, key: str) -> Json:
        return self._once(raw, key, self._new_payment)

    def send_back(self, raw: Json, key: str) -> Json:
        return self._once(raw, key, self._new_refund)

    def _once(self, raw: Json, key: str, make: Callable[[Json], Json]) -> Json:
        """The same key and body are the same object, as it is now."""
        if not 1 <= len(key) <= 64:
            raise invalid("Idempotence key is missing or too long", "Idempotence-Key")
        if key in self._keys:
            before, made = self._keys[key]
            if before != raw:
                raise invalid("Idempotence key duplicated", "Idempotence-Key")
            return made
        made = make(raw)
        self._keys[key] = raw, made
        return made

    def _new_payment(self, raw: Json) -> Json:
        asked = read(NewPayment, raw)
        if asked.amount.minor < 100:
            raise invalid("The amount is too small", "amount")
        if self.receipts and asked.receipt is None:
            raise invalid("Receipt is missing or illegal", "receipt")
        if asked.receipt and sum(item.amount.minor for item in asked.receipt.items) != asked.amount.minor:
            raise invalid("The receipt's amount is not the payment's", "receipt")
        self.asked.append(raw)
        name = str(uuid.uuid4())
        confirmation = {
            "type": "redirect",
            "return_url": asked.confirmation.return_url,
            "confirmation_url": f"{self.url}/pay/{name}",
        }
        self.payments[name] = {
            "id": name,
            "status": "pending",
            "amount": raw["amount"],
            "description": asked.description,
            "recipient": {"account_id": "100500", "gateway_id": "100700"},
            "created_at": self._now(),
            "confirmation": confirmation,
            "test": self.test,
            "paid": False,
            "refundable": False,
            "metadata": asked.metadata,
        }
        return self.payments[name]

    def paid(self, name: str) -> Json:
        """The buyer has paid."""
        payment = self._pending(name)
        payment |= {"status": "succeeded", "paid": True, "refundable": True, "captured_at": self._now()}
        payment |= {"income_amount": payment["amount"]}
        payment.pop("confirmation")
        return payment

    def canceled(self, name: str, reason: str = "expired_on_confirmation") -> Json:
        """The buyer has not, and cannot any more."""
        payment = self._pending(name)
        payment |= {"status": "canceled", "cancellation_details": {"party": "yoo_money", "reason": reason}}
        payment.pop("confirmation")
        return payment

    def _pending(self, name: str) -> Json:
        payment = self.payment(name)
        assert payment["status"] == "pending", f"{name} is {payment['status']} for good"
        return payment

    def _new_refund(self, raw: Json) -> Json:
        asked = read(NewRefund, raw)
        payment = self.payments.get(asked.payment_id)
        if payment is None or payment["status"] != "succeeded":
            raise invalid("Payment cannot be refunded", "payment_id")
        alive = [one for one in self._refunds_of(asked.payment_id) if one["status"] != "canceled"]
        if asked.amount.minor > minor(payment["amount"]) - sum(minor(one["amount"]) for one in alive):
            raise invalid("The refund exceeds what is left of the payment", "amount")
        name = str(uuid.uuid4())
        begun = {"id": name, "payment_id": asked.payment_id, "created_at": self._now(), "amount": raw["amount"]}
        self.refunds[name] = {**begun, "status": "pending"}
        return self.refund_ends(name, self.refunds_are)

    def refund_ends(self, name: str, status: str) -> Json:
        """A refund on its way succeeds, is canceled, or stays on its way."""
        refund = self.refund(name)
        assert refund["status"] == "pending", f"{name} is {refund['status']} for good"
        refund["status"] = status
        if status == "canceled":
            refund["cancellation_details"] = {"party": "yoo_money", "reason": "insufficient_funds"}
        payment = self.payment(refund["payment_id"])
        back = sum(minor(one["amount"]) for one in self._refunds_of(payment["id"]) if one["status"] == "succeeded")
        if back:
            payment["refunded_amount"] = {**payment["amount"], "value": f"{back // 100}.{back % 100:02}"}
            payment["refundable"] = back < minor(payment["amount"])
        return refund

    def payment(self, name: str) -> Json:
        return found(self.payments, name)

    def refund(self, name: str) -> Json:
        return found(self.refunds, name)

    def _refunds_of(self, payment_id: str) -> list[Json]:
        return [one for one in self.refunds.values() if one["payment_id"] == payment_id]

    def listed(self, things: Iterable[Json], wanted: dict[str, str]) -> Json:
        """Those that match, newest first, a page of them."""
        limit = min(int(wanted.pop("limit", "10")), self.page)
        begin = int(wanted.pop("cursor", "0"))
        if not 1 <= limit <= 100:
            raise invalid("The limit is 1 to 100", "limit")
        if strange := set(wanted) - {"created_at.gte", "captured_at.gte", "status", "payment_id"}:
            raise invalid("There is no such filter", ", ".join(strange))
        matching = sorted(
            (one for one in things if matches(one, wanted)), key=lambda one: str(one["created_at"]), reverse=True
        )
        page: Json = {"type": "list", "items": matching[begin : begin + limit]}
        return page | ({"next_cursor": str(begin + limit)} if matching[begin + limit :] else {})

    def _now(self) -> str:
        """The time, never the same twice."""
        self._moment = max(datetime.now(UTC), self._moment + timedelta(milliseconds=1))
        return stamp(self._moment)


def read(kind: type[Asked], raw: Json) -> Asked:
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        raise invalid(first["msg"], ".".join(map(str, first["loc"]))) from error


def found(things: dict[str, Json], name: str) -> Json:
    if name not in things:
        raise ApiError(404, "not_found", "There is nothing with this id", "id")
    return things[name]


def matches(one: Json, wanted: dict[str, str]) -> bool:
    """Whether all filters let it pass; moments of one form are compared as text."""
    for name, value in wanted.items():
        what, _, least = name.partition(".")
        if what not in one or (one[what] < value if least else one[what] != value):
            return False
    return True


def minor(amount: Json) -> int:
    return int(amount["value"].replace(".", ""))


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
