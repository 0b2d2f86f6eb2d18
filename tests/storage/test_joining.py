"""Two people become one, and part again: nothing is lost, nothing is had twice, nothing is half done."""

import asyncio

import pytest
from sqlalchemy import delete, select, update

from storage import Missing, Store, Transaction, Unfinished
from storage.bans import BanScope
from storage.former import owners, present
from storage.invitations import Invitation
from storage.job import JobState
from storage.ledger import Charge
from storage.notices import NewNotice
from storage.people import Person
from storage.styles import NewStyle
from storage.tables import entries, jobs, works
from storage.talks import Talk
from storage.vouchers import NewVoucher, VoucherKind
from tests.storage.everything import RUNS, columns_with_people, naming, somebody
from tests.storage.sales import a_purchase, ask_back, sell
from tests.stores import a_job, a_work

TODAY = "2026-11-21"
FREE = "free_run"
STAYS = {"former_people.former_id"}  # says who that is now


async def joins(store: Store, former: str, survivor: str) -> None:
    async with store.transaction() as tx:
        await tx.joining.join(former, survivor, TODAY)


async def free(tx: Transaction, who: str, left: int, name: str) -> None:
    """Of three free paintings of today so many are left."""
    owner = f"{who}@{TODAY}"
    await tx.ledger.grant(f"daily:free:{owner}", owner, FREE, 3, "daily")
    if left < 3:
        await tx.jobs.add(a_job(who, name))
        await tx.ledger.reserve(name, [Charge(owner, FREE, 3 - left)])
        await tx.ledger.settle(name, {FREE: 3 - left})
        await tx.jobs.finish(name, None, JobState.DONE)


async def left(store: Store, who: str) -> int:
    async with store.reading() as tx:
        assert await tx.books.check() == []
        return await tx.ledger.balance(f"{who}@{TODAY}", FREE)


async def test_no_table_that_names_people_is_forgotten(store: Store) -> None:
    """A table that is new fails here until it is handled, and until somebody of `tests.storage.everything` is in it."""
    async with store.transaction() as tx:
        bob = (await somebody(tx, "Bob")).person_id
        carol = (await tx.people.arrive("web", "Carol", "en")).person_id
        named = await naming(tx, carol)
        await tx.jobs.add(a_job(bob, "done"))
        await tx.jobs.finish("done", None, JobState.DONE)
        everywhere = {f"{table.name}.{column.name}" for table, column in columns_with_people()} - STAYS
        assert await naming(tx, bob) == everywhere
        assert named < everywhere
        await tx.joining.join(bob, carol, TODAY)
        assert await naming(tx, bob) == STAYS
        gone = {"contacts.person_id", "link_codes.person_id"}  # sealed under the former name; void
        assert await naming(tx, carol) == everywhere - gone
    async with store.reading() as tx:
        assert await tx.books.check() == []
        assert await tx.ledger.balances(carol) == {RUNS: 3, "hd_iteration": 1000}
        assert (await tx.people.get(carol)).name == "Bob the painter"
        assert await owners(tx.connection, carol) == (carol, *sorted(["Bob-before", bob]))


async def test_where_both_have_one_it_is_the_survivors_that_stays(store: Store) -> None:
    async with store.transaction() as tx:
        alice = (await somebody(tx, "Alice")).person_id
        bob = (await somebody(tx, "Bob", others_post="post-of-Alice")).person_id
        await tx.vouchers.redeem("PROMOBob", alice)
        for who, scene in ((alice, "hers"), (bob, "his")):
            await tx.talks.save(Talk("web", "a group", who, scene))
        await tx.bans.add("hash of Bob", bob, BanScope.ALL, "fraud", "owner")
        for who, look in ((alice, None), (bob, f"{bob}/state/1")):
            await tx.styles.add(NewStyle(f"house of {who}", who, "house:mosaic", "house:mosaic", look_key=look))
        assert (await tx.posts.get("post-of-Alice")).likes == 2
        await tx.joining.join(bob, alice, TODAY)
    async with store.reading() as tx:
        assert (await tx.people.get(alice)).name == "Alice the painter"
        talk = await tx.talks.load("web", "a group", alice)
        assert talk
        assert talk.scene == "hers"
        assert (await tx.posts.get("post-of-Alice")).likes == 1
        assert (await tx.posts.get("post-of-Bob")).likes == 1
        assert len(await tx.marks.reports("post-of-Alice")) == 1
        assert await tx.bans.of(alice) is BanScope.ALL
        assert [one.look_key for one in await tx.styles.of_person(alice) if one.picture_key == "house:mosaic"] == [
            f"{bob}/state/1"
        ]
        assert await tx.contacts.get(alice) == "sealed"
        assert [one.external_id for one in await tx.people.identities(alice)] == ["Alice", "Bob"]
        assert await tx.books.check() == []


async def test_nobody_becomes_their_own_guest(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        carol = await tx.people.arrive("web", "carol", "en")
        await tx.invitations.note(bob.person_id, alice.person_id, None)
        await tx.invitations.note(carol.person_id, bob.person_id, None)
        await tx.joining.join(bob.person_id, alice.person_id, TODAY)
        assert await tx.invitations.reward(alice.person_id) is None
        rewarded = await tx.invitations.reward(carol.person_id)
    assert isinstance(rewarded, Invitation)
    assert rewarded.inviter == alice.person_id


async def test_a_code_that_both_redeemed_is_redeemed(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        await tx.vouchers.add(NewVoucher(code="X", kind=VoucherKind.PROMO, asset=RUNS, amount=1, uses=9), None)
        for person in (alice, bob):
            await tx.vouchers.redeem("X", person.person_id)
        await tx.joining.join(bob.person_id, alice.person_id, TODAY)
        newcomer = await tx.parting.part(alice.person_id, "web", "bob")
    for who in (alice, newcomer):
        with pytest.raises(Exception, match="had"):
            async with store.transaction() as tx:
                await tx.vouchers.redeem("X", who.person_id)


@pytest.mark.parametrize(
    ("hers", "his", "after"), [(3, 3, 3), (3, 0, 0), (0, 3, 0), (2, 2, 1), (1, 1, 0), (3, None, 3), (1, None, 1)]
)
async def test_the_free_paintings_of_today_are_not_had_twice(
    store: Store, alice: Person, bob: Person, hers: int, his: int | None, after: int
) -> None:
    """What both have used, the one has used; what is left of the other is nobody's."""
    async with store.transaction() as tx:
        await free(tx, alice.person_id, hers, "hers")
        if his is not None:
            await free(tx, bob.person_id, his, "his")
    await joins(store, bob.person_id, alice.person_id)
    assert await left(store, alice.person_id) == after
    assert await left(store, bob.person_id) == 0
    async with store.transaction() as tx:
        newcomer = (await tx.parting.part(alice.person_id, "web", "bob")).person_id
        await free(tx, newcomer, 3, "")
        await tx.parting.share_day(alice.person_id, newcomer, TODAY)
    assert await left(store, newcomer) == after
    await joins(store, newcomer, alice.person_id)  # to and fro brings nothing
    assert await left(store, alice.person_id) == max(0, after - (3 - after))


async def test_who_waits_for_a_painting_cannot_join(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        await tx.jobs.add(a_job(bob.person_id, "j"))
    with pytest.raises(Unfinished, match="job"):
        await joins(store, bob.person_id, alice.person_id)
    with pytest.raises(Missing):
        await joins(store, alice.person_id, "nobody")
    await joins(store, alice.person_id, bob.person_id)  # whoever is joined may wait for one


@pytest.mark.parametrize("what", ["a bill", "a refund"])
async def test_who_waits_for_money_cannot_join(store: Store, alice: Person, bob: Person, what: str) -> None:
    async with store.transaction() as tx:
        if what == "a bill":
            await tx.purchases.add(a_purchase(bob.person_id), 3600)
        else:
            await ask_back(tx, await sell(tx, bob.person_id))
    with pytest.raises(Unfinished, match="payment"):
        await joins(store, bob.person_id, alice.person_id)


async def test_a_bill_that_is_over_or_of_a_painting_seen_first_keeps_nobody(
    store: Store, alice: Person, bob: Person
) -> None:
    async with store.transaction() as tx:
        await tx.purchases.add(a_purchase(bob.person_id, "over"), -1)
        await tx.purchases.add(a_purchase(bob.person_id, "seen first"), 3600)
        await tx.works.add(a_work(bob.person_id, "w"))
        await tx.connection.execute(update(works).where(works.c.work_id == "w").values(locked="seen first"))
    await joins(store, bob.person_id, alice.person_id)
    async with store.transaction() as tx:
        work = await tx.works.unlock("seen first")
    assert work
    assert work.person_id == alice.person_id


async def test_blobs_of_all_whom_one_has_been_are_theirs(store: Store, alice: Person, bob: Person) -> None:
    """Carol joins Bob, who joins Alice: what any of them named is needed, and nothing of it when Alice is forgotten."""
    async with store.transaction() as tx:
        carol = (await tx.people.arrive("web", "carol", "en")).person_id
        for who, name in ((carol, "carol"), (bob.person_id, "bob"), (alice.person_id, "alice")):
            await tx.works.add(a_work(who, name))
            await tx.transcripts.put(name, "1", "person", {"key": f"{who}/seen/1"})
        await tx.joining.join(carol, bob.person_id, TODAY)
        await tx.joining.join(bob.person_id, alice.person_id, TODAY)
        ids = (alice.person_id, *sorted([bob.person_id, carol]))
        assert await tx.people.owners(alice.person_id) == ids
        assert await present(tx.connection, carol) == alice.person_id
        seen = {f"{who}/seen/1" for who in ids}
        for who in ids:
            assert seen < await tx.people.named(who)
        assert await tx.works.delete("carol", alice.person_id) == sorted(
            [f"{carol}/work/carol", f"{carol}/preview/carol", f"{carol}/photo/1", f"{carol}/style/1"]
        )
        keys = await tx.people.forget(alice.person_id)
        assert {key.partition("/")[0] for key in keys} == {alice.person_id, bob.person_id}
        for who in ids:
            assert await tx.people.named(who) == set()
        assert await tx.books.check() == []


async def test_what_was_written_a_moment_too_late_follows(store: Store, alice: Person, bob: Person) -> None:
    """Somebody who had looked before the joining ended grants, sells and bans."""
    await joins(store, bob.person_id, alice.person_id)
    async with store.transaction() as tx:
        assert await tx.joining.late() == []
        await tx.ledger.grant("late", bob.person_id, RUNS, 2, "gift")
        await tx.purchases.add(a_purchase(bob.person_id), 3600)
        await tx.bans.add("hash", bob.person_id, BanScope.FEED, "spam", "owner")
    async with store.transaction() as tx:
        assert await tx.joining.gather() == 1
    async with store.transaction() as tx:
        await tx.ledger.grant("later", bob.person_id, RUNS, 1, "gift")
        assert await tx.joining.gather() == 1
        assert await tx.joining.gather() == 0
        assert await tx.ledger.balance(alice.person_id, RUNS) == 3
        assert (await tx.purchases.get("p1")).person_id == alice.person_id
        assert await tx.bans.of(alice.person_id) is BanScope.FEED
        assert await tx.books.check() == []


async def test_the_audit_knows_who_has_joined_whom(store: Store, alice: Person, bob: Person) -> None:
    """A job of a former person is missed like any other, and found among those of who they are now."""
    async with store.transaction() as tx:
        await free(tx, bob.person_id, 1, "his")
    await joins(store, bob.person_id, alice.person_id)
    async with store.transaction() as tx:
        assert await tx.books.check() == []
        lines = [line async for line in tx.ledger.lines(person_id=alice.person_id)]
        assert {line.key for line in lines} > {"reserve:his", "settle:his"}
        await tx.connection.execute(delete(jobs).where(jobs.c.job_id == "his"))
        assert await tx.books.check() == ["no job his is there, and it is settled"]


async def test_who_parts_has_nothing_and_begins_anew(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        await tx.ledger.grant("g", bob.person_id, RUNS, 2, "gift")
        await tx.works.add(a_work(bob.person_id, "w"))
        await tx.talks.save(Talk("web", "bob", bob.person_id, "order", {"photo": "x"}))
        await tx.transcripts.put("bob", "1", "person", {"text": "hello"})
        await sell(tx, bob.person_id)
        await tx.notices.add(NewNotice("n", bob.person_id, "web", "web", "paid", {}))
        await tx.joining.join(bob.person_id, alice.person_id, TODAY)
        await tx.purchases.add(a_purchase(alice.person_id, "p2"), 3600)
    async with store.transaction() as tx:
        newcomer = await tx.parting.part(alice.person_id, "web", "bob")
        assert await tx.people.by_identity("web", "bob") == newcomer
        assert await naming(tx, newcomer.person_id) == {"people.person_id", "identities.person_id"}
        assert (newcomer.name, newcomer.locale, newcomer.created_at) == (None, alice.locale, alice.created_at)
        assert await tx.ledger.balances(newcomer.person_id) == {}
        assert await tx.ledger.balance(alice.person_id, RUNS) == 2
        assert await tx.works.count(alice.person_id) == 1
        assert await tx.talks.load("web", "bob", alice.person_id) is None
        assert await tx.transcripts.latest("bob", 5) == []
        with pytest.raises(Missing):  # the last one stays
            await tx.parting.part(alice.person_id, "web", "alice")
        with pytest.raises(Missing):  # somebody else's
            await tx.parting.part(alice.person_id, "web", "bob")


async def test_who_waits_for_a_painting_there_cannot_part(store: Store, alice: Person, bob: Person) -> None:
    await joins(store, bob.person_id, alice.person_id)
    async with store.transaction() as tx:
        job = a_job(alice.person_id, "j")
        await tx.jobs.add(type(job)(**{name: getattr(job, name) for name in job.__slots__} | {"chat": "bob"}))
    for state in ("waits", "is not delivered"):
        if state == "is not delivered":
            async with store.transaction() as tx:
                await tx.jobs.finish("j", None, JobState.FAILED)
        with pytest.raises(Unfinished):
            async with store.transaction() as tx:
                await tx.parting.part(alice.person_id, "web", "bob")
    async with store.transaction() as tx:
        await tx.jobs.deliver("j")
        await tx.parting.part(alice.person_id, "web", "bob")


async def test_a_code_serves_once_and_a_new_one_voids_the_old(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        await tx.links.give(alice.person_id, "old", 900)
        await tx.links.give(alice.person_id, "new", 900)
        assert await tx.links.get("old") is None
        assert await tx.links.use("old") is None
        assert await tx.links.use("new") == alice.person_id
        assert await tx.links.use("new") is None
        await tx.links.give(alice.person_id, "over", -1)
        assert await tx.links.use("over") is None


async def test_used_by_many_at_once_a_code_serves_one(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        await tx.links.give(alice.person_id, "code", 900)
        guests = [await tx.people.arrive("web", f"guest {number}", "en") for number in range(6)]
        for guest in guests:
            await tx.ledger.grant(guest.person_id, guest.person_id, RUNS, 1, "gift")

    async def join(guest: Person) -> bool:
        async with store.transaction() as tx:
            whose = await tx.links.use("code")
            if whose:
                await tx.joining.join(guest.person_id, whose, TODAY)
            return bool(whose)

    assert sum(await asyncio.gather(*(join(guest) for guest in guests))) == 1
    async with store.reading() as tx:
        assert await tx.ledger.balance(alice.person_id, RUNS) == 1
        assert len(await tx.people.identities(alice.person_id)) == 2
        assert await tx.books.check() == []


async def test_joining_while_both_order_and_get_loses_nothing(store: Store, alice: Person, bob: Person) -> None:
    """Whoever comes too late is refused, or follows."""
    async with store.transaction() as tx:
        for person in (alice, bob):
            await tx.ledger.grant(f"g {person.person_id}", person.person_id, RUNS, 5, "gift")

    async def order(who: str, name: str) -> None:
        async with store.transaction() as tx:
            await tx.jobs.add(a_job(who, name, tier="premium"))
            await tx.ledger.reserve(name, [Charge(who, RUNS, 1)])

    async def get(who: str, key: str) -> None:
        async with store.transaction() as tx:
            await tx.ledger.grant(key, who, RUNS, 1, "gift")

    done = await asyncio.gather(
        joins(store, bob.person_id, alice.person_id),
        *(order(alice.person_id, f"hers {number}") for number in range(3)),
        order(bob.person_id, "his"),
        *(get(bob.person_id, f"late {number}") for number in range(3)),
        return_exceptions=True,
    )
    async with store.transaction() as tx:
        await tx.joining.gather()
    async with store.reading() as tx:
        ordered = sum(one is None for one in done[1:5])
        assert done[1:4] == [None] * 3  # hers are in nobody's way
        assert done[5:] == [None] * 3
        have = [await tx.ledger.balance(person.person_id, RUNS) for person in (alice, bob)]
        assert sum(have) == 13 - ordered
        assert (done[0] is None) == (have[1] == 0)  # joined, or refused because his painting was first
        assert await tx.books.check() == []
        assert (await tx.connection.execute(select(entries.c.key).where(entries.c.reason == "join"))).all() or done[0]


async def test_what_breaks_in_the_middle_leaves_two_people(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        await tx.ledger.grant("g", bob.person_id, RUNS, 5, "gift")
        await tx.works.add(a_work(bob.person_id, "w"))
    with pytest.raises(RuntimeError):
        async with store.transaction() as tx:
            await tx.joining.join(bob.person_id, alice.person_id, TODAY)
            raise RuntimeError("the process ends")
    async with store.reading() as tx:
        assert await tx.ledger.balance(bob.person_id, RUNS) == 5
        assert await tx.works.count(bob.person_id) == 1
        assert (await tx.people.by_identity("web", "bob")) == bob
