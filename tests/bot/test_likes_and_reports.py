"""Liking and reporting: once each, by people who may, and what three reports do."""

import pytest

from bot.usecases.marks import LIKES_OF_ONE, REPORTS_TO_HIDE, Like, OwnPost, Report, TooManyLikes
from bot.usecases.posts import InQuestion, MyPosts
from bot.usecases.publish import NotAllowed
from bot.usecases.reasons import Reason
from storage import Missing, Store
from storage.bans import BanScope
from storage.posts import Post, PostState
from tests.posts import a_post


async def person(store: Store, name: str) -> str:
    async with store.transaction() as tx:
        return (await tx.people.arrive("web", name, "en")).person_id


@pytest.fixture
async def post(store: Store) -> Post:
    """A post of Alice's that is shown."""
    alice = await person(store, "Alice")
    async with store.transaction() as tx:
        post = await tx.posts.add(a_post(alice))
        return await tx.posts.decide(post.post_id, PostState.SHOWN)


async def banned(store: Store, name: str) -> str:
    person_id = await person(store, name)
    async with store.transaction() as tx:
        await tx.bans.add("account", person_id, BanScope.FEED, "spam", "a moderator")
    return person_id


async def test_a_person_likes_a_post_once_and_may_take_it_back(store: Store, post: Post) -> None:
    like, bob = Like(store), await person(store, "Bob")
    for wanted, likes in ((True, 1), (True, 1), (False, 0), (False, 0)):
        assert (await like(bob, post.post_id, wanted=wanted)).likes == likes


async def test_one_address_likes_a_post_only_so_often(store: Store, post: Post) -> None:
    like = Like(store)
    names = [await person(store, f"Bob {number}") for number in range(LIKES_OF_ONE + 1)]
    for name in names[:-1]:
        await like(name, post.post_id, "house", wanted=True)
    with pytest.raises(TooManyLikes):
        await like(names[-1], post.post_id, "house", wanted=True)
    assert (await like(names[0], post.post_id, "house", wanted=True)).likes == LIKES_OF_ONE  # no news, no refusal
    assert (await like(names[-1], post.post_id, "another house", wanted=True)).likes == LIKES_OF_ONE + 1


async def test_the_banned_neither_like_nor_report(store: Store, post: Post) -> None:
    mallory = await banned(store, "Mallory")
    with pytest.raises(NotAllowed):
        await Like(store)(mallory, post.post_id, wanted=True)
    with pytest.raises(NotAllowed):
        await Report(store)(mallory, post.post_id, Reason.SPAM)


async def test_what_is_not_shown_is_neither_liked_nor_reported(store: Store, post: Post) -> None:
    bob = await person(store, "Bob")
    async with store.transaction() as tx:
        await tx.posts.hide(post.post_id, post.person_id)
    with pytest.raises(Missing):
        await Like(store)(bob, post.post_id, wanted=True)
    with pytest.raises(Missing):
        await Report(store)(bob, post.post_id, Reason.ADULT)


async def test_nobody_reports_their_own_post(store: Store, post: Post) -> None:
    with pytest.raises(OwnPost):
        await Report(store)(post.person_id, post.post_id, Reason.OTHER)


async def test_three_different_people_send_a_post_back_to_the_moderators(store: Store, post: Post) -> None:
    report, names = Report(store), [await person(store, f"Bob {number}") for number in range(REPORTS_TO_HIDE)]
    for name in names[:-1]:
        assert not await report(name, post.post_id, Reason.ADULT)
        assert not await report(name, post.post_id, Reason.ADULT)  # the same person again
    assert await report(names[-1], post.post_id, Reason.VIOLENCE)
    async with store.transaction() as tx:
        assert (await tx.posts.get(post.post_id)).state is PostState.WAITING
        assert {row.reason for row in await tx.marks.reports(post.post_id)} == {Reason.ADULT, Reason.VIOLENCE}
        await tx.posts.decide(post.post_id, PostState.SHOWN)
    assert not await report(await person(store, "Carol"), post.post_id, Reason.ADULT)  # counted anew


async def test_reports_of_one_address_count_as_one(store: Store, post: Post) -> None:
    report = Report(store)
    for number in range(REPORTS_TO_HIDE + 1):
        assert not await report(await person(store, f"Mallory {number}"), post.post_id, Reason.SPAM, "den")
    async with store.reading() as tx:
        assert (await tx.posts.get(post.post_id)).reports == 1


async def test_what_a_moderator_has_allowed_is_not_sent_back_by_the_same_people(store: Store, post: Post) -> None:
    report, names = Report(store), [await person(store, f"Bob {number}") for number in range(REPORTS_TO_HIDE)]
    for name in names:
        await report(name, post.post_id, Reason.PERSON)
    async with store.transaction() as tx:
        await tx.posts.decide(post.post_id, PostState.SHOWN)
    assert not any([await report(name, post.post_id, Reason.PERSON) for name in names])


async def test_what_waits_by_link_is_liked_and_goes_when_three_people_report_it(store: Store) -> None:
    alice, bob = await person(store, "Alice"), await person(store, "Bob")
    async with store.transaction() as tx:
        post = await tx.posts.add(a_post(alice, state=PostState.SHOWN, listed=False))
        await tx.posts.show(post.post_id, alice, listed=True)
    assert (await Like(store)(bob, post.post_id, wanted=True)).likes == 1
    names = [await person(store, f"Bob {number}") for number in range(REPORTS_TO_HIDE)]
    assert [await Report(store)(name, post.post_id, Reason.ADULT) for name in names] == [False, False, True]
    with pytest.raises(Missing):
        await Like(store)(bob, post.post_id, wanted=False)
    with pytest.raises(InQuestion):
        await MyPosts(store).show(alice, post.post_id, listed=False)
