"""Ids of pictures that a platform has: found again, forgotten with what they show."""

from storage import Store
from storage.people import Person
from tests.posts import a_post
from tests.stores import a_work

OURS, OTHERS = "messenger:1", "messenger:2"


async def known(store: Store, *keys: str) -> dict[str, str]:
    async with store.reading() as tx:
        return await tx.sent_files.of(OURS, keys)


async def test_a_picture_is_found_by_the_account_that_sent_it(store: Store, alice: Person) -> None:
    key = f"{alice.person_id}/preview/1"
    async with store.transaction() as tx:
        await tx.sent_files.note(OURS, key, "old")
        await tx.sent_files.note(OURS, key, "new")
        await tx.sent_files.note(OTHERS, key, "theirs")
    assert await known(store, key, "other/preview/2") == {key: "new"}


async def test_it_goes_with_the_painting(store: Store, alice: Person) -> None:
    work = a_work(alice.person_id)
    async with store.transaction() as tx:
        await tx.works.add(work)
        await tx.sent_files.note(OURS, work.preview_key, "file")
    async with store.transaction() as tx:
        await tx.works.delete(work.work_id, alice.person_id)
    assert await known(store, work.preview_key) == {}


async def test_it_goes_with_the_post(store: Store, alice: Person) -> None:
    post = a_post(alice.person_id)
    async with store.transaction() as tx:
        await tx.posts.add(post)
        await tx.sent_files.note(OURS, post.card_key, "file")
    async with store.transaction() as tx:
        await tx.posts.delete(post.post_id, alice.person_id)
    assert await known(store, post.card_key) == {}


async def test_it_goes_with_the_person_and_nobody_elses_does(store: Store, alice: Person, bob: Person) -> None:
    hers, his = (f"{person.person_id}/preview/1" for person in (alice, bob))
    async with store.transaction() as tx:
        await tx.sent_files.note(OURS, hers, "file")
        await tx.sent_files.note(OURS, his, "file")
    async with store.transaction() as tx:
        await tx.people.forget(alice.person_id)
    assert await known(store, hers, his) == {his: "file"}
