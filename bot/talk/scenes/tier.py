"""Choosing the tier: how large, how long, for how much. Reads the catalogue; names no tier."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.chat import Message
from bot.prices import Range, Tier
from bot.talk import menu
from bot.talk.action import action
from bot.talk.scenes import summary
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.quote import Quote


@action()
async def choose(turn: Turn, sketch_id: str) -> None:
    """Every tier with its price, and what the person has of it."""
    if await summary.is_old(turn, sketch_id):
        return
    texts = turn.texts
    lines, rows = [texts("tier-which")], []
    for tier in turn.can.prices.tiers.values():
        have = await turn.can.quote.allowance(turn.person.person_id, tier, turn.incoming.client)
        lines.append("\n".join([texts("tier-is", tier=title(texts, tier)), size(texts, tier), price(turn, tier, have)]))
        rows.append((take.button(title(texts, tier), sketch_id, tier.name),))
    rows.append((summary.back.button(texts("button-back"), sketch_id),))
    await turn.show(Message("\n\n".join(lines), tuple(rows), await summary.card(turn)))


@action()
async def take(turn: Turn, sketch_id: str, name: str) -> None:
    """In this tier then."""
    if await summary.is_old(turn, sketch_id):
        return
    turn.sketch = replace(turn.sketch, tier=name)
    await turn.show(await summary.next_step(turn))


def title(texts: Texts, tier: Tier) -> str:
    return texts.titled(f"tier-{tier.name}", tier.name)


def size(texts: Texts, tier: Tier) -> str:
    """How large and how long it is painted."""
    span = tier.iterations
    if isinstance(span, Range):
        return texts("tier-size-range", side=tier.side_px, low=span.low, high=span.high)
    return texts("tier-size", side=tier.side_px, iterations=span)


def price(turn: Turn, tier: Tier, have: int) -> str:
    """Free so often a day, or what a pack costs; and what the person has."""
    texts = turn.texts
    if tier.daily is not None:
        renewed = turn.can.prices.next_day(datetime.now(UTC))
        return daily(texts, tier.daily, have, renewed)
    return texts("price-packs", packs=packs(turn, tier), have=amount(texts, tier.asset, have))


def packs(turn: Turn, tier: Tier) -> str:
    """What can be bought for a tier, in a row, in the money of the place."""
    texts, prices = turn.texts, turn.can.prices
    currency = turn.can.shop.currency(turn.address.platform)
    return ", ".join(
        texts("price-pack", what=amount(texts, pack.asset, pack.amount), price=menu.money(texts, price))
        for pack in prices.packs_of(tier)
        if (price := prices.money(pack, currency))
    )


def daily(texts: Texts, amount: int, have: int, renewed_at: datetime | None) -> str:
    """So many a day, so many of them left, and when there are new ones."""
    said = texts("price-daily", daily=amount, have=have)
    return texts("price-renewed", price=said, wait=menu.until(texts, renewed_at)) if renewed_at else said


def cost(texts: Texts, quote: Quote) -> str:
    """What this painting takes of what the person has."""
    tier = quote.plan.tier
    if tier.daily is not None and quote.plan.photos == 1:
        return daily(texts, tier.daily, quote.have, quote.renewed_at if 0 < quote.have < tier.daily else None)
    has = amount(texts, tier.asset, quote.have)
    return texts("price-run", price=amount(texts, tier.asset, quote.plan.amount), have=has)


def missing(turn: Turn, quote: Quote) -> str:
    """What is missing, and how one comes by it."""
    texts, tier = turn.texts, quote.plan.tier
    if quote.renewed_at is not None:
        several = "missing-daily-album" if quote.have else "missing-daily"
        return texts(several, have=quote.have, wait=menu.until(texts, quote.renewed_at))
    lacks = amount(texts, tier.asset, quote.missing)
    return texts("missing-bought", missing=lacks, packs=packs(turn, tier))


async def instead(turn: Turn, quote: Quote) -> Tier | None:
    """The first other tier that the person can pay for by the smallest job."""
    for tier in turn.can.prices.tiers.values():
        once = tier.fee(quote.plan.effect, tier.iterations.low if isinstance(tier.iterations, Range) else 1)
        least = once.amount * quote.plan.photos
        if tier.name == quote.plan.tier.name:
            continue
        if await turn.can.quote.allowance(turn.person.person_id, tier, turn.incoming.client) >= least:
            return tier
    return None


def amount(texts: Texts, asset: str, number: int) -> str:
    """So many of an asset, in words."""
    key = f"asset-{asset.replace('_', '-')}"
    return texts(key, count=number) if key in texts else f"{number} × {asset}"
