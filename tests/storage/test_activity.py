"""Sums by day over what really happened, on both databases."""

from datetime import timedelta

from sqlalchemy import update

from storage import Store
from storage.activity import Activity, Cohort, Painted, Waits
from storage.job import JobState
from storage.people import Person
from storage.tables import jobs, people
from tests.posts import a_post
from tests.stores import a_job


async def painted(store: Store, person: Person, *, days_ago: float, waited_s: int) -> None:
    """A job of theirs that ended so long ago, after waiting so long; it was painted for a minute."""
    async with store.transaction() as tx:
        new = a_job(person.person_id)
        await tx.jobs.add(new)
        began = await tx.now() - timedelta(days=days_ago)
        moments = {
            "state": JobState.DONE,
            "created_at": began,
            "started_at": began + timedelta(seconds=waited_s),
            "ended_at": began + timedelta(seconds=waited_s + 60),
        }
        await tx.connection.execute(update(jobs).where(jobs.c.job_id == new.job_id).values(moments))


async def came(store: Store, person: Person, *, days_ago: float) -> str:
    async with store.transaction() as tx:
        at = await tx.now() - timedelta(days=days_ago)
        await tx.connection.execute(update(people).where(people.c.person_id == person.person_id).values(created_at=at))
    return at.date().isoformat()


async def test_people_paintings_and_waits_are_counted_by_day(store: Store, alice: Person, bob: Person) -> None:
    for person, waited_s in ((alice, 1), (alice, 3), (bob, 3)):
        await painted(store, person, days_ago=2, waited_s=waited_s)
    await painted(store, bob, days_ago=40, waited_s=9)  # before the time that is asked about
    async with store.reading() as tx:
        activity, now = Activity(tx.connection), await tx.now()
        day = (now - timedelta(days=2) + timedelta(seconds=62)).date().isoformat()
        assert await activity.active(30) == {(day, "web"): 2}
        assert await activity.painted(30) == [Painted(day, "gatys", "free", 3)]
        assert await activity.waits(30) == {day: Waits(median_s=3, p95_s=3)}
        [(hour, busy)] = (await activity.hours(30)).items()
        assert (hour, busy.jobs, busy.painted_s) == ((now - timedelta(days=2)).hour, 3, 180)


async def test_a_cohort_is_followed_from_arrival_to_its_second_week(store: Store, alice: Person, bob: Person) -> None:
    day = await came(store, alice, days_ago=20)
    assert await came(store, bob, days_ago=20) == day
    await painted(store, alice, days_ago=19.9, waited_s=1)
    await painted(store, alice, days_ago=11, waited_s=1)
    await painted(store, bob, days_ago=2, waited_s=1)  # that is the third week
    async with store.reading() as tx:
        assert await Activity(tx.connection).cohorts(30) == [Cohort(day, arrived=2, painted=2, paid=0, back=1)]


async def test_posts_likes_and_reports_are_counted_by_day(store: Store, alice: Person, bob: Person) -> None:
    async with store.transaction() as tx:
        post = await tx.posts.add(a_post(alice.person_id))
        await tx.marks.like(post.post_id, bob.person_id)
        await tx.marks.report(post.post_id, bob.person_id, "spam")
        day = (await tx.now()).date().isoformat()
        found = await Activity(tx.connection).posted(30)
    assert found == {"posts": {day: 1}, "likes": {day: 1}, "reports": {day: 1}}
