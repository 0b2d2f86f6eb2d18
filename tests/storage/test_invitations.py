"""Who came by whose link: noted once, rewarded once, forgotten with the person."""

import asyncio

from storage import Store
from storage.invitations import Invitation
from storage.people import Person


async def test_a_code_is_the_same_for_good_and_names_nobody(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        code = await tx.invitations.code_of(alice.person_id)
        assert await tx.invitations.code_of(alice.person_id) == code
        assert await tx.invitations.code_of(bob.person_id) != code
        assert await tx.invitations.inviter(code) == alice.person_id
        assert await tx.invitations.inviter("nobody's") is None
    assert alice.person_id not in code


async def test_a_guest_is_noted_once_and_rewarded_once(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        assert await tx.invitations.note(bob.person_id, alice.person_id, "hash")
        assert not await tx.invitations.note(bob.person_id, "somebody else", "hash")
        assert await tx.invitations.guests(alice.person_id) == (1, 0)

    async def reward() -> Invitation | None:
        async with store.transaction() as tx:
            return await tx.invitations.reward(bob.person_id)

    rewarded = [one for one in await asyncio.gather(*(reward() for _ in range(5))) if one]
    assert [(one.inviter, one.client) for one in rewarded] == [(alice.person_id, "hash")]
    async with store.reading() as tx:
        assert await tx.invitations.guests(alice.person_id) == (1, 1)


async def test_nothing_of_it_is_left_of_who_was_forgotten(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        code = await tx.invitations.code_of(alice.person_id)
        await tx.invitations.note(alice.person_id, bob.person_id, None)
        await tx.people.forget(alice.person_id)
    async with store.reading() as tx:
        assert await tx.invitations.inviter(code) is None
        assert await tx.invitations.guests(bob.person_id) == (0, 0)


async def test_an_owner_of_allowances_is_remembered_by_the_books(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.ledger.grant("d", "address:hash@2026-11-21", "free_run", 3, "daily")
        assert await tx.ledger.ever_had("address:hash@")
        assert not await tx.ledger.ever_had("address:has_@")
