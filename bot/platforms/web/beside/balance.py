"""`GET /balance`: what a visitor has, and everything that came and went, in the words of the chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.platforms.web.beside.asked import Asked, turn
from bot.talk import menu
from bot.talk.scenes import balance, tier

LINES = 25


@dataclass(frozen=True, slots=True)
class Having:
    """So much of a tier's asset."""

    title: str
    what: str


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the journal."""

    moment: datetime
    at: str
    what: str
    came: bool
    why: str


async def show(asked: Asked) -> Mapping[str, Any]:
    texts = asked.texts
    if asked.person is None:
        return {"havings": [], "lines": []}
    shown = await asked.site.balance(asked.person.person_id, asked.client, lines=LINES + 1, offset=asked.offset)
    journal = shown.journal[:LINES]
    return {
        "havings": [
            Having(tier.title(texts, one.tier), tier.amount(texts, one.tier.asset, one.amount))
            for one in shown.holdings
        ],
        "wait": menu.until(texts, shown.renewed_at) if any(one.tier.daily for one in shown.holdings) else "",
        "lines": [
            Change(
                entry.created_at,
                asked.at(entry.created_at),
                balance.change(texts, entry),
                entry.amount > 0,
                balance.why(texts, entry),
            )
            for entry in journal
        ],
        "turn": turn(asked.offset, LINES, len(shown.journal) > LINES),
    }
