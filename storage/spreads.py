"""Spreads: how far posts of the feed have got on their way to outlets. Knows no outlet but by its name, and no words.

A post is sent to an outlet at most once, as most of them cannot tell repeats: it is marked before it is sent, and what
was being sent when its sender died may have arrived and is not sent again.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, exists, func, literal, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, lock, now
from storage.feed_tables import posts, spreads
from storage.posts import HOUSE, IN_FEED
from storage.withdrawal import POSTED, UNSURE, UNWANTED, WAITING

BETWEEN = ","  # the places of one post, where it is several things in an outlet
FRESH_S = 7 * 24 * 3600.0  # what was approved before is no news: an outlet that was away for a year gets none of it


class SpreadState(StrEnum):
    """WAITING for its turn; SENDING; POSTED; UNSURE whether it arrived; UNWANTED where it is; WITHDRAWN from there;
    FAILED: the outlet will not do what was asked."""

    WAITING = WAITING
    SENDING = "sending"
    POSTED = POSTED
    UNSURE = UNSURE
    UNWANTED = UNWANTED
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """A post on its way to an outlet: `place` is what the outlet finds it by, several with commas between them where it
    is several things there; `link` is where people see it."""

    post_id: str
    outlet: str
    state: SpreadState
    place: str | None
    link: str | None
    likes: int


ROW = [spreads.c[field.name] for field in fields(SpreadRow)]
# Of the row and its post, which may be gone.
FED = exists().where(posts.c.post_id == spreads.c.post_id, *IN_FEED)
DUE = and_(spreads.c.due_at <= now(), or_(spreads.c.leased_until.is_(None), spreads.c.leased_until < now()))
FRESH = exists().where(posts.c.post_id == spreads.c.post_id, *IN_FEED, posts.c.approved_at > now(-FRESH_S))
TO_SEND = and_(spreads.c.state == SpreadState.WAITING, DUE, FRESH)
TO_TAKE_BACK = and_(spreads.c.state == SpreadState.UNWANTED, DUE)
LOST = and_(spreads.c.place.is_(None), spreads.c.spread_at.is_not(None))  # it was sent, and nobody knows whereto
SENT_AT = case((spreads.c.place.is_(None), None), else_=spreads.c.spread_at)  # of what surely has not arrived: never
ABANDONED = and_(spreads.c.state == SpreadState.SENDING, spreads.c.leased_until < now())
AGAIN = and_(  # it was taken back, and a moderator has let it in again since
    spreads.c.state == SpreadState.WITHDRAWN,
    exists().where(posts.c.post_id == spreads.c.post_id, *IN_FEED, posts.c.approved_at > spreads.c.spread_at),
)


@dataclass(frozen=True, slots=True)
class Spreads:
    """Wanting, claiming, noting what became of it."""

    connection: AsyncConnection

    async def busy(self, outlet: str, since: datetime, gap_s: float) -> bool:
        """Is there anything to do for this outlet now? One question for each thing, as each has an index of its own."""
        theirs, free = spreads.c.outlet == outlet, ~exists().where(spreads.c.outlet == outlet, _lately(gap_s))
        rows = [exists().where(theirs, one) for one in (ABANDONED, AGAIN, TO_TAKE_BACK)]
        to_send = and_(exists().where(theirs, TO_SEND), free if gap_s else true())
        asked = select(or_(*rows, to_send, exists().where(_news(outlet, since))))
        return bool((await self.connection.execute(asked)).scalar_one())

    async def reconcile(self, outlet: str, since: datetime) -> list[str]:
        """Everything in the feed that was approved since then is to be spread; returns the posts of which nobody knows
        any more whether they have arrived. Those that left the feed meanwhile are unwanted."""
        theirs = spreads.c.outlet == outlet
        new = select(posts.c.post_id, literal(outlet), literal(SpreadState.WAITING.value), posts.c.approved_at)
        wanted = insert(self.connection, spreads).from_select(
            ["post_id", "outlet", "state", "due_at"], new.where(_news(outlet, since))
        )
        await self.connection.execute(wanted.on_conflict_do_nothing())
        await self._move(and_(theirs, AGAIN), SpreadState.WAITING, due_at=now(), place=None, link=None, spread_at=None)
        left = await self._move(and_(theirs, ABANDONED, ~FED), SpreadState.UNWANTED)
        return [*left, *await self._move(and_(theirs, ABANDONED), SpreadState.UNSURE)]

    async def forsake(self, outlet: str) -> list[str]:
        """What was to be taken back, and nobody knows from where, is given up; returns these posts: perhaps they are
        still to be seen."""
        return await self._move(and_(spreads.c.outlet == outlet, TO_TAKE_BACK, LOST), SpreadState.UNSURE)

    async def claim(self, outlet: str, lease_s: float, gap_s: float) -> SpreadRow | None:
        """What is to be sent next, the first that was approved, now ours; None when there is nothing, or when something
        was sent in the last `gap_s` seconds."""
        await lock(self.connection, f"spread:{outlet}")  # two chats must not both find the gap long enough
        theirs = spreads.c.outlet == outlet
        lately = select(spreads.c.post_id).where(theirs, _lately(gap_s)).limit(1)
        if gap_s and (await self.connection.execute(lately)).first():
            return None
        first = select(spreads.c.post_id).where(theirs, TO_SEND).order_by(spreads.c.due_at, spreads.c.post_id).limit(1)
        marked = {"state": SpreadState.SENDING, "leased_until": now(lease_s), "spread_at": now()}
        return await self._claim(and_(theirs, spreads.c.post_id == first.scalar_subquery()), marked)

    async def claim_unwanted(self, outlet: str, lease_s: float) -> SpreadRow | None:
        """What is to be taken back next, now ours; what has never arrived needs nobody to take it back."""
        await lock(self.connection, f"spread:{outlet}")
        theirs = and_(spreads.c.outlet == outlet, TO_TAKE_BACK)
        await self._move(and_(theirs, spreads.c.place.is_(None)), SpreadState.WITHDRAWN)
        first = select(spreads.c.post_id).where(theirs).order_by(spreads.c.due_at, spreads.c.post_id).limit(1)
        chosen = and_(spreads.c.outlet == outlet, spreads.c.post_id == first.scalar_subquery())
        return await self._claim(chosen, {"leased_until": now(lease_s)})

    async def spread(self, row: SpreadRow, place: str, link: str | None) -> None:
        """It has arrived. What left the feed meanwhile is unwanted, and can be taken back now."""
        state = case((FED, SpreadState.POSTED.value), else_=SpreadState.UNWANTED.value)
        sent = (SpreadState.SENDING, SpreadState.UNSURE, SpreadState.UNWANTED)
        values = {"state": state, "place": place, "link": link, "leased_until": None}
        await self.connection.execute(update(spreads).where(_this(row), spreads.c.state.in_(sent)).values(values))

    async def later(self, row: SpreadRow, after_s: float) -> None:
        """The outlet did not take it now, whether to be sent or to be taken back."""
        sending = spreads.c.state == SpreadState.SENDING
        state = case((sending, SpreadState.WAITING.value), else_=spreads.c.state)
        values = {"state": state, "spread_at": SENT_AT, "due_at": now(after_s), "leased_until": None}
        await self.connection.execute(update(spreads).where(_this(row)).values(values))

    async def failed(self, row: SpreadRow) -> None:
        """The outlet will never do it."""
        asked = spreads.c.state == row.state  # a post that went meanwhile is not to be forgotten about
        values = {"state": case((asked, SpreadState.FAILED.value), else_=spreads.c.state), "spread_at": SENT_AT}
        await self.connection.execute(update(spreads).where(_this(row)).values(values | {"leased_until": None}))

    async def unsure(self, row: SpreadRow) -> None:
        """Nobody knows whether it arrived."""
        await self._move(and_(_this(row), spreads.c.state == SpreadState.SENDING), SpreadState.UNSURE)

    async def withdrawn(self, row: SpreadRow) -> None:
        """Nobody sees it there any more."""
        await self._move(and_(_this(row), spreads.c.state == SpreadState.UNWANTED), SpreadState.WITHDRAWN, likes=0)

    async def liked(self, outlet: str, place: str, count: int) -> None:
        """So many people like it there now; `place` is the whole of a post's, or one of several."""
        there = update(spreads).where(spreads.c.outlet == outlet).values(likes=count)
        whole = await self.connection.execute(there.where(spreads.c.place == place))
        if not whole.rowcount:  # no index helps here
            several = literal(BETWEEN).concat(spreads.c.place).concat(BETWEEN)
            part = several.contains(f"{BETWEEN}{place}{BETWEEN}", autoescape=True)
            await self.connection.execute(there.where(part))

    async def likes(self, post_id: str) -> int:
        """How many people like it in all outlets together?"""
        there = and_(spreads.c.post_id == post_id, spreads.c.state == SpreadState.POSTED)
        total = select(func.coalesce(func.sum(spreads.c.likes), 0)).where(there)
        return int((await self.connection.execute(total)).scalar_one())

    async def of_post(self, post_id: str) -> list[SpreadRow]:
        """How far has it got with each outlet?"""
        rows = select(*ROW).where(spreads.c.post_id == post_id).order_by(spreads.c.outlet)
        return [_row(row) for row in await self.connection.execute(rows)]

    async def _claim(self, which: ColumnElement[bool], values: dict[str, Any]) -> SpreadRow | None:
        taken = update(spreads).where(which).values(values).returning(*ROW)
        row = (await self.connection.execute(taken)).one_or_none()
        return _row(row) if row else None

    async def _move(self, which: ColumnElement[bool], state: SpreadState, **values: Any) -> list[str]:
        moved = update(spreads).where(which).values(state=state, leased_until=None, **values)
        return list((await self.connection.execute(moved.returning(spreads.c.post_id))).scalars())


def _this(row: SpreadRow) -> ColumnElement[bool]:
    return and_(spreads.c.post_id == row.post_id, spreads.c.outlet == row.outlet)


def _lately(gap_s: float) -> ColumnElement[bool]:
    return spreads.c.spread_at > now(-gap_s)


def _news(outlet: str, since: datetime) -> ColumnElement[bool]:
    """Posts of people that this outlet has not heard of."""
    known = exists().where(spreads.c.post_id == posts.c.post_id, spreads.c.outlet == outlet)
    fresh = and_(posts.c.approved_at >= since, posts.c.approved_at > now(-FRESH_S))
    return and_(*IN_FEED, posts.c.person_id != HOUSE, fresh, ~known)


def _row(row: Row[Any]) -> SpreadRow:
    return SpreadRow(**{**row._mapping, "state": SpreadState(row.state)})
