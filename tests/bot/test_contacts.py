"""Contacts are sealed, and open for nobody else's name or key."""

import pytest
from sqlalchemy import text

from bot.usecases.contacts import Contact, Contacts
from storage import Sealed, Store

ALICE = Contact(email="alice@example.org", address="Nevsky 1")


async def test_a_contact_is_kept_sealed(store: Store) -> None:
    """The database holds no word of it."""
    contacts = Contacts(store, bytes(32))
    async with store.transaction() as tx:
        person = await tx.people.arrive("room", "Alice", "en")
    assert await contacts.get(person.person_id) == Contact()
    await contacts.put(person.person_id, ALICE)
    assert await contacts.get(person.person_id) == ALICE
    async with store.reading() as tx:
        sealed = (await tx.connection.execute(text("SELECT sealed FROM contacts"))).scalar_one()
    assert "alice" not in sealed
    with pytest.raises(Sealed):
        Contacts(store, bytes([1] * 32)).open(person.person_id, sealed)
    with pytest.raises(Sealed):
        contacts.open("bob", sealed)


async def test_a_contact_goes_with_the_person(store: Store) -> None:
    contacts = Contacts(store, bytes(32))
    async with store.transaction() as tx:
        person = await tx.people.arrive("room", "Alice", "en")
    await contacts.put(person.person_id, ALICE)
    async with store.transaction() as tx:
        await tx.people.forget(person.person_id)
    async with store.reading() as tx:
        assert await tx.contacts.get(person.person_id) is None
