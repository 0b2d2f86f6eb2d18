"""The catalogue: tiers, packs and what a job costs. Read from a file; knows no storage, no chat and no provider."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.settings import Misconfigured

BUILT_IN = Path(__file__).with_name("prices.toml")
MINOR_UNITS = 100  # kopecks in a rouble, cents in a dollar


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the smallest unit of its currency: Money(5000, "RUB") is 50 roubles."""

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
    """What one payment buys: `amount` units of an asset."""

    asset: str
    amount: int = Field(ge=1)
    price: Annotated[Decimal, Field(gt=0, decimal_places=2)]


class Tier(Declared):
    """How large and how long a job is painted, and which asset pays for it: a run, or each iteration.

    `daily` units are everyone's each day; those of `daily_per_address` are shared by all who come from one address.
    Tiers of a greater `priority` are painted before those of a smaller one. `options` are those of an effect that only
    whoever runs the service may choose; the worker's start tells whether there are such.
    """

    name: str
    side_px: int = Field(ge=16)
    iterations: int | Range
    asset: str
    per: Literal["run", "iteration"]
    daily: int | None = Field(None, ge=1)
    daily_per_address: int | None = Field(None, ge=1)
    priority: int = Field(0, ge=0, le=3)
    options: Mapping[str, bool | int | str | tuple[int, ...]] = Field(default_factory=dict)

    def units(self, iterations: int) -> int:
        """How many units of the asset a job of so many iterations costs; also what is captured after so many."""
        return iterations if self.per == "iteration" else 1


class Prices(Declared):
    """The whole catalogue; open it with `Prices.load`."""

    currency: str
    unfinished_jobs: int = Field(ge=1)
    day_starts_utc: int = Field(0, ge=0, le=23)
    tiers: Mapping[str, Tier]
    packs: tuple[Pack, ...] = ()

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """The catalogue in `path`, else the built-in one; Misconfigured says what is wrong with it."""
        source = path or BUILT_IN
        try:
            declared = tomllib.loads(source.read_text())
            tiers = {name: {"name": name, **tier} for name, tier in declared.pop("tiers", {}).items()}
            return cls.model_validate({**declared, "tiers": tiers})
        except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
            raise Misconfigured(f"MAZOK_PRICES={source}: {error}") from error

    def packs_of(self, tier: Tier) -> tuple[Pack, ...]:
        """What can be bought for a tier, the smallest pack first; nothing for a free one."""
        return tuple(sorted((p for p in self.packs if p.asset == tier.asset), key=lambda pack: pack.amount))

    def money(self, pack: Pack) -> Money:
        return Money(int(pack.price * MINOR_UNITS), self.currency)

    def day(self, now: datetime) -> str:
        """The day of an allowance at `now`, as 2026-11-21."""
        return (now + timedelta(hours=-self.day_starts_utc % 24)).date().isoformat()

    def next_day(self, now: datetime) -> datetime:
        """When daily allowances are renewed next."""
        start = now.replace(hour=self.day_starts_utc, minute=0, second=0, microsecond=0)
        return start if start > now else start + timedelta(days=1)
