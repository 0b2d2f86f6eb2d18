"""Letters to everybody: who gets one, that one process sends them, and how they are counted."""

import pytest

from storage import Missing, Store, Transaction
from storage.bans import BanScope
from storage.broadcasts import BroadcastState, LetterState
from storage.talks import Talk

WORDS = {"en": "Hello"}


async def person(tx: Transaction, name: str, platform: str = "web") -> str:
    return (await tx.people.arrive(platform, name, "en")).person_id


async def started(tx: Transaction, broadcast_id: str = "b") -> int:
    await tx.broadcasts.add(broadcast_id, WORDS, "Olga")
    return await tx.broadcasts.start(broadcast_id)


async def test_it_goes_to_who_wants_news_and_is_there(store: Store) -> None:
    async with store.transaction() as tx:
        await person(tx, "Alice")
        bob, carol = await person(tx, "Bob"), await person(tx, "Carol")
        await person(tx, "Dan")
        await tx.people.set_news(bob, wanted=False)
        await tx.bans.add("hash", carol, BanScope.ALL, "spam", "Olga")
        await tx.people.gone("web", "Dan")
        assert await tx.broadcasts.readers() == 1
        assert await started(tx) == 1
        assert await tx.broadcasts.lease("one", 60) == "b"
        [letter] = await tx.broadcasts.claim("one", "b", ["web"], 10)
        assert (letter.chat, letter.locale) == ("Alice", "en")


async def test_each_person_gets_one_where_they_talked_last(store: Store) -> None:
    async with store.transaction() as tx:
        alice = await person(tx, "1", "near")
        await tx.connection.exec_driver_sql(
            f"INSERT INTO identities (platform, external_id, person_id) VALUES ('far', '2', '{alice}')"
        )
        await tx.talks.save(Talk("far", "2", alice, "order", {}))
        assert await started(tx) == 1
        await tx.broadcasts.lease("one", 60)
        assert await tx.broadcasts.claim("one", "b", ["near"], 10) == []
        [letter] = await tx.broadcasts.claim("one", "b", ["far"], 10)
        assert letter.chat == "2"


async def test_one_process_sends_and_what_a_dead_one_had_in_hand_is_unsure(store: Store) -> None:
    async with store.transaction() as tx:
        for name in ("Alice", "Bob", "Carol"):
            await person(tx, name)
        await started(tx)
        assert await tx.broadcasts.lease("one", 0) == "b"
        first = await tx.broadcasts.claim("one", "b", ["web"], 2)
        assert len(first) == 2
    async with store.transaction() as tx:
        assert await tx.broadcasts.lease("two", 60) == "b"
        assert await tx.broadcasts.lease("one", 60) is None
        assert await tx.broadcasts.claim("one", "b", ["web"], 2) == []
        [last] = await tx.broadcasts.claim("two", "b", ["web"], 2)
        assert not await tx.broadcasts.finish("b")
        await tx.broadcasts.note("b", {LetterState.SENT: [last.seq]})
        assert await tx.broadcasts.tally("b") == {LetterState.UNSURE: 2, LetterState.SENT: 1}
        assert await tx.broadcasts.finish("b")
        assert (await tx.broadcasts.get("b")).state is BroadcastState.DONE
        assert not await tx.broadcasts.due()


async def test_what_is_paused_goes_on_and_what_is_stopped_does_not(store: Store) -> None:
    async with store.transaction() as tx:
        await person(tx, "Alice")
        await started(tx)
        await tx.broadcasts.lease("one", 60)
        await tx.broadcasts.move("b", BroadcastState.PAUSED)
        assert await tx.broadcasts.claim("one", "b", ["web"], 5) == []
        await tx.broadcasts.move("b", BroadcastState.SENDING)
        assert len(await tx.broadcasts.claim("one", "b", ["web"], 5)) == 1
        await tx.broadcasts.move("b", BroadcastState.STOPPED)
        for state in (BroadcastState.SENDING, BroadcastState.PAUSED):
            with pytest.raises(Missing):
                await tx.broadcasts.move("b", state)
        with pytest.raises(Missing):
            await tx.broadcasts.start("b")


async def test_a_letter_of_who_is_forgotten_is_not_sent(store: Store) -> None:
    async with store.transaction() as tx:
        alice = await person(tx, "Alice")
        await started(tx)
        await tx.people.forget(alice)
        await tx.broadcasts.lease("one", 60)
        assert await tx.broadcasts.claim("one", "b", ["web"], 5) == []
        assert await tx.broadcasts.finish("b")
