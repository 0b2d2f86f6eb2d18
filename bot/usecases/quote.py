"""What would it cost, and when would it be ready? Answers before anything is ordered; knows no chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.catalogue import Catalogue
from bot.prices import Prices, Tier
from bot.usecases.plan import Draft, Plan, UnknownTier, charges, lane_of, plan
from engine.effect import Offer
from storage import Store, Transaction
from storage.job import Lane, Line
from storage.ledger import Charge
from storage.workers import WorkerRow

# How far off a waiting time may be: jobs are stopped early, workers come and go, previews cost time too.
FASTER = 0.8
SLOWER = 1.6
TIER_SPAN = 2**28  # priorities of one tier; its virtual time stays far below


class Pace(NamedTuple):
    """How fast a worker is with all its slots together, in work units per second, and its slots of a lane."""

    speed: float
    slots: int


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of a draft. `have` is what the person can spend of the tier's asset, `missing` what they lack;
    `place` is 1 for the next in its lane; `eta_s` (least, most) seconds to the result, None when nobody knows yet;
    `renewed_at` is when a daily allowance is renewed."""

    plan: Plan
    charges: tuple[Charge, ...]
    have: int
    missing: int
    place: int
    eta_s: tuple[float, float] | None
    renewed_at: datetime | None

    @property
    def affordable(self) -> bool:
        return self.missing == 0


@dataclass(frozen=True, slots=True)
class AskQuote:
    """Raises UnknownEffect when no living worker offers it, UnknownTier, BadChoice."""

    store: Store
    catalogue: Catalogue

    async def __call__(self, draft: Draft) -> Quote:
        async with self.store.transaction() as tx:
            return await quote(tx, self.catalogue.prices, draft)

    async def allowance(self, person_id: str, tier: Tier, client: str | None = None) -> int:
        """How much of the tier's asset the person can spend now."""
        async with self.store.transaction() as tx:
            now = await tx.now()
            if tier.daily is None:
                return await tx.ledger.balance(person_id, tier.asset)
            owners = [f"{person_id}@{self.catalogue.prices.day(now)}"]
            if client and tier.daily_per_address:
                owners.append(f"address:{client}@{self.catalogue.prices.day(now)}")
            return await spendable(tx, tier, [Charge(owner, tier.asset, 1) for owner in owners])


async def quote(tx: Transaction, prices: Prices, draft: Draft) -> Quote:
    """The quote, inside a transaction: the day's allowance is granted on the way."""
    tier = tier_of(prices, draft)
    painters = [worker for worker in await tx.workers.living() if worker.paints]
    worked_out = plan(draft, tier, offers(painters), from_px=await parent_px(tx, draft))
    now = await tx.now()
    needed = charges(draft, worked_out, prices.day(now))
    have = await spendable(tx, tier, needed)
    line = Line(tier.name, worked_out.lane)
    ahead = await tx.jobs.ahead_of_new(draft.person_id, line, base_priority(tier), worked_out.cost)
    return Quote(
        worked_out,
        needed,
        have,
        max(0, worked_out.amount - have),
        ahead.place,
        eta_s(paces(painters, draft.effect, worked_out.lane), ahead.cost, worked_out.cost),
        prices.next_day(now) if tier.daily else None,
    )


async def parent_px(tx: Transaction, draft: Draft) -> int:
    """The longest side of the work that is painted on. Raises Missing when it is not the person's."""
    if draft.parent_work_id is None:
        return 0
    work = await tx.works.get(draft.parent_work_id, draft.person_id)
    return max(work.width, work.height)


def tier_of(prices: Prices, draft: Draft) -> Tier:
    if draft.tier not in prices.tiers:
        raise UnknownTier(draft.tier)
    return prices.tiers[draft.tier]


def offers(painters: Sequence[WorkerRow]) -> list[Offer]:
    """What the living can paint, each effect once, in the order that effects declare."""
    published = [(worker, Offer.from_json(offer)) for worker in painters for offer in worker.offers]
    by_effect = {offer.effect: offer for worker, offer in published if worker.slots_in(lane_of(offer))}
    return sorted(by_effect.values(), key=lambda offer: (offer.order, offer.effect))


async def spendable(tx: Transaction, tier: Tier, needed: Sequence[Charge]) -> int:
    """What every payer has, at least. A daily allowance is granted when it is first looked at."""
    balances = []
    for charge in needed:
        if tier.daily is not None:
            shared = charge.owner.startswith("address:")
            amount = (tier.daily_per_address or tier.daily) if shared else tier.daily
            await tx.ledger.grant(f"daily:{tier.name}:{charge.owner}", charge.owner, tier.asset, amount, "daily")
        balances.append(await tx.ledger.balance(charge.owner, tier.asset))
    return min(balances)


def base_priority(tier: Tier) -> int:
    """The priority of a tier's first job: 1 is the queue's foremost."""
    return 1 + (3 - tier.priority) * TIER_SPAN


def paces(painters: Sequence[WorkerRow], effect: str, lane: Lane) -> list[Pace]:
    """Of those whose speed was measured."""
    return [
        Pace(speed, slots)
        for worker in painters
        if (slots := worker.slots_in(lane)) and (speed := speed_of(worker, effect))
    ]


def eta_s(painters: Sequence[Pace], ahead: float, own: float) -> tuple[float, float] | None:
    """Seconds until a job of `own` work is ready with `ahead` work units before it in its lane; None when no speed was
    measured.

    At least the job has a worker to itself, at most others fill the rest of the lane. What the other lane does
    meanwhile is left to the margins.
    """
    if not painters:
        return None
    whole = sum(painter.speed for painter in painters)
    of_a_slot = sum(painter.speed / painter.slots for painter in painters)
    alone, shared = own * len(painters) / whole, own * len(painters) / of_a_slot
    return (ahead / whole + alone) * FASTER, (ahead / whole + shared) * SLOWER


def speed_of(worker: WorkerRow, effect: str) -> float | None:
    """Work units per second: the effect's, else the mean of what the worker has painted so far."""
    measured = list(worker.throughput.values())
    return worker.throughput.get(effect) or (sum(measured) / len(measured) if measured else None)
