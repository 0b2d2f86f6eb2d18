"""Broadcasts: letters from whoever runs the service to everybody who wants news. Knows no words of ours and no chat.

One process at a time sends one broadcast. A letter is noted as SENDING before it is sent: where the process dies then,
nobody knows whether it arrived, so that it stays UNSURE and nobody gets it twice.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, exists, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import now
from storage.errors import Missing
from storage.feed_tables import broadcasts, letters
from storage.readers import how_many, readers
from storage.tables import people


class BroadcastState(StrEnum):
    """DRAFT until it is started; SENDING, PAUSED and SENDING again; DONE, or STOPPED before that."""

    DRAFT = "draft"
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"


class LetterState(StrEnum):
    """How one letter stands. GONE: they do not want to hear from us; FAILED: the platform refused it."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    GONE = "gone"
    FAILED = "failed"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Broadcast:
    """`texts` are by language."""

    broadcast_id: str
    texts: dict[str, str]
    who: str
    state: BroadcastState
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Letter:
    """To one person, where they talked to us last."""

    broadcast_id: str
    seq: int
    person_id: str
    platform: str
    chat: str
    locale: str


ROW = [broadcasts.c[field.name] for field in fields(Broadcast)]
MOVES = {  # from where a broadcast may come into a state
    BroadcastState.SENDING: (BroadcastState.PAUSED,),
    BroadcastState.PAUSED: (BroadcastState.SENDING,),
    BroadcastState.STOPPED: (BroadcastState.DRAFT, BroadcastState.SENDING, BroadcastState.PAUSED),
}


def _broadcast(row: Row[Any]) -> Broadcast:
    return Broadcast(**{**row._mapping, "state": BroadcastState(row.state)})


@dataclass(frozen=True, slots=True)
class Broadcasts:
    """Writing one, starting it, sending it letter by letter, counting."""

    connection: AsyncConnection

    async def add(self, broadcast_id: str, texts: Mapping[str, str], who: str) -> None:
        """A draft."""
        draft = {"broadcast_id": broadcast_id, "texts": dict(texts), "who": who, "state": BroadcastState.DRAFT}
        await self.connection.execute(insert(broadcasts).values(**draft, created_at=now()))

    async def get(self, broadcast_id: str) -> Broadcast:
        """Raises Missing."""
        found = select(*ROW).where(broadcasts.c.broadcast_id == broadcast_id)
        row = (await self.connection.execute(found)).one_or_none()
        if row is None:
            raise Missing("broadcast", broadcast_id)
        return _broadcast(row)

    async def newest(self, limit: int) -> list[Broadcast]:
        """What was written last?"""
        found = select(*ROW).order_by(broadcasts.c.created_at.desc(), broadcasts.c.broadcast_id).limit(limit)
        return [_broadcast(row) for row in await self.connection.execute(found)]

    async def readers(self) -> int:
        """To how many people would one go that is started now?"""
        return (await self.connection.execute(how_many())).scalar_one()

    async def start(self, broadcast_id: str) -> int:
        """A letter to everybody who wants news now, wherever they talked to us last; returns how many. Raises Missing
        for what is no draft."""
        started = {"state": BroadcastState.SENDING, "started_at": now()}
        await self._change(broadcast_id, (BroadcastState.DRAFT,), started)
        one = readers().subquery()
        row_number = func.row_number().over(order_by=one.c.person_id)
        waiting = literal(LetterState.WAITING.value)
        rows = select(literal(broadcast_id), row_number, one.c.person_id, one.c.platform, one.c.external_id, waiting)
        columns = ["broadcast_id", "seq", "person_id", "platform", "chat", "state"]
        await self.connection.execute(insert(letters).from_select(columns, rows))
        return (await self.tally(broadcast_id))[LetterState.WAITING]

    async def move(self, broadcast_id: str, state: BroadcastState) -> None:
        """Pause, go on or stop; raises Missing where it does not stand so that it could."""
        ended = now() if state is BroadcastState.STOPPED else None
        await self._change(broadcast_id, MOVES[state], {"state": state, "ended_at": ended})

    async def due(self) -> bool:
        """Is any to be sent?"""
        sending = select(broadcasts.c.broadcast_id).where(broadcasts.c.state == BroadcastState.SENDING).limit(1)
        return (await self.connection.execute(sending)).first() is not None

    async def lease(self, owner: str, lease_s: float) -> str | None:
        """A broadcast that is to be sent and that nobody else sends: ours for so long. What was being sent when its
        former owner died is UNSURE from now on."""
        free = or_(broadcasts.c.leased_until.is_(None), broadcasts.c.leased_until < now(), broadcasts.c.owner == owner)
        due = (broadcasts.c.state == BroadcastState.SENDING, free)
        first = select(broadcasts.c.broadcast_id).where(*due).order_by(broadcasts.c.started_at).limit(1)
        ours = update(broadcasts).where(broadcasts.c.broadcast_id == first.scalar_subquery(), *due)
        leased = ours.values(owner=owner, leased_until=now(lease_s)).returning(broadcasts.c.broadcast_id)
        broadcast_id: str | None = (await self.connection.execute(leased)).scalar_one_or_none()
        if broadcast_id is not None:
            doubtful = (letters.c.broadcast_id == broadcast_id, letters.c.state == LetterState.SENDING)
            await self.connection.execute(update(letters).where(*doubtful).values(state=LetterState.UNSURE))
        return broadcast_id

    async def claim(self, owner: str, broadcast_id: str, platforms: Collection[str], limit: int) -> list[Letter]:
        """The next letters that go to these platforms, now SENDING; none where somebody else sends, or it is paused.

        What the same owner has in hand must be noted before: it claims again when all of that is."""
        ours = exists().where(
            broadcasts.c.broadcast_id == broadcast_id,
            broadcasts.c.state == BroadcastState.SENDING,
            broadcasts.c.owner == owner,
        )
        due = (letters.c.broadcast_id == broadcast_id, letters.c.state == LetterState.WAITING)
        first = select(letters.c.seq).where(*due, letters.c.platform.in_(platforms), ours).order_by(letters.c.seq)
        claimed = update(letters).where(*due, letters.c.seq.in_(first.limit(limit).scalar_subquery()))
        seqs = (await self.connection.execute(claimed.values(state=LetterState.SENDING).returning(letters.c.seq))).all()
        columns = [letters.c[name] for name in ("broadcast_id", "seq", "person_id", "platform", "chat")]
        named = select(*columns, people.c.locale).join(people).where(letters.c.broadcast_id == broadcast_id)
        rows = named.where(letters.c.seq.in_([row.seq for row in seqs])).order_by(letters.c.seq)
        return [Letter(**row._mapping) for row in await self.connection.execute(rows)]

    async def note(self, broadcast_id: str, ends: Mapping[LetterState, Sequence[int]]) -> None:
        """How letters in hand have ended; WAITING: not yet."""
        for state, seqs in ends.items():
            sent = now() if state is LetterState.SENT else None
            these = (letters.c.broadcast_id == broadcast_id, letters.c.seq.in_(seqs))
            await self.connection.execute(update(letters).where(*these).values(state=state, sent_at=sent))

    async def release(self, broadcast_id: str, owner: str) -> None:
        """Somebody else may send it: there is nothing that we could."""
        ours = (broadcasts.c.broadcast_id == broadcast_id, broadcasts.c.owner == owner)
        await self.connection.execute(update(broadcasts).where(*ours).values(owner=None, leased_until=None))

    async def finish(self, broadcast_id: str) -> bool:
        """It is DONE when nobody waits any more; False while somebody does."""
        left = exists().where(
            letters.c.broadcast_id == broadcast_id,
            letters.c.state.in_([LetterState.WAITING, LetterState.SENDING]),
        )
        sending = (broadcasts.c.broadcast_id == broadcast_id, broadcasts.c.state == BroadcastState.SENDING)
        done = update(broadcasts).where(*sending, ~left).values(state=BroadcastState.DONE, ended_at=now())
        return (await self.connection.execute(done.returning(broadcasts.c.broadcast_id))).one_or_none() is not None

    async def tally(self, broadcast_id: str) -> Counter[LetterState]:
        """How many letters stand how?"""
        counted = select(letters.c.state, func.count()).where(letters.c.broadcast_id == broadcast_id)
        rows = await self.connection.execute(counted.group_by(letters.c.state))
        return Counter({LetterState(state): number for state, number in rows})

    async def _change(self, broadcast_id: str, before: Collection[BroadcastState], values: Mapping[str, Any]) -> None:
        stands = (broadcasts.c.broadcast_id == broadcast_id, broadcasts.c.state.in_(before))
        changed = update(broadcasts).where(*stands).values(**values).returning(broadcasts.c.broadcast_id)
        if (await self.connection.execute(changed)).one_or_none() is None:
            raise Missing("broadcast", broadcast_id)
