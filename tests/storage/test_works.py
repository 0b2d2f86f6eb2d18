"""Works, styles and talks: what people keep."""

import uuid
from dataclasses import replace

import pytest

from storage import Missing, Store
from storage.jobs import JobState
from storage.people import Person
from storage.styles import NewStyle, Style
from storage.talks import Talk
from storage.works import NewWork
from tests.stores import a_job, a_work


async def save_style(store: Store, person: Person, title: str = "waves", picture: str = "1") -> Style:
    keys = (f"{person.person_id}/style/{picture}", f"{person.person_id}/style/{picture}s")
    async with store.transaction() as tx:
        return await tx.styles.add(NewStyle(uuid.uuid4().hex, person.person_id, *keys, title))


async def test_a_work_is_its_owners_alone(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        work = await tx.works.add(a_work(alice.person_id))
        assert await tx.works.get(work.work_id, alice.person_id) == work
        with pytest.raises(Missing):
            await tx.works.get(work.work_id, bob.person_id)
        with pytest.raises(Missing):
            await tx.works.delete(work.work_id, bob.person_id)
    assert (work.style_keys, work.options) == ((f"{alice.person_id}/style/1",), {"size": 600})


async def test_works_are_leafed_through_newest_first(store: Store, alice: Person) -> None:
    for number in range(5):
        async with store.transaction() as tx:
            await tx.works.add(a_work(alice.person_id, f"work {number}"))
    async with store.reading() as tx:
        assert await tx.works.count(alice.person_id) == 5
        pages = [await tx.works.page(alice.person_id, offset, 2) for offset in (0, 2, 4)]
    titles = [[work.work_id for work in page] for page in pages]
    assert titles == [["work 4", "work 3"], ["work 2", "work 1"], ["work 0"]]


async def test_every_message_that_shows_a_work_leads_to_it(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        work = await tx.works.add(a_work(alice.person_id))
        for message_id in ("1", "2", "2"):
            await tx.works.set_message(work.work_id, "telegram", "chat", message_id)
        assert await tx.works.by_message("telegram", "chat", "1") == work
        assert await tx.works.by_message("telegram", "chat", "2") == work
        assert await tx.works.by_message("vk", "chat", "1") is None


async def test_deleting_a_work_gives_up_the_blobs_that_nothing_else_needs(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        first, second = await tx.works.add(a_work(alice.person_id)), await tx.works.add(a_work(alice.person_id))
        await tx.works.set_message(first.work_id, "web", "chat", "1")
        assert await tx.works.delete(first.work_id, alice.person_id) == [first.preview_key, first.picture_key]
        assert await tx.works.by_message("web", "chat", "1") is None
        assert set(await tx.works.delete(second.work_id, alice.person_id)) == {
            second.picture_key,
            second.preview_key,
            second.photo_key,
            *second.style_keys,
        }


async def test_mask_and_film_live_as_long_as_what_was_painted_by_them(store: Store, alice: Person) -> None:
    mask, film = f"{alice.person_id}/mask/1", f"{alice.person_id}/film/1"
    async with store.transaction() as tx:
        work = await tx.works.add(replace(a_work(alice.person_id), mask_key=mask, video_key=film))
        assert (work.mask_key, work.video_key) == (mask, film)
        await tx.jobs.add(replace(a_job(alice.person_id, "job"), mask_key=mask))
        assert (await tx.jobs.get("job")).mask_key == mask
        deleted = await tx.works.delete(work.work_id, alice.person_id)
        assert film in deleted
        assert mask not in deleted  # the job that waits is painted by it
        await tx.works.add(replace(a_work(alice.person_id), mask_key=mask, video_key=film))
        assert {mask, film} <= set(await tx.people.forget(alice.person_id))


def several(person_id: str) -> NewWork:
    """A work with three results."""
    work = a_work(person_id)
    pictures, previews = [(key, f"{key}-2", f"{key}-3") for key in (work.picture_key, work.preview_key)]
    return replace(work, picture_keys=pictures, preview_keys=previews)


async def test_of_several_results_one_is_chosen_by_its_owner(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        work = await tx.works.add(several(alice.person_id))
        assert work.chosen == 0
        await tx.works.choose(work.work_id, alice.person_id, 2)
        chosen = await tx.works.get(work.work_id, alice.person_id)
        for stranger, number in ((bob, 1), (alice, 3), (alice, -1)):
            with pytest.raises(Missing):
                await tx.works.choose(work.work_id, stranger.person_id, number)
        with pytest.raises(Missing):
            await tx.works.choose((await tx.works.add(a_work(alice.person_id))).work_id, alice.person_id, 0)
    assert (chosen.chosen, chosen.picture_key, chosen.preview_key) == (2, work.picture_keys[2], work.preview_keys[2])
    assert chosen.picture_keys == work.picture_keys


async def test_all_results_go_with_their_work_and_their_person(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        work = await tx.works.add(several(alice.person_id))
        results = {*work.picture_keys, *work.preview_keys}
        assert results <= await tx.people.named(alice.person_id)
        await tx.works.choose(work.work_id, alice.person_id, 1)
        assert results <= set(await tx.works.delete(work.work_id, alice.person_id))
        work = await tx.works.add(several(alice.person_id))
        assert {*work.picture_keys, *work.preview_keys} <= set(await tx.people.forget(alice.person_id))


async def test_a_look_lives_as_long_as_a_style_a_work_or_a_waiting_job_paints_by_it(
    store: Store, alice: Person
) -> None:
    look = f"{alice.person_id}/state/lesson"
    style = await save_style(store, alice)
    assert style.look_key is None
    async with store.transaction() as tx:
        lesson = await tx.works.add(replace(a_work(alice.person_id), state_key=look, look_key=look))
        assert (await tx.styles.learned(style.style_id, alice.person_id, look)).look_key == look
        assert look not in await tx.works.delete(lesson.work_id, alice.person_id)  # the style is still painted by it
        painted = await tx.works.add(replace(a_work(alice.person_id), look_key=look))
        await tx.jobs.add(replace(a_job(alice.person_id, "job"), look_key=look))
        assert (painted.look_key, (await tx.jobs.get("job")).look_key) == (look, look)
        assert look not in await tx.styles.delete(style.style_id, alice.person_id)
        assert look not in await tx.works.delete(painted.work_id, alice.person_id)
        await tx.jobs.finish("job", None, JobState.DONE)
        painted = await tx.works.add(replace(a_work(alice.person_id), look_key=look))
        assert look in await tx.works.delete(painted.work_id, alice.person_id)


async def test_a_deleted_style_takes_its_look_along(store: Store, alice: Person) -> None:
    look, style = f"{alice.person_id}/state/lesson", await save_style(store, alice)
    async with store.transaction() as tx:
        await tx.styles.learned(style.style_id, alice.person_id, look)
        assert look in await tx.people.named(alice.person_id)
        assert look in await tx.styles.delete(style.style_id, alice.person_id)


async def test_a_forgotten_persons_looks_are_forgotten(store: Store, alice: Person, bob: Person) -> None:
    look, style = f"{alice.person_id}/state/lesson", await save_style(store, alice)
    async with store.transaction() as tx:
        with pytest.raises(Missing):
            await tx.styles.learned(style.style_id, bob.person_id, look)
        await tx.styles.learned(style.style_id, alice.person_id, look)
        assert look in await tx.people.forget(alice.person_id)


async def test_a_photo_that_a_draft_or_a_waiting_job_needs_outlives_the_work(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        work = await tx.works.add(a_work(alice.person_id))
        await tx.talks.save(Talk("web", "chat", alice.person_id, "order", {"draft": {"photo_key": work.photo_key}}))
        assert work.photo_key not in await tx.works.delete(work.work_id, alice.person_id)
        await tx.talks.save(Talk("web", "chat", alice.person_id, "start"))
        work = await tx.works.add(a_work(alice.person_id))
        await tx.jobs.add(a_job(alice.person_id, "job"))
        assert work.photo_key not in await tx.works.delete(work.work_id, alice.person_id)
        work = await tx.works.add(a_work(alice.person_id))
        await tx.jobs.finish("job", None, JobState.DONE)
        assert work.photo_key in await tx.works.delete(work.work_id, alice.person_id)


async def test_a_style_is_kept_named_and_deleted(store: Store, alice: Person, bob: Person) -> None:
    style = await save_style(store, alice)
    async with store.transaction() as tx:
        await tx.styles.rename(style.style_id, alice.person_id, "night")
        assert (await tx.styles.get(style.style_id, alice.person_id)).title == "night"
        for refused in (tx.styles.get(style.style_id, bob.person_id), tx.styles.delete(style.style_id, bob.person_id)):
            with pytest.raises(Missing):
                await refused
        with pytest.raises(Missing):
            await tx.styles.rename(style.style_id, bob.person_id, "mine")
        keys = await tx.styles.delete(style.style_id, alice.person_id)
        assert await tx.styles.of_person(alice.person_id) == []
    assert keys == [style.picture_key, style.thumbnail_key]


async def test_a_deleted_style_stays_for_the_works_painted_in_it(store: Store, alice: Person) -> None:
    style = await save_style(store, alice)
    async with store.transaction() as tx:
        await tx.works.add(a_work(alice.person_id))
        assert await tx.styles.delete(style.style_id, alice.person_id) == [style.thumbnail_key]


async def test_a_talk_goes_on_where_it_was(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        assert await tx.talks.load("web", "chat", alice.person_id) is None
        await tx.talks.save(Talk("web", "chat", alice.person_id, "start"))
        await tx.talks.save(Talk("web", "chat", alice.person_id, "order", {"photo": "ключ"}))
        talk = await tx.talks.load("web", "chat", alice.person_id)
    assert talk is not None
    assert (talk.scene, talk.data) == ("order", {"photo": "ключ"})
    assert talk.updated_at is not None


async def test_two_persons_in_a_group_have_each_their_talk(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        await tx.talks.save(Talk("telegram", "group", alice.person_id, "order"))
        assert await tx.talks.load("telegram", "group", bob.person_id) is None


async def test_what_is_not_paid_is_nowhere(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        locked = await tx.works.add(replace(a_work(alice.person_id), locked="purchase"))
        await tx.works.set_message(locked.work_id, "telegram", "chat", "1")
        for ask in (tx.works.get, tx.works.delete):
            with pytest.raises(Missing):
                await ask(locked.work_id, alice.person_id)
        assert (await tx.works.page(alice.person_id, 0, 9), await tx.works.count(alice.person_id)) == ([], 0)
        assert await tx.works.by_message("telegram", "chat", "1") is None
        assert await tx.works.get(locked.work_id, alice.person_id, locked=True) == locked
        assert await tx.works.unlock("another") is None
        unlocked = await tx.works.unlock("purchase")
        assert unlocked == await tx.works.get(locked.work_id, alice.person_id)
        assert await tx.works.unlock("purchase") is None
        assert await tx.works.give_up(-1) == []


async def test_what_nobody_pays_is_given_up_with_its_blobs(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        kept = await tx.works.add(a_work(alice.person_id))
        locked = await tx.works.add(replace(a_work(alice.person_id), locked="purchase"))
        await tx.works.set_message(locked.work_id, "telegram", "chat", "1")
        assert await tx.works.give_up(3600) == []
        assert await tx.works.give_up(-1) == sorted([locked.preview_key, locked.picture_key])
        with pytest.raises(Missing):
            await tx.works.get(locked.work_id, alice.person_id, locked=True)
        assert await tx.works.page(alice.person_id, 0, 9) == [kept]


async def test_forgetting_takes_what_is_not_paid_along(store: Store, alice: Person) -> None:
    async with store.transaction() as tx:
        locked = await tx.works.add(replace(a_work(alice.person_id), locked="purchase"))
        assert locked.picture_key in await tx.people.forget(alice.person_id)
        assert await tx.works.unlock("purchase") is None
