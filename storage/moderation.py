"""What moderators look at and decide: posts with what was said against them, and how a decision is taken back.

Knows no reason by name.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import Missing
from storage.feed_tables import posts
from storage.marks import Marks, ReportRow
from storage.posts import Post, Posts, PostState
from storage.refusals import Refusals
from storage.withdrawal import withdraw_spreads


@dataclass(frozen=True, slots=True)
class Case:
    """A post with the reports that nobody has decided about, and how many posts of its owner stand how; those that were
    refused and deleted since are among the refused."""

    post: Post
    reports: tuple[ReportRow, ...]
    record: Mapping[PostState, int]

    @property
    def refused(self) -> int:
        """So many posts of the same person were refused."""
        return self.record.get(PostState.REFUSED, 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a post stood before a decision: all that taking it back restores."""

    state: PostState
    reports: int
    reason: str | None
    by_link: bool
    approved_at: datetime | None
    shown_at: datetime | None

    @classmethod
    def of(cls, post: Post) -> Self:
        return cls(post.state, post.reports, post.reason, post.by_link, post.approved_at, post.shown_at)

    def to_json(self) -> dict[str, Any]:
        moments = {name: value.isoformat() for name, value in self._moments().items() if value}
        said = {"state": self.state, "reports": self.reports, "reason": self.reason, "by_link": self.by_link}
        return {**said, **moments}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        approved, shown = (
            datetime.fromisoformat(said[name]) if said.get(name) else None for name in ("approved_at", "shown_at")
        )
        return cls(PostState(said["state"]), said["reports"], said["reason"], said["by_link"], approved, shown)

    def _moments(self) -> dict[str, datetime | None]:
        return {"approved_at": self.approved_at, "shown_at": self.shown_at}


@dataclass(frozen=True, slots=True)
class Moderation:
    """The queue of moderators, and their second thoughts."""

    connection: AsyncConnection

    async def cases(self, state: PostState, offset: int, limit: int) -> list[Case]:
        """The posts that stand so: what was reported comes first."""
        found = await Posts(self.connection).in_state(state, offset, limit)
        records, marks = await self._records({post.person_id for post in found}), Marks(self.connection)
        return [Case(post, await self._undecided(marks, post), records.get(post.person_id, {})) for post in found]

    async def case(self, post_id: str) -> Case:
        """One post, in whatever state; raises Missing."""
        post = await Posts(self.connection).get(post_id)
        records = await self._records({post.person_id})
        return Case(post, await self._undecided(Marks(self.connection), post), records.get(post.person_id, {}))

    async def undo(self, post_id: str, decided: PostState, before: Standing) -> Post:
        """It stands as before, and goes from where it has travelled to unless that is the feed; raises Missing when it
        does not stand any more as it was decided."""
        restored = update(posts).where(posts.c.post_id == post_id, posts.c.state == decided).values(asdict(before))
        if (await self.connection.execute(restored.returning(posts.c.post_id))).one_or_none() is None:
            raise Missing("post", post_id)
        post = await Posts(self.connection).get(post_id)
        if not post.in_feed:
            await withdraw_spreads(self.connection, post_id)
        return post

    async def refuse_all(self, person_id: str, reason: str) -> int:
        """Nobody sees any post of this person any more; how many that were."""
        theirs = update(posts).where(posts.c.person_id == person_id, posts.c.state != PostState.REFUSED)
        down = theirs.values(state=PostState.REFUSED, reason=reason, reports=0, by_link=False)
        refused = (await self.connection.execute(down.returning(posts.c.post_id))).scalars().all()
        for post_id in refused:
            await withdraw_spreads(self.connection, post_id)
        return len(refused)

    async def _undecided(self, marks: Marks, post: Post) -> tuple[ReportRow, ...]:
        """A decision sets the count of a post to zero; what was said before it stays written down."""
        return tuple((await marks.reports(post.post_id))[: post.reports]) if post.reports else ()

    async def _records(self, person_ids: Collection[str]) -> dict[str, dict[PostState, int]]:
        columns = (posts.c.person_id, posts.c.state)
        counted = select(*columns, func.count()).where(posts.c.person_id.in_(person_ids)).group_by(*columns)
        records: dict[str, dict[PostState, int]] = {}
        for person_id, state, count in await self.connection.execute(counted):
            records.setdefault(person_id, {})[PostState(state)] = count
        for person_id, count in (await Refusals(self.connection).counts(person_ids)).items():
            record = records.setdefault(person_id, {})
            record[PostState.REFUSED] = record.get(PostState.REFUSED, 0) + count
        return records
