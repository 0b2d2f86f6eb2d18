"""Statistics: what the charts say is what happened, in the page and in the file."""

import csv
import io

import pytest

from bot.admin.statistics import summed
from storage.posts import PostState
from tests.admin.office import Office
from tests.platforms.contract import a_photo, a_style
from tests.posts import a_post


async def something_happens(office: Office) -> str:
    """Alice has a painting, publishes one that Bob likes and pays; returns the day."""
    alice, bob = office.world.person("Alice"), await office.person("Bob")
    await alice.sends_photo(a_photo())
    await alice.sends_photo(a_style())
    await alice.presses("Paint")
    await alice.sees("Done!")
    person = await office.world.who("Alice")
    await office.payment(person)
    async with office.store.transaction() as tx:
        post = await tx.posts.add(a_post(person.person_id, state=PostState.SHOWN, style_ref="house-mosaic"))
        await tx.marks.like(post.post_id, bob.person_id)
        return (await tx.now()).date().isoformat()


async def test_the_charts_say_what_happened(office: Office) -> None:
    await something_happens(office)
    async with office.olga() as olga:
        for days in (30, 90, 365):
            assert await olga.opens(f"/admin/statistics?days={days}") == 200
        assert "People who got a painting, by day and platform" in olga.words
        assert "Painting after a picture" in olga.seen
        assert "Mosaic" in olga.words


async def test_the_file_has_every_value(office: Office) -> None:
    day = await something_happens(office)
    path = "/admin/statistics.csv?days=90"
    async with office.olga() as olga, olga.visitor.http.get(olga.visitor.url + path) as answer:
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert "mazok-90-days.csv" in answer.headers["Content-Disposition"]
        rows = list(csv.reader(io.StringIO(await answer.text())))
    said = {(of, at): value for _, of, at, value in rows[1:]}
    assert rows[0] == ["chart", "of", "day", "value"]
    assert said["room", day] == "1"
    assert said["Free", day] == "1"
    assert (said["came", day], said["painted", day], said["paid", day]) == ("2", "1", "1")
    assert (said["posts", day], said["likes", day]) == ("1", "1")


async def test_an_empty_service_has_statistics(office: Office) -> None:
    async with office.olga() as olga:
        assert await olga.opens("/admin/statistics?days=7") == 200
        assert "Nothing." in olga.words


@pytest.mark.parametrize("kinds", [1, 6, 7, 20])
def test_what_no_color_is_left_for_is_one_series(kinds: int) -> None:
    series = summed((f"kind {number}", "2026-11-21", number + 1) for number in range(kinds))
    assert len(series) == min(kinds, 6)
    assert sum(one.values["2026-11-21"] for one in series) == kinds * (kinds + 1) // 2
    assert series[0].title == f"kind {kinds - 1}"
