"""Sharing under faults: killed in the middle, a post or a style is there with all its pictures or not there at all, and
what is left of pictures goes soon."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from bot.usecases.intake import Intake
from bot.usecases.posted import KIND, TILE, copies
from bot.usecases.styles import Styles
from bot.usecases.sweep import Sweep
from storage import Missing, Store
from storage.people import Person
from storage.posts import Post, PostState
from storage.shared_styles import NewSharedStyle
from storage.styles import Style
from storage.till_tables import notices
from storage.works import Work
from tests.faults.mortal import Mortal, each_step
from tests.faults.sharing_deeds import drop, publish, share, take_down, unpublish
from tests.platforms.contract import a_photo, a_style
from tests.posts import shown_post
from tests.stores import a_work


@pytest.fixture
async def alice(store: Store) -> Person:
    async with store.transaction() as tx:
        return await tx.people.arrive("web", "Alice", "en")


async def a_style_of(store: Store, person: Person, number: int) -> str:
    """The key of a picture like no other one."""
    key = f"{person.person_id}/photo/style-{number}"
    await Intake(store).keep(key, a_style(size=(32 + number, 32)))
    return key


async def painted(store: Store, person: Person, number: int) -> Work:
    """A painting in a style of their own."""
    photo, style = f"{person.person_id}/photo/{number}", await a_style_of(store, person, number)
    work = replace(a_work(person.person_id, f"work-{number}"), photo_key=photo, style_keys=(style,))
    await Intake(store).keep(photo, a_photo(size=(32, 24)))
    for key in (work.picture_key, work.preview_key):
        await store.blobs.put(key, a_photo("plum", (32, 24)))
    async with store.transaction() as tx:
        return await tx.works.add(work)


async def saved(store: Store, person: Person, number: int) -> Style:
    return await Styles(store).save(person.person_id, await a_style_of(store, person, number))


async def for_others(store: Store) -> set[str]:
    """The copies that others may see."""
    return {key for key in await store.blobs.list() if key.split("/")[1] in (KIND, TILE)}


def pictures(posts: Iterable[Post]) -> set[str]:
    keys = [(post.photo_key, post.style_key, post.picture_key, post.card_key) for post in posts]
    return set(copies([key for four in keys for key in four if key]))


async def test_a_post_is_there_with_its_pictures_whenever_its_publishing_is_killed(
    store: Store, doomed: Mortal, alice: Person
) -> None:
    """The same press publishes it once; what was drawn for nothing goes soon."""
    works = list[Work]()

    async def at(step: int) -> dict[str, Any]:
        works.append(await painted(store, alice, step))
        said = await doomed.does(publish, alice.person_id, works[-1].work_id, dies_at=step)
        await doomed.again(publish, alice.person_id, works[-1].work_id)
        return said

    assert await each_step(at, every=3) >= 5
    async with store.reading() as tx:
        posts = [await tx.posts.by_work(work.work_id) for work in works]
        styles = await tx.shared_styles.of_person(alice.person_id)
    needed = pictures(post for post in posts if post)
    needed |= {key for style in styles for key in (style.picture_key, style.thumbnail_key)}
    assert (len(needed), len(styles)) == ((8 + 2) * len(works), len(works))
    assert needed < await for_others(store)
    await Sweep(store, soon_s=0)()
    assert await for_others(store) == needed


async def test_a_deleted_post_leaves_no_picture_whenever_that_is_killed(
    store: Store, doomed: Mortal, alice: Person
) -> None:
    async def at(step: int) -> dict[str, Any]:
        post = await shown_post(store, alice.person_id)
        said = await doomed.does(unpublish, alice.person_id, post.post_id, dies_at=step)
        async with store.reading() as tx:
            left = await tx.posts.of_person(alice.person_id, 0, 9)
        assert pictures(left) <= await for_others(store)
        await doomed.again(unpublish, alice.person_id, post.post_id)
        await Sweep(store, soon_s=0)()
        assert await for_others(store) == set()
        return said

    assert await each_step(at, every=4) >= 3


async def test_a_decision_is_told_and_written_down_once_whenever_it_is_killed(
    store: Store, doomed: Mortal, alice: Person
) -> None:
    """A style that goes with the post leaves no picture."""

    async def at(step: int) -> dict[str, Any]:
        post = await shown_post(store, alice.person_id, style_ref=f"ref-{step}")
        copy, small = [f"{alice.person_id}/{kind}/style-{step}" for kind in (KIND, TILE)]
        for key in (copy, small):
            await store.blobs.put(key, a_style())
        async with store.transaction() as tx:
            await tx.shared_styles.share(NewSharedStyle(f"ref-{step}", alice.person_id, copy, small))
        said = await doomed.does(take_down, post.post_id, dies_at=step)
        await doomed.again(take_down, post.post_id)
        await Sweep(store, soon_s=0)()
        assert await for_others(store) >= pictures([post])
        assert not {copy, small} & await for_others(store)
        async with store.reading() as tx:
            assert (await tx.posts.get(post.post_id)).state is PostState.REFUSED
            assert await tx.shared_styles.find(f"ref-{step}") is None
            assert [act.act for act in await tx.audit.newest(9, post.post_id)] == ["take post down"]
            told = select(notices.c.kind).where(notices.c.key.startswith(f"post:{post.post_id}:"))
            assert list((await tx.connection.execute(told)).scalars()) == ["post_taken_down"]
        return said

    assert await each_step(at, every=2) >= 4


async def test_a_shared_style_has_its_pictures_whenever_its_sharing_is_killed(
    store: Store, doomed: Mortal, alice: Person
) -> None:
    needed = set[str]()

    async def at(step: int) -> dict[str, Any]:
        style = await saved(store, alice, step)
        said = await doomed.does(share, alice.person_id, style.style_id, dies_at=step)
        ref = await doomed.again(share, alice.person_id, style.style_id)
        async with store.reading() as tx:
            shared = await tx.shared_styles.get(ref)
        needed.update((shared.picture_key, shared.thumbnail_key))
        return said

    assert await each_step(at, every=2) >= 3
    await Sweep(store, soon_s=0)()
    assert await for_others(store) == needed


async def test_who_drops_a_style_does_not_share_it_any_more_whenever_that_is_killed(
    store: Store, doomed: Mortal, alice: Person
) -> None:
    """By a style that is not theirs any more they could not stop sharing it."""

    async def at(step: int) -> dict[str, Any]:
        style = await saved(store, alice, step)
        ref = await doomed.again(share, alice.person_id, style.style_id)
        said = await doomed.does(drop, alice.person_id, style.style_id, dies_at=step)
        async with store.reading() as tx:
            has = [one.style_id for one in await tx.styles.of_person(alice.person_id)]
            assert bool(has) is bool(await tx.shared_styles.find(ref))
        await doomed.again(drop, alice.person_id, style.style_id)
        with pytest.raises(Missing):
            await Styles(store).get(alice.person_id, style.style_id)
        await Sweep(store, age_s=0)()
        assert await store.blobs.list() == []
        return said

    assert await each_step(at, every=2) >= 3
