"""People arrive, speak, leave, come back, and are forgotten."""

import asyncio
import uuid

import pytest
from sqlalchemy import select

from storage import Missing, Store
from storage.jobs import JobState
from storage.ledger import Charge
from storage.people import Person
from storage.schema import metadata
from storage.styles import NewStyle
from storage.tables import entries, postings
from storage.talks import Talk
from tests.stores import a_job, a_work


async def test_a_stranger_becomes_a_person_once(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.people.by_identity("telegram", "7") is None
        arrived = await tx.people.arrive("telegram", "7", "ru")
    async with store.transaction() as tx:
        assert await tx.people.arrive("telegram", "7", "en") == arrived
        assert await tx.people.by_identity("telegram", "7") == arrived
        assert await tx.people.get(arrived.person_id) == arrived


async def test_the_same_number_on_two_platforms_is_two_people(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.people.arrive("telegram", "7", "ru") != await tx.people.arrive("vk", "7", "ru")


async def test_a_stranger_who_arrives_many_times_at_once_is_one_person(store: Store) -> None:
    async def arrive() -> str:
        async with store.transaction() as tx:
            return (await tx.people.arrive("telegram", "7", "ru")).person_id

    assert len(set(await asyncio.gather(*(arrive() for _ in range(8))))) == 1
    async with store.reading() as tx:
        assert len((await tx.connection.execute(select(metadata.tables["people"]))).all()) == 1


async def test_a_language_is_kept(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        await tx.people.set_locale(alice.person_id, "en")
        assert (await tx.people.get(alice.person_id)).locale == "en"


async def test_who_blocked_us_is_gone_until_they_write_again(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        await tx.people.gone("web", "alice")
        (identity,) = await tx.people.identities(alice.person_id)
        assert identity.gone_at is not None
        await tx.people.gone("web", "alice")
        assert await tx.people.identities(alice.person_id) == [identity]
        await tx.people.back("web", "alice")
        (identity,) = await tx.people.identities(alice.person_id)
        assert identity.gone_at is None


async def fill(store: Store, account: str) -> str:
    """A person with something in every table, whose account is `account`. Returns their id."""
    async with store.transaction() as tx:
        person_id = (await tx.people.arrive("web", account, "ru")).person_id
        await tx.ledger.grant(f"gift:{account}", person_id, "premium_run", 3, "gift")
        job = a_job(person_id, tier="premium")
        await tx.jobs.add(job)
        await tx.ledger.reserve(job.job_id, [Charge(person_id, "premium_run", 1)])
        done = a_job(person_id)
        await tx.jobs.add(done)
        await tx.jobs.claim(done.job_id, "w1")
        await tx.jobs.progress(done.job_id, 1, 50, 1.0, f"{person_id}/preview/x", f"{person_id}/checkpoint/x")
        await tx.jobs.finish(done.job_id, 1, JobState.DONE)
        work = await tx.works.add(a_work(person_id, job_id=done.job_id))
        await tx.works.set_message(work.work_id, "web", account, "5")
        await tx.styles.add(
            NewStyle(uuid.uuid4().hex, person_id, f"{person_id}/style/1", f"{person_id}/style/1s", f"{account}'s waves")
        )
        await tx.talks.save(Talk("web", account, person_id, "order", {"photo_key": f"{person_id}/photo/1"}))
        await tx.inbox.write("web", f"{account} 1", account, {"from": account})
        await tx.inbox.write("web", f"{account} 2", "a group", {"from": account}, author=account)
        await tx.transcripts.put(account, "1", "person", {"text": f"I am {account}"})
    return person_id


async def dump(store: Store) -> str:
    """Every row of every table but the journal."""
    tables = [table for table in metadata.sorted_tables if table not in (entries, postings)]
    async with store.reading() as tx:
        return "\n".join([f"{t.name} {(await tx.connection.execute(select(t))).all()}" for t in tables])


async def test_who_is_forgotten_is_named_by_no_row_but_the_money(store: Store) -> None:
    carol, dave = await fill(store, "carol"), await fill(store, "dave")
    assert "carol" in await dump(store)
    async with store.transaction() as tx:
        keys = await tx.people.forget(carol)
        with pytest.raises(Missing):
            await tx.people.get(carol)
        assert await tx.people.by_identity("web", "carol") is None
    left = (
        (await dump(store)).replace("'carol 1'", "").replace("'carol 2'", "")
    )  # ids of updates: the platform's numbers
    assert carol not in left
    assert "carol" not in left
    assert all(word in left for word in (dave, "dave's waves", "I am dave"))
    assert {key.split("/")[1] for key in keys} == {"photo", "style", "work", "preview", "checkpoint"}
    assert all(key.startswith(f"{carol}/") for key in keys)


async def test_who_is_forgotten_leaves_whole_books(store: Store) -> None:
    carol = await fill(store, "carol")
    async with store.transaction() as tx:
        await tx.people.forget(carol)
    async with store.reading() as tx:
        assert await tx.ledger.check() == []
        assert await tx.ledger.balance(carol, "premium_run") == 3


async def test_an_update_of_the_forgotten_is_not_taken_for_new(store: Store) -> None:
    carol = await fill(store, "carol")
    async with store.transaction() as tx:
        await tx.people.forget(carol)
        assert not await tx.inbox.write("web", "carol 1", "carol", {"from": "carol"})
        assert await tx.inbox.pending("web", "owner", 60) == []


async def test_who_is_forgotten_may_come_back_as_a_stranger(store: Store) -> None:
    carol = await fill(store, "carol")
    async with store.transaction() as tx:
        await tx.people.forget(carol)
        assert (await tx.people.arrive("web", "carol", "en")).person_id != carol


async def test_pictures_of_others_are_not_deleted_with_a_person(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        borrowed = a_work(alice.person_id)
        values = {name: getattr(borrowed, name) for name in borrowed.__slots__}
        await tx.works.add(type(borrowed)(**values | {"style_keys": (f"{bob.person_id}/style/9", "house:waves")}))
        keys = await tx.people.forget(alice.person_id)
    assert all(key.startswith(f"{alice.person_id}/") for key in keys)
