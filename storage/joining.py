"""Two people become one, in one transaction or not at all.

Every table that names people is named here, and what becomes of its rows. Blobs stay where they are: a key begins with
the id of the person at the time, and `former_people` says who that is now.
"""

from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, Table, case, delete, exists, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.errors import Missing, Unfinished
from storage.feed_tables import bans, former_people, letters, likes, link_codes, posts, refusals, reports, shared_styles
from storage.finished_days import FinishedDays
from storage.joined_books import JoinedBooks
from storage.journal import AVAILABLE
from storage.payments import PaymentState
from storage.purchases import PurchaseState
from storage.tables import identities, jobs, people, postings, styles, talks, works
from storage.till_tables import (
    contacts,
    invitations,
    inviters,
    notices,
    payments,
    prints,
    purchases,
    redemptions,
    subscriptions,
    vouchers,
)

RECENT_S = 24 * 3600.0

# Rows of which each names one person, and from now on another. Bans too: of several the strictest holds.
FOLLOW: tuple[Column[str], ...] = (
    jobs.c.person_id,
    works.c.person_id,
    posts.c.person_id,
    refusals.c.person_id,
    shared_styles.c.person_id,
    bans.c.person_id,
    notices.c.person_id,
    purchases.c.person_id,
    payments.c.person_id,
    subscriptions.c.person_id,
    prints.c.person_id,
    vouchers.c.giver,
    invitations.c.inviter,
)
# Rows of which a person has one for each of these columns: where both have one, the survivor's stays.
ONE_EACH: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (talks, ("platform", "chat")),
    (styles, ("picture_key",)),
    (styles, ("style_ref",)),
    (likes, ("post_id",)),
    (reports, ("post_id",)),
    (letters, ("broadcast_id",)),
    (redemptions, ("code",)),
    (invitations, ()),
    (inviters, ()),
)
# A database keeps nobody from writing a former person into these, if the writer looked before the joining ended.
LATE = (*(column for column in FOLLOW if not column.foreign_keys), redemptions.c.person_id)


@dataclass(frozen=True, slots=True)
class Joining:
    """Joining, and gathering what came a moment too late."""

    connection: AsyncConnection

    async def join(self, former: str, survivor: str, day: str) -> None:
        """All that the former person has is the survivor's; `day` is today, as accounts of free paintings name it.
        Raises Unfinished while something of the former person is under way, and Missing when one of the two is gone."""
        await self.hold(former, survivor)
        await self._at_rest(former)
        await JoinedBooks(self.connection).spend_day(former, survivor, day)
        await self._carry(former, survivor)
        await self._merge(former, survivor)
        await self._set(former_people.c.person_id, former, survivor)
        accounts = update(identities).where(identities.c.person_id == former)
        await self.connection.execute(accounts.values(person_id=survivor, since=now()))
        for table in (link_codes, contacts, people):  # contacts open under their own name only: see bot.usecases.join
            await self.connection.execute(delete(table).where(table.c.person_id == former))
        row = {"former_id": former, "person_id": survivor, "joined_at": now()}
        await self.connection.execute(insert(self.connection, former_people).values(row))

    async def hold(self, *ids: str) -> None:
        """Nobody writes a row of these people, joins them or parts from them until the transaction ends. Raises Missing
        when one of them is gone."""
        await hold(self.connection, *ids)

    async def gather(self) -> int:
        """Whatever was written for a former person after they had joined follows them; returns for how many."""
        late = await self.late()
        for former, survivor in late:
            await self._carry(former, survivor)
        return len(late)

    async def late(self) -> list[tuple[str, str]]:
        """For which former people was anything written after they had joined, and who are they now? Nobody is late for
        long: a transaction that began before the joining has ended soon after it."""
        former = former_people.c.former_id
        account = (postings.c.account == literal(AVAILABLE) + former, postings.c.amount != 0)
        spendable = exists(
            select(postings.c.asset).where(*account).group_by(postings.c.asset).having(func.sum(postings.c.amount) > 0)
        )
        named = [exists().where(column == former) for column in LATE]
        recent = former_people.c.joined_at > now(-RECENT_S)
        statement = select(former, former_people.c.person_id).where(recent, or_(spendable, *named)).order_by(former)
        return [(row[0], row[1]) for row in await self.connection.execute(statement)]

    async def _at_rest(self, former: str) -> None:
        """Raises Unfinished."""
        jobs_run = await self._any(jobs.c.person_id == former, jobs.c.ended_at.is_(None))
        if jobs_run or await JoinedBooks(self.connection).holds_back(former):
            raise Unfinished("job")
        # What was painted to be looked at first can be paid for days, by whoever has it then.
        shown_first = select(works.c.locked).where(works.c.person_id == former, works.c.locked.is_not(None))
        open_ = (purchases.c.state == PurchaseState.OPEN, purchases.c.expires_at > now())
        bills = (purchases.c.person_id == former, *open_, purchases.c.purchase_id.not_in(shown_first))
        refunds = (payments.c.person_id == former, payments.c.state == PaymentState.REFUNDING)
        if await self._any(*bills) or await self._any(*refunds):
            raise Unfinished("payment")

    async def _carry(self, former: str, survivor: str) -> None:
        """Every row and every unit."""
        await FinishedDays(self.connection).reopen(former, survivor)
        await JoinedBooks(self.connection).take_over(former, survivor)
        await self._keep_looks(former, survivor)
        await self._count_once(former, survivor)
        for table, same in ONE_EACH:
            await self._drop_second(table, same, former, survivor)
        for column in (*FOLLOW, *(table.c.person_id for table, _ in ONE_EACH)):
            await self._set(column, former, survivor)
        themselves = (invitations.c.person_id == survivor, invitations.c.inviter == survivor)
        await self.connection.execute(delete(invitations).where(*themselves))

    async def _merge(self, former: str, survivor: str) -> None:
        """Language and name are the survivor's, a name the former one's where they have none; letters go to who wanted
        them in both places; they have been here since the first of them came."""
        joined = (await self.connection.execute(select(people).where(people.c.person_id == former))).one()
        mine = update(people).where(people.c.person_id == survivor)
        earlier = case((people.c.created_at < joined.created_at, people.c.created_at), else_=joined.created_at)
        values = {"name": func.coalesce(people.c.name, joined.name), "created_at": earlier}
        await self.connection.execute(mine.values(values | ({} if joined.news else {"news": False})))

    async def _keep_looks(self, former: str, survivor: str) -> None:
        """What was learned from a style that both have is not lost with the second one."""
        second = styles.alias()
        same = (second.c.person_id == former, second.c.picture_key == styles.c.picture_key)
        look = select(second.c.look_key).where(*same, second.c.look_key.is_not(None)).limit(1).scalar_subquery()
        unlearned = (styles.c.person_id == survivor, styles.c.look_key.is_(None))
        await self.connection.execute(update(styles).where(*unlearned).values(look_key=look))

    async def _count_once(self, former: str, survivor: str) -> None:
        """A post that both liked is liked by one person."""
        both = select(likes.c.post_id).where(likes.c.person_id.in_((former, survivor))).group_by(likes.c.post_id)
        twice = both.having(func.count() > 1).scalar_subquery()
        await self.connection.execute(update(posts).where(posts.c.post_id.in_(twice)).values(likes=posts.c.likes - 1))

    async def _drop_second(self, table: Table, same: tuple[str, ...], former: str, survivor: str) -> None:
        first = table.alias()
        kept = exists().where(first.c.person_id == survivor, *(first.c[name] == table.c[name] for name in same))
        await self.connection.execute(delete(table).where(table.c.person_id == former, kept))

    async def _set(self, column: Column[str], former: str, survivor: str) -> None:
        await self.connection.execute(update(column.table).where(column == former).values({column.name: survivor}))

    async def _any(self, *where: ColumnElement[bool]) -> bool:
        return await any_row(self.connection, *where)


async def hold(connection: AsyncConnection, *ids: str) -> None:
    """`Joining.hold`, for who parts."""
    held = select(people.c.person_id).where(people.c.person_id.in_(ids)).order_by(people.c.person_id)
    found = set((await connection.execute(held.with_for_update())).scalars())
    for person_id in ids:
        if person_id not in found:
            raise Missing("person", person_id)


async def any_row(connection: AsyncConnection, *where: ColumnElement[bool]) -> bool:
    """Is there such a row?"""
    return bool((await connection.execute(select(exists().where(*where)))).scalar_one())
