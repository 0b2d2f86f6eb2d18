"""Which ids a person has had: whoever joined another person is that one from then on. Knows no row but those.

The keys of blobs begin with the id of the person at the time; they stay as they are when people join.
"""

from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.feed_tables import former_people


async def owners(connection: AsyncConnection, person_id: str) -> tuple[str, ...]:
    """The person's own id, then those of all who have joined them: the blobs under each of these are theirs."""
    formers = select(former_people.c.former_id).where(former_people.c.person_id == person_id)
    found = await connection.execute(formers.order_by(former_people.c.former_id))
    return (person_id, *found.scalars())


async def present(connection: AsyncConnection, person_id: str) -> str:
    """Who that is now: the person whom they have joined, or they themselves."""
    joined = select(former_people.c.person_id).where(former_people.c.former_id == person_id).scalar_subquery()
    found: str = (await connection.execute(select(func.coalesce(joined, literal(person_id))))).scalar_one()
    return found


def theirs(key: str, owners: tuple[str, ...]) -> bool:
    """Is this the key of a blob of theirs?"""
    return key.startswith(tuple(f"{owner}/" for owner in owners))
