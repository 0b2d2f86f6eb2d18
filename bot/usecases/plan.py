"""From what a person wants to what a worker is asked: options, cost, charges. Arithmetic only: knows no database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.chat import Address
from bot.prices import Fee, Range, Tier
from engine.effect import Offer
from engine.ladder import Size
from engine.options import OptionSpec
from storage.job import Lane
from storage.ledger import Charge

# Options that the tier decides; an effect that has them names them so.
SIDE = "side_px"
ITERATIONS = "iterations"

Value = int | bool | str | tuple[int, ...]


class UnknownEffect(Exception):
    """No living worker offers this effect now."""


class UnknownTier(Exception):
    """The catalogue has no such tier (any more)."""


class BadChoice(Exception):
    """`option` is unknown, not the person's to choose, or takes no such value."""

    def __init__(self, option: str, value: object) -> None:
        super().__init__(f"{option}={value!r}")
        self.option = option
        self.value = value


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a person wants painted. `size` is the photo's, upright, in px; `client` a hashed network address;
    `status_message` the message that is to become the status of the job; `mask_key` says which part is painted,
    `look_key` by which learned look. `album` are further photos of the same order, by key and size."""

    person_id: str
    address: Address
    tier: str
    effect: str
    photo_key: str
    size: Size
    style_keys: tuple[str, ...] = ()
    options: Mapping[str, Value] = field(default_factory=dict)
    group: bool = False
    client: str | None = None
    parent_work_id: str | None = None
    mask_key: str | None = None
    look_key: str | None = None
    status_message: str | None = None
    album: tuple[tuple[str, Size], ...] = ()

    @property
    def sizes(self) -> tuple[Size, ...]:
        """Of all photos, in their order."""
        return (self.size, *(size for _, size in self.album))

    def parts(self) -> tuple["Draft", ...]:
        """The same for each photo alone, in their order."""
        first = replace(self, album=())
        return (first, *(replace(first, photo_key=key, size=size) for key, size in self.album))


@dataclass(frozen=True, slots=True)
class Plan:
    """A draft worked out: every option has its value. `cost` is in work units for all `photos` together; `fee` and
    `iterations` are those of one."""

    tier: Tier
    effect: str
    lane: Lane
    options: Mapping[str, Value]
    iterations: int
    cost: float
    fee: Fee
    photos: int = 1

    @property
    def amount(self) -> int:
        """What all photos cost, in the tier's asset."""
        return self.photos * self.fee.amount


def plan(draft: Draft, tier: Tier, offers: Iterable[Offer], *, from_px: int = 0) -> Plan:
    """Work out a draft; `from_px` is the longest side of a work to paint on. Raises UnknownEffect, BadChoice."""
    offer = next((offer for offer in offers if offer.effect == draft.effect), None)
    if offer is None:
        raise UnknownEffect(draft.effect)
    photos = len(draft.sizes)
    if photos > offer.most_photos:
        raise BadChoice("photos", photos)
    specs = {spec.name: spec for spec in offer.options}
    iterations = iterations_of(draft, tier, specs.get(ITERATIONS))
    chosen = {name: checked(specs, name, value) for name, value in draft.options.items() if name != ITERATIONS}
    fixed: dict[str, Value] = {}
    if SIDE in specs:
        fixed[SIDE] = min(tier.side_px, specs[SIDE].high)
    if ITERATIONS in specs:
        fixed[ITERATIONS] = iterations
    options = {**chosen, **operators(tier, offer), **fixed}
    passes = iterations if ITERATIONS in specs else 1
    cost = sum(offer.work(size, tier.side_px, passes, from_px=from_px) for size in draft.sizes)
    fee = tier.fee(offer.effect, iterations, counted=ITERATIONS in specs)
    return Plan(tier, offer.effect, lane_of(offer), options, iterations, cost, fee, photos)


def lane_of(offer: Offer) -> Lane:
    """Where the jobs of an effect wait."""
    return Lane.QUICK if offer.quick else Lane.LONG


def in_one_pass(options: Mapping[str, Any]) -> bool:
    """Whether a job or work with these options is painted at once: nobody counts its iterations."""
    return ITERATIONS not in options


def operators(tier: Tier, offer: Offer) -> dict[str, Value]:
    """What whoever runs the service chose for this tier, of the options that the effect has."""
    return {spec.name: tier.options[spec.name] for spec in offer.options if spec.name in tier.options}


def iterations_of(draft: Draft, tier: Tier, spec: OptionSpec | None) -> int:
    """The tier's iterations, or the person's within the tier's range; an effect without any costs the least."""
    if isinstance(tier.iterations, int):
        return tier.iterations if spec else 1
    if spec is None:
        return tier.iterations.low
    return asked(draft.options.get(ITERATIONS), tier.iterations)


def asked(value: Value | None, allowed: Range) -> int:
    if value is None:
        return allowed.default
    if not isinstance(value, int) or value not in allowed:
        raise BadChoice(ITERATIONS, value)
    return value


def checked(specs: Mapping[str, OptionSpec], name: str, value: Value) -> Value:
    """The value, if the option exists, is the person's to choose, and the value is one that it takes."""
    spec = specs.get(name)
    if spec is None or name == SIDE or spec.audience == "operator" or not takes(spec, value):
        raise BadChoice(name, value)
    return value


def takes(spec: OptionSpec, value: Value) -> bool:
    """Whether the value is of the option's kind, within its bounds, and a person's to say."""
    match spec.kind:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return within(spec, value)
        case "choice":
            return value in spec.choices and value not in spec.operator_words
        case "numbers":
            return isinstance(value, tuple) and len(value) <= spec.most and all(within(spec, one) for one in value)


def within(spec: OptionSpec, value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and spec.low <= value <= spec.high


def from_json(options: Mapping[str, Any]) -> dict[str, Value]:
    """Options as a job or a work keeps them: JSON knows no tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in options.items()}


def charges(draft: Draft, worked_out: Plan, day: str) -> tuple[Charge, ...]:
    """Who pays: the person's account; of a daily allowance, the person's and the address's for that day."""
    tier, amount = worked_out.tier, worked_out.amount
    if tier.daily is None:
        return (Charge(draft.person_id, tier.asset, amount),)
    owners = [f"{draft.person_id}@{day}"]
    if draft.client and tier.daily_per_address:
        owners.append(f"address:{draft.client}@{day}")
    return tuple(Charge(owner, tier.asset, amount) for owner in owners)
