"""Where posts go from the feed: each to each outlet at most once, and back when it is not to be seen any more."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from storage import Store, feed_tables
from storage.dialects import now
from storage.moderation import Moderation, Standing
from storage.people import Person
from storage.posts import HOUSE, Post, PostState
from storage.spreads import SpreadRow, SpreadState
from tests.posts import a_post

CHANNEL, WALL = "place.channel", "place.wall"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


async def approved(store: Store, person: Person, **changes: object) -> Post:
    """A post that a moderator has just let into the feed."""
    async with store.transaction() as tx:
        post = await tx.posts.add(a_post(person.person_id, **changes))
        return await tx.posts.decide(post.post_id, PostState.SHOWN)


async def look(store: Store, outlet: str = CHANNEL, lease_s: float = 60.0, gap_s: float = 0.0) -> SpreadRow | None:
    """What a sender gets that begins now."""
    async with store.transaction() as tx:
        await tx.spreads.reconcile(outlet, LONG_AGO)
        return await tx.spreads.claim(outlet, lease_s, gap_s)


async def busy(store: Store, gap_s: float = 0.0) -> bool:
    async with store.reading() as tx:
        return await tx.spreads.busy(CHANNEL, LONG_AGO, gap_s)


async def arrives(store: Store, outlet: str = CHANNEL) -> SpreadRow:
    """The next post is sent there; its place is called after it."""
    row = await look(store, outlet)
    assert row
    async with store.transaction() as tx:
        await tx.spreads.spread(row, f"place of {row.post_id}", None)
        [now] = [one for one in await tx.spreads.of_post(row.post_id) if one.outlet == outlet]
    return now


async def unwanted(store: Store) -> SpreadRow | None:
    async with store.transaction() as tx:
        await tx.spreads.reconcile(CHANNEL, LONG_AGO)
        return await tx.spreads.claim_unwanted(CHANNEL, 60)


async def states(store: Store, post_id: str) -> dict[str, SpreadState]:
    async with store.reading() as tx:
        return {row.outlet: row.state for row in await tx.spreads.of_post(post_id)}


async def test_what_an_outlet_did_not_take_for_a_week_is_no_news_any_more(store: Store, alice: Person) -> None:
    """It may have been closed to us all that time: who opens it wants to see what is new, not everything at once."""
    post = await approved(store, alice)
    row = await look(store)
    assert row
    async with store.transaction() as tx:
        await tx.spreads.later(row, 0)
        await tx.connection.execute(update(feed_tables.posts).values(approved_at=now(-8 * 24 * 3600)))
    assert await look(store) is None
    assert not await busy(store)
    assert await states(store, post.post_id) == {CHANNEL: SpreadState.WAITING}


async def test_each_post_goes_to_each_outlet_once_the_first_approved_first(store: Store, alice: Person) -> None:
    posts = [await approved(store, alice) for _ in range(3)]
    for outlet in (CHANNEL, WALL):
        assert [(await arrives(store, outlet)).post_id for _ in posts] == [post.post_id for post in posts]
        assert await look(store, outlet) is None
    assert await states(store, posts[0].post_id) == {CHANNEL: SpreadState.POSTED, WALL: SpreadState.POSTED}
    assert not await busy(store)


async def test_only_what_people_show_in_the_feed_is_spread(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        await tx.posts.add(a_post(alice.person_id))
        await tx.posts.add(a_post(alice.person_id, state=PostState.SHOWN, listed=False))
        await tx.posts.add(a_post(HOUSE, state=PostState.SHOWN, work_id=None))
    assert not await busy(store)
    assert await look(store) is None


async def test_a_new_outlet_gets_nothing_from_before_its_time(store: Store, alice: Person) -> None:
    await approved(store, alice)
    async with store.transaction() as tx:
        since = await tx.now()
    late = await approved(store, alice)
    async with store.transaction() as tx:
        assert await tx.spreads.busy(CHANNEL, since, 0)
        await tx.spreads.reconcile(CHANNEL, since)
        row = await tx.spreads.claim(CHANNEL, 60, 0)
        assert row
        assert (row.post_id, await tx.spreads.claim(CHANNEL, 60, 0)) == (late.post_id, None)


async def test_between_two_posts_there_is_a_gap(store: Store, alice: Person) -> None:
    for _ in range(2):
        await approved(store, alice)
    assert await look(store, gap_s=600)
    assert await look(store, gap_s=600) is None
    assert not await busy(store, gap_s=600)
    assert await busy(store, gap_s=0)
    assert await look(store, WALL, gap_s=600)  # of another outlet nothing was sent


async def test_two_senders_never_get_the_same(store: Store, alice: Person) -> None:
    posts = {(await approved(store, alice)).post_id for _ in range(12)}

    async def sends_all() -> list[str]:
        mine = list[str]()
        while row := await look(store):
            mine.append(row.post_id)
        return mine

    sent = [post_id for one in await asyncio.gather(*(sends_all() for _ in range(3))) for post_id in one]
    assert sorted(sent) == sorted(posts)


async def test_what_a_dead_process_was_sending_is_not_sent_again(store: Store, alice: Person) -> None:
    """It may have arrived; should its sender be alive after all, what it notes is taken."""
    post = await approved(store, alice)
    row = await look(store, lease_s=-1)
    assert row
    assert await busy(store)
    async with store.transaction() as tx:
        assert await tx.spreads.reconcile(CHANNEL, LONG_AGO) == [post.post_id]
    assert await look(store) is None
    assert await states(store, post.post_id) == {CHANNEL: SpreadState.UNSURE}
    assert not await busy(store)
    async with store.transaction() as tx:
        await tx.spreads.spread(row, "here", None)
    assert await states(store, post.post_id) == {CHANNEL: SpreadState.POSTED}


async def test_what_an_outlet_did_not_take_comes_back_when_it_is_time(store: Store, alice: Person) -> None:
    post = await approved(store, alice)
    row = await look(store)
    assert row
    async with store.transaction() as tx:
        await tx.spreads.later(row, 600)
    assert await look(store) is None
    async with store.transaction() as tx:
        await tx.spreads.later(row, -1)
    again = await look(store, gap_s=600)  # nothing was sent: no gap is due
    assert again
    assert again.post_id == post.post_id
    async with store.transaction() as tx:
        await tx.spreads.failed(again)
    assert await look(store) is None


async def forsaken(store: Store) -> list[str]:
    async with store.transaction() as tx:
        await tx.spreads.reconcile(CHANNEL, LONG_AGO)
        return await tx.spreads.forsake(CHANNEL)


@pytest.mark.parametrize("goes", ["while it is on its way", "when it is too late to know", "for good"])
async def test_what_perhaps_arrived_and_shall_not_be_seen_is_told_once(store: Store, alice: Person, goes: str) -> None:
    """Nobody knows where it is, so that it cannot be taken back."""
    post = await approved(store, alice)
    assert await look(store, lease_s=-1)
    if goes == "when it is too late to know":
        assert await forsaken(store) == []
    async with store.transaction() as tx:
        if goes == "for good":
            await tx.posts.delete(post.post_id, alice.person_id)
        else:
            await tx.posts.hide(post.post_id, alice.person_id)
    assert await busy(store)
    assert [await forsaken(store), await forsaken(store)] == [[post.post_id], []]
    assert await unwanted(store) is None
    assert await states(store, post.post_id) == {CHANNEL: SpreadState.UNSURE}
    assert not await busy(store)


@pytest.mark.parametrize("answer", ["refused", "later"])
async def test_what_surely_did_not_arrive_before_it_was_deleted_is_nowhere(
    store: Store, alice: Person, answer: str
) -> None:
    post = await approved(store, alice)
    row = await look(store)
    assert row
    async with store.transaction() as tx:
        await tx.posts.delete(post.post_id, alice.person_id)
        await (tx.spreads.failed(row) if answer == "refused" else tx.spreads.later(row, -1))
    assert await forsaken(store) == []
    assert await unwanted(store) is None
    assert await states(store, post.post_id) == {CHANNEL: SpreadState.WITHDRAWN}


async def test_what_is_hidden_is_taken_back_and_stays_away(store: Store, alice: Person) -> None:
    """Showing it again brings it to nobody's channel a second time."""
    post = await approved(store, alice)
    await arrives(store)
    async with store.transaction() as tx:
        await tx.posts.hide(post.post_id, alice.person_id)
    assert await busy(store)
    row = await unwanted(store)
    assert row
    assert row.place == f"place of {post.post_id}"
    async with store.transaction() as tx:
        await tx.spreads.withdrawn(row)
        await tx.posts.show(post.post_id, alice.person_id, listed=True)
    assert await look(store) is None
    assert not await busy(store)


async def test_what_a_moderator_lets_in_again_is_spread_again(store: Store, alice: Person) -> None:
    post = await approved(store, alice)
    await arrives(store)
    async with store.transaction() as tx:
        await tx.posts.send_back(post.post_id)
    row = await unwanted(store)
    assert row
    async with store.transaction() as tx:
        await tx.spreads.withdrawn(row)
        await tx.posts.decide(post.post_id, PostState.SHOWN)
    assert await busy(store)
    assert (await arrives(store)).state is SpreadState.POSTED


async def test_what_is_hidden_before_its_turn_is_never_sent(store: Store, alice: Person) -> None:
    post = await approved(store, alice)
    async with store.transaction() as tx:
        await tx.spreads.reconcile(CHANNEL, LONG_AGO)
        await tx.posts.hide(post.post_id, alice.person_id)
        assert await tx.spreads.claim(CHANNEL, 60, 0) is None
    assert await unwanted(store) is None
    async with store.transaction() as tx:
        assert await tx.spreads.of_post(post.post_id) == []
        await tx.posts.show(post.post_id, alice.person_id, listed=True)
    assert (await arrives(store)).post_id == post.post_id


async def test_what_is_deleted_while_it_is_sent_is_taken_back_when_it_has_arrived(store: Store, alice: Person) -> None:
    post = await approved(store, alice)
    row = await look(store)
    assert row
    async with store.transaction() as tx:
        await tx.posts.delete(post.post_id, alice.person_id)
    assert await unwanted(store) is None  # it is on its way
    async with store.transaction() as tx:
        await tx.spreads.spread(row, "here", None)
    gone = await unwanted(store)
    assert gone
    assert (gone.state, gone.place) == (SpreadState.UNWANTED, "here")


async def test_what_is_hidden_while_it_is_sent_is_taken_back_when_it_has_arrived(store: Store, alice: Person) -> None:
    post = await approved(store, alice)
    row = await look(store)
    assert row
    async with store.transaction() as tx:
        await tx.posts.hide(post.post_id, alice.person_id)
        await tx.spreads.spread(row, "here", None)
    gone = await unwanted(store)
    assert gone
    assert gone.place == "here"


async def test_what_a_forgotten_person_had_spread_is_taken_back(store: Store, alice: Person) -> None:
    sent, waits = await approved(store, alice), await approved(store, alice)
    await arrives(store)
    async with store.transaction() as tx:
        await tx.spreads.reconcile(CHANNEL, LONG_AGO)
        await tx.people.forget(alice.person_id)
    row = await unwanted(store)
    assert row
    assert row.post_id == sent.post_id
    assert await states(store, waits.post_id) == {CHANNEL: SpreadState.WITHDRAWN}


async def test_taking_back_is_tried_again_after_a_crash_and_given_up_when_refused(store: Store, alice: Person) -> None:
    post = await approved(store, alice)
    await arrives(store)
    async with store.transaction() as tx:
        await tx.posts.hide(post.post_id, alice.person_id)
        await tx.spreads.reconcile(CHANNEL, LONG_AGO)
        first, second, third = [await tx.spreads.claim_unwanted(CHANNEL, lease_s) for lease_s in (-1, 60, 60)]
        assert first
        assert second
        assert (first.place, third) == (second.place, None)
        await tx.spreads.failed(second)
    assert await states(store, post.post_id) == {CHANNEL: SpreadState.FAILED}


async def test_likes_of_all_outlets_are_summed(store: Store, alice: Person) -> None:
    post = await approved(store, alice)
    rows = [await arrives(store, outlet) for outlet in (CHANNEL, WALL)]
    async with store.transaction() as tx:
        for row, count in zip(rows, (5, 2), strict=True):
            await tx.spreads.liked(row.outlet, row.place or "", count)
        await tx.spreads.liked(WALL, "elsewhere", 100)
        assert await tx.spreads.likes(post.post_id) == 7
        await tx.posts.hide(post.post_id, alice.person_id)
        assert await tx.spreads.likes(post.post_id) == 0  # nobody is to see it there


async def test_what_waits_by_link_is_not_spread_before_it_is_approved(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        post = await tx.posts.add(a_post(alice.person_id, state=PostState.SHOWN, listed=False))
        assert (await tx.posts.show(post.post_id, alice.person_id, listed=True)).public
    assert not await busy(store)
    assert await look(store) is None
    async with store.transaction() as tx:
        await tx.posts.decide(post.post_id, PostState.SHOWN)
    assert (await arrives(store)).post_id == post.post_id


async def test_a_new_title_takes_nothing_back_and_sends_nothing_again(store: Store, alice: Person) -> None:
    post = await approved(store, alice)
    await arrives(store)
    async with store.transaction() as tx:
        await tx.posts.entitle(post.post_id, alice.person_id, "A dog")
    assert await unwanted(store) is None
    assert await look(store) is None
    async with store.transaction() as tx:
        await tx.posts.decide(post.post_id, PostState.SHOWN)
    assert await look(store) is None
    assert await states(store, post.post_id) == {CHANNEL: SpreadState.POSTED}


@pytest.mark.parametrize("how", ["undone", "banned", "refused by its new title"])
async def test_what_a_moderator_takes_out_of_the_feed_is_taken_back(store: Store, alice: Person, how: str) -> None:
    async with store.transaction() as tx:
        waiting = await tx.posts.add(a_post(alice.person_id))
        await tx.posts.decide(waiting.post_id, PostState.SHOWN)
    await arrives(store)
    async with store.transaction() as tx:
        moderation = Moderation(tx.connection)
        if how == "undone":
            await moderation.undo(waiting.post_id, PostState.SHOWN, Standing.of(waiting))
        elif how == "banned":
            await moderation.refuse_all(alice.person_id, "ban")
        else:
            await tx.posts.entitle(waiting.post_id, alice.person_id, "Cheap pills")
            await tx.posts.decide(waiting.post_id, PostState.REFUSED, "spam")
    row = await unwanted(store)
    assert row
    assert row.post_id == waiting.post_id
