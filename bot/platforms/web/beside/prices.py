"""`GET /prices`: everything that is sold, at the prices in force, and what is free. Reads the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.platforms.web.beside.asked import Asked
from bot.prices import STARS, Pack, Print, Tier
from bot.talk import menu
from bot.talk.scenes import tier as words

PACK = "pack"  # bot/goods/packs.py


@dataclass(frozen=True, slots=True)
class Offered:
    """One thing and its price, in words."""

    what: str
    price: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A tier: how large and how long it is painted, what is free of it, what can be bought for it."""

    title: str
    size: str
    free: str
    packs: tuple[Offered, ...]


async def show(asked: Asked) -> Mapping[str, Any]:
    texts, prices = asked.texts, asked.site.shop.catalogue.prices
    return {
        "shelves": [shelf(asked, one) for one in prices.tiers.values()],
        "subscriptions": subscriptions(asked),
        "prints": [Offered(size(asked, one), price(asked, one)) for one in prices.prints],
        "sold": asked.site.shop.till(asked.site.name, PACK) is not None,
        "minutes": prices.shown_minutes,
        "wait": menu.until(texts, prices.next_day(datetime.now(UTC))),
    }


def shelf(asked: Asked, tier: Tier) -> Shelf:
    texts = asked.texts
    packs = tuple(
        Offered(words.amount(texts, pack.asset, pack.amount), shown)
        for pack in asked.site.shop.catalogue.prices.packs_of(tier)
        if (shown := price(asked, pack))
    )
    free = texts("pages-daily", daily=tier.daily) if tier.daily else ""
    return Shelf(words.title(texts, tier), words.size(texts, tier), free, packs)


def subscriptions(asked: Asked) -> list[Offered]:
    """What is renewed by itself is sold for Stars alone: nothing, where nobody takes them."""
    shop, texts = asked.site.shop, asked.texts
    if all(till.currency != STARS for till in shop.tills.values()):
        return []
    return [
        Offered(words.amount(texts, one.asset, one.amount), price(asked, one), menu.money(texts, stars))
        for one in shop.catalogue.prices.subscriptions
        if (stars := shop.catalogue.prices.money(one, STARS))
    ]


def price(asked: Asked, sold: Pack | Print) -> str:
    """In the money of this place; nothing for what is not sold for it."""
    shop = asked.site.shop
    currency = shop.catalogue.prices.currency if isinstance(sold, Print) else shop.currency(asked.site.name)
    money = shop.catalogue.prices.money(sold, currency)
    return menu.money(asked.texts, money) if money else ""


def size(asked: Asked, canvas: Print) -> str:
    return asked.texts("pages-canvas", width=canvas.width_cm, height=canvas.height_cm)
