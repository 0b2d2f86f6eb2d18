"""What a moderator refused stays refused for that painting and that picture, also when its post is gone."""

import asyncio

import pytest

from storage import Missing, Store
from storage.moderation import Moderation
from storage.people import Person
from storage.posts import Post, PostState
from tests.posts import a_post
from tests.stores import a_work

TODAY = "2026-11-21"


async def refused(store: Store, person: Person, **changes: object) -> Post:
    values = {"work_id": "work", "fingerprint": "a cat", **changes}
    async with store.transaction() as tx:
        post = await tx.posts.add(a_post(person.person_id, **values))
        return await tx.posts.decide(post.post_id, PostState.REFUSED, "adult")


async def why(store: Store, person: Person, work_id: str = "work", fingerprint: str | None = None) -> str | None:
    async with store.reading() as tx:
        return await tx.refusals.of(person.person_id, work_id, fingerprint)


async def test_a_deleted_post_leaves_its_refusal_and_nothing_else(store: Store, alice: Person, bob: Person) -> None:
    post = await refused(store, alice)
    async with store.transaction() as tx:
        assert post.picture_key in await tx.posts.delete(post.post_id, alice.person_id)
        assert await tx.posts.by_work("work") is None
        assert await tx.posts.of_person(alice.person_id, 0, 9) == []
        assert await tx.posts.count(PostState.REFUSED) == 0
        another = await tx.posts.add(a_post(alice.person_id))
        assert (await Moderation(tx.connection).case(another.post_id)).refused == 1
        with pytest.raises(Missing):
            await tx.posts.decide(post.post_id, PostState.SHOWN)
        [left] = await tx.refusals.of_person(alice.person_id)
        assert (left.post_id, left.work_id, left.reason) == (post.post_id, "work", "adult")
    assert await why(store, alice) == "adult"
    assert await why(store, bob) is None


@pytest.mark.parametrize("deleted", [False, True])
async def test_the_same_picture_painted_anew_is_refused_too(
    store: Store, alice: Person, bob: Person, deleted: bool
) -> None:
    post = await refused(store, alice)
    if deleted:
        async with store.transaction() as tx:
            await tx.posts.delete(post.post_id, alice.person_id)
    assert await why(store, alice, "again", "a cat") == "adult"
    assert await why(store, alice, "again", "a dog") is None
    assert await why(store, alice, "again") is None
    assert await why(store, bob, "again", "a cat") is None


async def test_what_was_not_refused_leaves_nothing(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        for state in (PostState.WAITING, PostState.SHOWN, PostState.HIDDEN):
            post = await tx.posts.add(a_post(alice.person_id, state=state, work_id=state))
            await tx.posts.delete(post.post_id, alice.person_id)
        assert await tx.refusals.of_person(alice.person_id) == []


async def test_a_moderator_pardons_once(store: Store, alice: Person) -> None:
    post = await refused(store, alice)
    async with store.transaction() as tx:
        with pytest.raises(Missing):  # its post is there, and can be approved
            await tx.refusals.pardon(post.post_id)
        await tx.posts.delete(post.post_id, alice.person_id)
        assert (await tx.refusals.pardon(post.post_id)).person_id == alice.person_id
        with pytest.raises(Missing):
            await tx.refusals.pardon(post.post_id)
    assert await why(store, alice, "again", "a cat") is None


async def test_a_deleted_painting_is_remembered_by_its_picture(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        await tx.works.add(a_work(alice.person_id, "work"))
    await refused(store, alice)
    async with store.transaction() as tx:
        await tx.works.delete("work", alice.person_id)
    assert await why(store, alice, "again", "a cat") == "adult"


async def test_it_goes_with_who_joins_and_with_who_is_forgotten(store: Store, alice: Person, bob: Person) -> None:
    post = await refused(store, bob)
    async with store.transaction() as tx:
        await tx.posts.delete(post.post_id, bob.person_id)
        await tx.joining.join(bob.person_id, alice.person_id, TODAY)
    assert await why(store, alice) == "adult"
    async with store.transaction() as tx:
        await tx.people.forget(alice.person_id)
        assert await tx.refusals.of_person(alice.person_id) == []


async def test_refused_and_deleted_at_once_it_is_remembered_if_it_was_refused(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        post = await tx.posts.add(a_post(alice.person_id, work_id="work"))

    async def refuse() -> bool:
        try:
            async with store.transaction() as tx:
                await tx.posts.decide(post.post_id, PostState.REFUSED, "adult")
        except Missing:
            return False
        return True

    async def delete() -> None:
        async with store.transaction() as tx:
            await tx.posts.delete(post.post_id, alice.person_id)

    held, _ = await asyncio.gather(refuse(), delete())
    assert (await why(store, alice) == "adult") is held
