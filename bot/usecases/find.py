"""Whom somebody means who types a person. Knows no platform by name."""

from storage import Missing, Transaction
from storage.people import Person


async def find(tx: Transaction, person: str) -> Person:
    """Somebody by their id or by an account of theirs. Raises Missing."""
    platform, colon, account = person.partition(":")
    if not colon:
        return await tx.people.get(person)
    found = await tx.people.by_identity(platform, account)
    if found is None:
        raise Missing("person", person)
    return found
