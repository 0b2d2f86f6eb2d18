"""An account becomes a person of its own again, who has nothing: what it brought stays with whom it parts from."""

import uuid
from dataclasses import dataclass

from sqlalchemy import delete, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.errors import Missing, Unfinished
from storage.joined_books import JoinedBooks
from storage.joining import any_row, hold
from storage.people import People, Person
from storage.tables import identities, jobs, people, talks, transcripts
from storage.till_tables import notices, purchases, redemptions


@dataclass(frozen=True, slots=True)
class Parting:
    """The other way round than storage.joining."""

    connection: AsyncConnection

    async def part(self, person_id: str, platform: str, account: str) -> Person:
        """The account is somebody new from now on, who has nothing: raises Missing when it is not theirs, or the only
        one, and Unfinished while something ordered there is under way."""
        await hold(self.connection, person_id)
        known = await People(self.connection).identities(person_id)
        others = [one for one in known if (one.platform, one.external_id) != (platform, account)]
        if not others or len(others) == len(known):
            raise Missing("account", f"{platform}:{account}")
        undelivered = (jobs.c.delivered_at.is_(None), jobs.c.platform == platform, jobs.c.chat == account)
        if await any_row(self.connection, jobs.c.person_id == person_id, *undelivered):
            raise Unfinished("job")
        newcomer = await self._newcomer(person_id)
        theirs = (identities.c.platform == platform, identities.c.external_id == account)
        await self.connection.execute(update(identities).where(*theirs).values(person_id=newcomer, since=now()))
        await self._move_out(person_id, (platform, account), (others[0].platform, others[0].external_id))
        return await People(self.connection).get(newcomer)

    async def share_day(self, person_id: str, newcomer: str, day: str) -> None:
        """Of the free paintings of the day the newcomer has no more than the other has left."""
        await JoinedBooks(self.connection).share_day(person_id, newcomer, day)

    async def _newcomer(self, person_id: str) -> str:
        """Somebody who came when the other did and has redeemed what they had: a new account is no new guest."""
        newcomer = uuid.uuid4().hex
        columns = ["person_id", "locale", "news", "created_at"]
        like = select(literal(newcomer), *(people.c[name] for name in columns[1:])).where(
            people.c.person_id == person_id
        )
        await self.connection.execute(insert(self.connection, people).from_select(columns, like))
        had = select(redemptions.c.code, literal(newcomer), redemptions.c.redeemed_at)
        mine = had.where(redemptions.c.person_id == person_id)
        of_both = insert(self.connection, redemptions).from_select(["code", "person_id", "redeemed_at"], mine)
        await self.connection.execute(of_both)
        return newcomer

    async def _move_out(self, person_id: str, left: tuple[str, str], home: tuple[str, str]) -> None:
        """What was said there is gone, and what is still to be told of purchases is told at home."""
        platform, chat = left
        there = (talks.c.platform == platform, talks.c.chat == chat, talks.c.person_id == person_id)
        await self.connection.execute(delete(talks).where(*there))
        await self.connection.execute(delete(transcripts).where(transcripts.c.chat == chat))
        for table in (purchases, notices):
            place = (table.c.person_id == person_id, table.c.platform == platform, table.c.chat == chat)
            await self.connection.execute(update(table).where(*place).values(platform=home[0], chat=home[1]))
