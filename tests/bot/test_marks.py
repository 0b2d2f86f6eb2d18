"""Likes and reports: who may, how often, and what comes of it."""

import pytest

from bot.usecases.marks import LIKES_OF_ONE, REPORTS_TO_HIDE, Like, Report
from bot.usecases.publish import NotAllowed
from storage import Missing, Store
from storage.posts import Post, PostState
from tests.posts import shown_post


async def arrive(store: Store, *names: str) -> list[str]:
    async with store.transaction() as tx:
        return [(await tx.people.arrive("room", name, "en")).person_id for name in names]


async def now(store: Store, post: Post) -> Post:
    async with store.reading() as tx:
        return await tx.posts.get(post.post_id)


async def test_a_family_likes_and_a_crowd_behind_one_address_does_not(store: Store) -> None:
    alice, *others = await arrive(store, "Alice", *(f"Bob {number}" for number in range(LIKES_OF_ONE + 1)))
    post, like = await shown_post(store, alice), Like(store)
    *family, stranger = others
    for number, person in enumerate(family, start=1):
        assert (await like(person, post.post_id, "home")).likes == number
    with pytest.raises(NotAllowed):
        await like(stranger, post.post_id, "home")
    assert (await like(stranger, post.post_id, "elsewhere")).likes == LIKES_OF_ONE + 1
    assert (await like(family[0], post.post_id, "home")).likes == LIKES_OF_ONE  # not any more
    assert (await like(family[0], post.post_id, "home")).likes == LIKES_OF_ONE + 1
    other = await shown_post(store, alice)
    assert (await like(stranger, other.post_id, "home")).likes == 1


async def test_as_many_different_people_as_it_takes_send_a_post_back(store: Store) -> None:
    alice, bob, *others = await arrive(store, "Alice", "Bob", *(f"Carol {n}" for n in range(REPORTS_TO_HIDE)))
    post, report = await shown_post(store, alice), Report(store)
    for _ in range(REPORTS_TO_HIDE):
        await report(bob, post.post_id, "spam")  # once counts
    for person in others[: REPORTS_TO_HIDE - 2]:
        await report(person, post.post_id, "spam")
    assert (await now(store, post)).state is PostState.SHOWN
    await report(others[-1], post.post_id, "adult")
    assert (await now(store, post)).state is PostState.WAITING
    with pytest.raises(Missing):
        await report(others[-2], post.post_id, "adult")


async def test_what_a_moderator_has_allowed_is_not_sent_back_by_the_same_people(store: Store) -> None:
    alice, *others = await arrive(store, "Alice", *(f"Carol {number}" for number in range(REPORTS_TO_HIDE)))
    post, report = await shown_post(store, alice), Report(store)
    for person in others:
        await report(person, post.post_id, "person")
    async with store.transaction() as tx:
        await tx.posts.decide(post.post_id, PostState.SHOWN)
    for person in others:
        await report(person, post.post_id, "person")
    assert (await now(store, post)).state is PostState.SHOWN


async def test_nobody_reports_their_own_or_marks_what_is_not_seen(store: Store) -> None:
    alice, bob = await arrive(store, "Alice", "Bob")
    post = await shown_post(store, alice)
    with pytest.raises(NotAllowed):
        await Report(store)(alice, post.post_id, "spam")
    hidden = await shown_post(store, alice, state=PostState.HIDDEN)
    for mark in (Like(store)(bob, hidden.post_id, None), Report(store)(bob, hidden.post_id, "spam")):
        with pytest.raises(Missing):
            await mark
