"""Spreads: posts that travelled to outlets, and what became of them there. Knows outlets by name only."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.feed_tables import spreads


@dataclass(frozen=True, slots=True)
class Spreads:
    """What is said of them there."""

    connection: AsyncConnection

    async def liked(self, outlet: str, place: str, count: int) -> None:
        """So many like what arrived at this place of the outlet; other places are nobody's."""
        there = (spreads.c.outlet == outlet, spreads.c.place == place)
        await self.connection.execute(update(spreads).where(*there).values(likes=count))
