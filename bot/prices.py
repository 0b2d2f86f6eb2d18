"""The catalogue: tiers, packs, prints, and what a job costs. Read from TOML; knows no storage, no chat and no till."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.settings import Misconfigured

BUILT_IN = Path(__file__).with_name("prices.toml")
MINOR_UNITS = 100  # kopecks in a rouble, cents in a dollar
STARS = "XTR"  # Telegram's code for its Stars, which have no smaller unit
PERIOD_S = 2_592_000  # of a subscription, 30 days: Bot API, createInvoiceLink, "must always be"
DEAREST_PERIOD = 10_000  # Stars: the same
DEAREST_PICTURE = 25_000  # Stars: Bot API, sendPaidMedia

Price = Annotated[Decimal, Field(gt=0, decimal_places=2)]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the smallest unit of its currency: Money(5000, "RUB") is 50 roubles, Money(49, "XTR") 49 Stars."""

    minor: int
    currency: str


class Declared(BaseModel):
    """A part of the catalogue as the file declares it: unknown words are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Range(Declared):
    """Iterations that the person chooses."""

    low: int = Field(ge=1)
    high: int
    step: int = Field(1, ge=1)
    default: int

    @model_validator(mode="after")
    def ordered(self) -> Self:
        if self.default not in self:
            raise ValueError("`default` must be one of low, low + step … high")
        return self

    def __contains__(self, iterations: object) -> bool:
        return isinstance(iterations, int) and iterations in range(self.low, self.high + 1, self.step)


class Pack(Declared):
    """What one payment buys: `amount` units of an asset. `stars` is its price in Stars where the rule of the catalogue
    does not give a nice one."""

    asset: str
    amount: int = Field(ge=1)
    price: Price
    stars: int | None = Field(None, ge=1)

    @property
    def name(self) -> str:
        """By which a button and a purchase mean it: hd_iteration.1000."""
        return f"{self.asset}.{self.amount}"


class Subscription(Pack):
    """A pack every 30 days, until it is cancelled: the only period that Telegram's Stars know."""


class Stars(Declared):
    """How many Stars a price is: as many as bring that price, each being paid out at `usd` dollars."""

    usd: Annotated[Decimal, Field(gt=0)]
    currency_per_usd: Annotated[Decimal, Field(gt=0)]

    def of(self, price: Decimal) -> int:
        return ceil(price / (self.usd * self.currency_per_usd))


class Print(Declared):
    """A canvas with delivery; `name` is what a button and a purchase mean it by. `wrap_cm` of it go round each edge of
    the frame, and are printed beside the front."""

    name: str = Field(pattern=r"^[a-z0-9_]{1,16}$")
    width_cm: int = Field(ge=5)
    height_cm: int = Field(ge=5)
    wrap_cm: int = Field(4, ge=1, le=5)
    price: Price


class Bonus(Declared):
    """What the house gives: to who invites somebody and to who was invited, when the latter has had a painting."""

    asset: str
    amount: int = Field(ge=1)
    most: int = Field(10, ge=1)


class LookFirst(Declared):
    """A large picture of what is painted at once is shown blurred and paid afterwards, where a platform sells so: for
    so many Stars, and at `most` so many that are not paid for a person a day."""

    stars: int = Field(ge=1, le=DEAREST_PICTURE)
    most: int = Field(3, ge=1)


class Tier(Declared):
    """How large and how long a job is painted, and which asset pays for it: a run, or each iteration.

    `effects` are those whose picture costs so many units, whatever its iterations. `daily` units are everyone's each
    day; those of `daily_per_address` are shared by all who come from one address. Tiers of a greater `priority` are
    painted before those of a smaller one. `options` are those of an effect that only whoever runs the service may
    choose; the worker's start tells whether there are such.
    """

    name: str
    side_px: int = Field(ge=16)
    iterations: int | Range
    asset: str
    per: Literal["run", "iteration"]
    daily: int | None = Field(None, ge=1)
    daily_per_address: int | None = Field(None, ge=1)
    priority: int = Field(0, ge=0, le=3)
    effects: Mapping[str, Annotated[int, Field(ge=1)]] = Field(default_factory=dict)
    options: Mapping[str, bool | int | str | tuple[int, ...]] = Field(default_factory=dict)

    def fee(self, effect: str, iterations: int, *, counted: bool = True) -> "Fee":
        """What one picture costs. Who paints in one pass has no iterations to be `counted`: it is used whole."""
        by_iteration = self.per == "iteration" and effect not in self.effects
        amount = iterations if by_iteration else 1
        return Fee(self.asset, self.effects.get(effect, amount), by_iteration and counted)


@dataclass(frozen=True, slots=True)
class Fee:
    """What a job costs, as it was shown and as it is kept with the job: later prices change nothing. `by_iteration`:
    what was not painted is given back."""

    asset: str
    amount: int
    by_iteration: bool

    def used(self, done: int) -> int:
        """What is captured after `done` iterations."""
        return min(done, self.amount) if self.by_iteration else self.amount


class Prices(Declared):
    """The whole catalogue; open it with `Prices.load`."""

    currency: str
    unfinished_jobs: int = Field(ge=1)
    day_starts_utc: int = Field(0, ge=0, le=23)
    shown_minutes: int = Field(60, ge=5)
    gift_days: int = Field(90, ge=1)
    tiers: Mapping[str, Tier]
    packs: tuple[Pack, ...] = ()
    subscriptions: tuple[Subscription, ...] = ()
    prints: tuple[Print, ...] = ()
    stars: Stars | None = None
    invitation: Bonus | None = None
    look_first: LookFirst | None = None

    @model_validator(mode="after")
    def named_once(self) -> Self:
        for what, names in {
            "packs": [pack.name for pack in self.packs],
            "subscriptions": [one.name for one in self.subscriptions],
            "prints": [one.name for one in self.prints],
        }.items():
            if twice := [name for name, times in Counter(names).items() if times > 1]:
                raise ValueError(f"{what}: {', '.join(twice)} twice")
        return self

    @model_validator(mode="after")
    def spendable(self) -> Self:
        assets = {tier.asset for tier in self.tiers.values() if tier.daily is None}
        sold: list[Pack | Bonus] = [*self.packs, *self.subscriptions, *([self.invitation] if self.invitation else [])]
        if useless := sorted({one.asset for one in sold} - assets):
            raise ValueError(f"no tier is paid with {', '.join(useless)}")
        return self

    @model_validator(mode="after")
    def payable(self) -> Self:
        for one in self.subscriptions:
            if (price := self.money(one, STARS)) and price.minor > DEAREST_PERIOD:
                raise ValueError(f"subscription {one.name}: {price.minor} Stars, at most {DEAREST_PERIOD} are possible")
        return self

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """The catalogue in `path`, else the built-in one; Misconfigured says what is wrong with it."""
        source = path or BUILT_IN
        try:
            return cls.parse(source.read_text())
        except (OSError, ValueError) as error:
            raise Misconfigured(f"MAZOK_PRICES={source}: {error}") from error

    @classmethod
    def parse(cls, text: str) -> Self:
        """The catalogue that a TOML text declares; ValueError says what is wrong with it."""
        declared = tomllib.loads(text)
        tiers = {name: {"name": name, **tier} for name, tier in declared.pop("tiers", {}).items()}
        try:
            return cls.model_validate({**declared, "tiers": tiers})
        except ValidationError as error:
            wrong = [(".".join(map(str, one["loc"])), one["msg"]) for one in error.errors()]
            raise ValueError("; ".join(f"{where}: {what}" if where else what for where, what in wrong)) from error

    @property
    def largest(self) -> Tier:
        return max(self.tiers.values(), key=lambda tier: tier.side_px)

    def packs_of(self, tier: Tier) -> tuple[Pack, ...]:
        """What can be bought for a tier, the smallest pack first; nothing for a free one."""
        return tuple(sorted((p for p in self.packs if p.asset == tier.asset), key=lambda pack: pack.amount))

    def money(self, pack: Pack | Print, currency: str | None = None) -> Money | None:
        """What it costs in the catalogue's currency, or in Stars; None where it is not sold for them."""
        if currency in (None, self.currency):
            return Money(int(pack.price * MINOR_UNITS), self.currency)
        if currency != STARS or isinstance(pack, Print):  # what is not digital cannot be paid with Stars
            return None
        stars = pack.stars or (self.stars.of(pack.price) if self.stars else None)
        return Money(stars, STARS) if stars else None

    def day(self, now: datetime) -> str:
        """The day of an allowance at `now`, as 2026-11-21."""
        return (now + timedelta(hours=-self.day_starts_utc % 24)).date().isoformat()

    def next_day(self, now: datetime) -> datetime:
        """When daily allowances are renewed next."""
        start = now.replace(hour=self.day_starts_utc, minute=0, second=0, microsecond=0)
        return start if start > now else start + timedelta(days=1)
