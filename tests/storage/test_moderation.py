"""What moderators look at and decide, on both databases."""

import asyncio

import pytest

from storage import Missing, Store
from storage.bans import BanScope
from storage.moderation import Moderation, Standing
from storage.people import Person
from storage.posts import Post, PostState
from tests.posts import a_post


async def posted(store: Store, person: Person, **changes: object) -> Post:
    async with store.transaction() as tx:
        return await tx.posts.add(a_post(person.person_id, **changes))


async def test_of_two_decisions_at_once_one_holds(store: Store, alice: Person) -> None:
    post = await posted(store, alice)

    async def decide(state: PostState) -> bool:
        try:
            async with store.transaction() as tx:
                await tx.posts.decide(post.post_id, state, was=post)
        except Missing:
            return False
        return True

    held = await asyncio.gather(*(decide(state) for state in (PostState.SHOWN, PostState.REFUSED)))
    assert sorted(held) == [False, True]


async def test_a_decision_that_is_taken_back_leaves_no_trace(store: Store, alice: Person, bob: Person) -> None:
    post = await posted(store, alice)
    async with store.transaction() as tx:
        await tx.marks.report(post.post_id, bob.person_id, "spam")
        before = Standing.from_json(Standing.of(await tx.posts.get(post.post_id)).to_json())
        shown = await tx.posts.decide(post.post_id, PostState.SHOWN)
        again = Standing.from_json(Standing.of(shown).to_json())
        assert again == Standing.of(shown)
        restored = await Moderation(tx.connection).undo(post.post_id, PostState.SHOWN, before)
        assert (restored.state, restored.reports, restored.approved_at) == (PostState.WAITING, 1, None)
        with pytest.raises(Missing):
            await Moderation(tx.connection).undo(post.post_id, PostState.SHOWN, before)


async def test_reports_come_first_and_count_until_somebody_decides(store: Store, alice: Person, bob: Person) -> None:
    older, reported = await posted(store, alice), await posted(store, alice)
    async with store.transaction() as tx:
        await tx.marks.report(reported.post_id, bob.person_id, "adult")
        moderation = Moderation(tx.connection)
        first, second = await moderation.cases(PostState.WAITING, 0, 10)
        assert (first.post.post_id, [report.reason for report in first.reports]) == (reported.post_id, ["adult"])
        assert (second.post.post_id, second.reports) == (older.post_id, ())
        await tx.posts.decide(reported.post_id, PostState.SHOWN)
        assert (await moderation.case(reported.post_id)).reports == ()
        await tx.posts.decide(older.post_id, PostState.REFUSED, "spam")
        assert (await moderation.case(reported.post_id)).refused == 1


async def test_everything_of_one_person_is_taken_down_and_nothing_of_others(
    store: Store, alice: Person, bob: Person
) -> None:
    for state in (PostState.WAITING, PostState.SHOWN, PostState.HIDDEN, PostState.REFUSED):
        await posted(store, alice, state=state)
    await posted(store, bob, state=PostState.SHOWN)
    async with store.transaction() as tx:
        assert await Moderation(tx.connection).refuse_all(alice.person_id, "ban") == 3
        assert await tx.posts.count(PostState.REFUSED) == 4
        assert await tx.posts.count(PostState.SHOWN, bob.person_id) == 1


async def test_a_switch_is_set_by_whoever_touched_it_last(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.switches.get("maintenance") is None
        await tx.switches.set("maintenance", {"on": True}, "Olga")
        await tx.switches.set("maintenance", {"on": False}, "Boris")
        switch = await tx.switches.get("maintenance")
    assert switch is not None
    assert (switch.value, switch.who) == ({"on": False}, "Boris")


async def test_a_ban_is_lifted_by_person_and_by_account(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        for account in ("one", "two"):
            await tx.bans.add(account, alice.person_id, BanScope.ALL, "threats", "Olga")
        assert {ban.account for ban in await tx.bans.about(alice.person_id)} == {"one", "two"}
        assert await tx.bans.lift("nobody", ("one",))
        assert await tx.bans.lift(alice.person_id)
        assert not await tx.bans.lift(alice.person_id, ("one", "two"))


async def test_what_was_decided_about_another_title_does_not_hold(store: Store, alice: Person) -> None:
    seen = await posted(store, alice, title="A cat")
    async with store.transaction() as tx:
        await tx.posts.entitle(seen.post_id, alice.person_id, "Cheap pills", "cheap pills")
        with pytest.raises(Missing):
            await tx.posts.decide(seen.post_id, PostState.SHOWN, was=seen)
        assert (await tx.posts.get(seen.post_id)).state is PostState.WAITING


@pytest.mark.parametrize("decided", [PostState.SHOWN, PostState.REFUSED])
async def test_what_waited_by_link_does_so_again_when_its_decision_is_taken_back(
    store: Store, alice: Person, decided: PostState
) -> None:
    post = await posted(store, alice, state=PostState.SHOWN, listed=False)
    async with store.transaction() as tx:
        waiting = await tx.posts.show(post.post_id, alice.person_id, listed=True)
        before = Standing.from_json(Standing.of(waiting).to_json())
        assert (await tx.posts.decide(post.post_id, decided)).public is (decided is PostState.SHOWN)
        restored = await Moderation(tx.connection).undo(post.post_id, decided, before)
        assert restored == waiting
        assert (await tx.posts.seen(post.post_id)).by_link
