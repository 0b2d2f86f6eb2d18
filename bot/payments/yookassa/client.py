"""YooKassa's API: payments and refunds over HTTP, every call bounded in time. Knows no purchase and no database."""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from aiohttp import ClientError, ClientSession, ClientTimeout, encode_basic_auth
from pydantic import BaseModel, Field, SecretStr, ValidationError

from bot.prices import MINOR_UNITS, Money
from bot.till import TillBusy, TillRefused

PAGE = 100  # objects in one answer, the most there are
LATER_S = 60.0
PURCHASE = "purchase_id"  # in the metadata of our payments

Json = dict[str, Any]
Read = TypeVar("Read", bound=BaseModel)


class Unknown(TillRefused):
    """YooKassa has nothing under this id."""


class Amount(BaseModel):
    """250.00 RUB."""

    value: Annotated[Decimal, Field(ge=0, decimal_places=2)]
    currency: str

    @property
    def money(self) -> Money:
        return Money(int(self.value * MINOR_UNITS), self.currency)


class Confirmation(BaseModel):
    """Where the buyer pays."""

    confirmation_url: str | None = None


class Cancellation(BaseModel):
    """Who gave up, and why."""

    party: str
    reason: str


class Charge(BaseModel):
    """A payment as YooKassa has it now."""

    id: str
    status: Literal["pending", "waiting_for_capture", "succeeded", "canceled"]
    amount: Amount
    test: bool
    created_at: datetime
    captured_at: datetime | None = None
    refunded_amount: Amount | None = None
    metadata: Mapping[str, str | None] = Field(default_factory=dict)
    confirmation: Confirmation = Confirmation()
    cancellation_details: Cancellation | None = None

    @property
    def purchase_id(self) -> str | None:
        """What it was asked for; None: by somebody else who uses the same shop."""
        return self.metadata.get(PURCHASE)

    @property
    def whole_back(self) -> bool:
        """Whether all of it went back."""
        return self.refunded_amount is not None and self.refunded_amount.value >= self.amount.value


class Refund(BaseModel):
    """Money on its way back, or back."""

    id: str
    payment_id: str
    status: Literal["pending", "succeeded", "canceled"]
    amount: Amount
    created_at: datetime
    cancellation_details: Cancellation | None = None


def written(amount: Money) -> Json:
    """An amount as the API takes it: a string with two decimals."""
    return {"value": f"{amount.minor // MINOR_UNITS}.{amount.minor % MINOR_UNITS:02}", "currency": amount.currency}


@dataclass(frozen=True, slots=True)
class Client:
    """A shop at YooKassa. Raises TillBusy when an answer is not to be had now, TillRefused when it is no, Unknown
    when there is nothing of that id. Nothing that it raises holds the secret."""

    url: str
    shop_id: str
    secret: SecretStr
    timeout_s: float

    async def pay(self, body: Json, key: str) -> Charge:
        """Begin a payment; the same key and body are the same payment."""
        return read(Charge, await self._call("POST", "/payments", key=key, body=body))

    async def charge(self, charge_id: str) -> Charge:
        return read(Charge, await self._call("GET", f"/payments/{charge_id}"))

    def charges(self, **wanted: str) -> AsyncIterator[Charge]:
        """Those that match, newest first; `__` in a name is the API's dot."""
        return self._list(Charge, "/payments", wanted)

    async def send_back(self, body: Json, key: str) -> Refund:
        """Begin a refund; the same key and body are the same refund."""
        return read(Refund, await self._call("POST", "/refunds", key=key, body=body))

    async def refund(self, refund_id: str) -> Refund:
        return read(Refund, await self._call("GET", f"/refunds/{refund_id}"))

    def refunds(self, **wanted: str) -> AsyncIterator[Refund]:
        """Those that match, newest first."""
        return self._list(Refund, "/refunds", wanted)

    async def _list(self, kind: type[Read], path: str, wanted: Mapping[str, str]) -> AsyncIterator[Read]:
        asked = {name.replace("__", "."): value for name, value in wanted.items()} | {"limit": str(PAGE)}
        while True:
            page = await self._call("GET", path, asked=asked)
            for one in page.get("items", ()):
                yield read(kind, one)
            if not page.get("next_cursor"):
                return
            asked["cursor"] = page["next_cursor"]

    async def _call(
        self, method: str, path: str, *, key: str = "", asked: Mapping[str, str] = {}, body: Json | None = None
    ) -> Json:
        headers = {"Authorization": encode_basic_auth(self.shop_id, self.secret.get_secret_value())}
        headers |= {"Idempotence-Key": key} if key else {}
        limit = ClientTimeout(total=self.timeout_s)
        try:  # a connection for each call: they are few, and none is left open when the process ends
            async with (
                ClientSession(headers=headers, timeout=limit) as http,
                http.request(method, self.url + path, params=asked, json=body, allow_redirects=False) as answer,
            ):
                status, said = answer.status, parsed(await answer.read())
        except (ClientError, TimeoutError) as error:
            raise TillBusy(f"{method} {path}: {type(error).__name__}") from error
        if status == 200 and said is not None:
            return said
        raise failure(status, said or {})


def parsed(raw: bytes) -> Json | None:
    """A JSON object; None for what is none: a page of a proxy, say."""
    try:
        said = json.loads(raw)
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def read(kind: type[Read], said: Json) -> Read:
    try:
        return kind.model_validate(said)
    except ValidationError as error:
        places = ", ".join(".".join(map(str, one["loc"])) for one in error.errors())
        raise TillBusy(f"{kind.__name__} cannot be read: {places}") from error


def failure(status: int, said: Json) -> TillBusy | TillRefused:
    """What an answer that is no success means for whoever asked."""
    about = said.get("parameter")
    why = f"{status} {said.get('description', '')}".strip() + (f" ({about})" if about else "")
    if status == 404:
        return Unknown(why)
    if 400 <= status < 500 and status != 429:
        return TillRefused(why)
    after_ms = said.get("retry_after")
    return TillBusy(why, after_ms / 1000 if isinstance(after_ms, int) else LATER_S)
