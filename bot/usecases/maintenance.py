"""Maintenance: for a while nothing new is ordered or bought, and people read why; what was begun goes on. No chat.

How it stands is asked in the transaction that orders: one row by its key, and every process sees it at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Self

from bot.texts import Texts
from storage import Store, Transaction

NAME = "maintenance"  # of the switch


@dataclass(frozen=True, slots=True)
class Outage:
    """What people read, by language where the owner has words of their own; `until` is when we are back, if known."""

    words: Mapping[str, str] = field(default_factory=dict)
    until: datetime | None = None

    def text(self, texts: Texts) -> str:
        """Why, in this language."""
        return self.words.get(texts.locale) or texts("maintenance-text")

    def to_json(self) -> dict[str, Any]:
        return {"on": True, "words": dict(self.words), "until": self.until.isoformat() if self.until else None}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        return cls(said["words"], datetime.fromisoformat(said["until"]) if said["until"] else None)


def next_moment(clock: time, now: datetime) -> datetime:
    """The next time that a clock in the zone of `now` shows this."""
    moment = datetime.combine(now.date(), clock, now.tzinfo)
    return moment if moment > now else moment + timedelta(days=1)


class Closed(Exception):
    """Nothing is ordered or bought during `outage`."""

    def __init__(self, outage: Outage) -> None:
        super().__init__("maintenance")
        self.outage = outage


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Whoever runs the service begins and ends it; that is written to the audit log."""

    store: Store

    async def now(self) -> Outage | None:
        async with self.store.reading() as tx:
            return await outage(tx)

    async def begin(self, who: str, planned: Outage) -> None:
        """From now on; begun again, the words are others."""
        async with self.store.transaction() as tx:
            await tx.switches.set(NAME, planned.to_json(), who)
            await tx.audit.add(who, "maintenance on", "", {**planned.words, "until": planned.to_json()["until"]})

    async def end(self, who: str) -> bool:
        """We are back; False when we were not away."""
        async with self.store.transaction() as tx:
            if await outage(tx) is None:
                return False
            await tx.switches.set(NAME, {"on": False}, who)
            await tx.audit.add(who, "maintenance off")
        return True


async def outage(tx: Transaction) -> Outage | None:
    """What lasts now."""
    switch = await tx.switches.get(NAME)
    return Outage.from_json(switch.value) if switch and switch.value["on"] else None


async def open_now(tx: Transaction) -> None:
    """Asked before anything new is begun. Raises Closed."""
    if lasting := await outage(tx):
        raise Closed(lasting)
