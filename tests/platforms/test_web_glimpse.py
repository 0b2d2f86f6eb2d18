"""`POST /glimpse` over real HTTP: the picture, and every way in which there is none."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.platforms.web.settings import WebSettings
from bot.queue import Glimpses, Queue
from bot.usecases.glimpse import DRAWING, Glimpse, Ration
from engine.picture import decode
from storage import Store
from tests.drawings import Desk, a_desk, a_drawing
from tests.platforms.web_site import Site, Visitor, site, visitor

SOON_S = 60.0  # more than a busy machine needs


@pytest.fixture
async def queue(database_url: str) -> AsyncIterator[Queue]:
    async with Queue.open(database_url) as opened:
        yield opened


@pytest.fixture
async def desk(store: Store, queue: Queue, database_url: str) -> AsyncIterator[Desk]:
    async with a_desk(store, queue, database_url) as opened:
        yield opened


@pytest.fixture
def glimpse(store: Store, queue: Queue) -> Glimpse:
    return Glimpse(store, Glimpses(queue), SOON_S)


@pytest.fixture
async def web(store: Store, tmp_path: Path, glimpse: Glimpse) -> AsyncIterator[Site]:
    async with site(store, tmp_path, glimpse=glimpse) as running:
        yield running


@pytest.fixture
async def alice(web: Site) -> AsyncIterator[Visitor]:
    async with visitor(web.url) as somebody:
        await somebody.visit(**{"Accept-Language": "en"})
        yield somebody


async def test_a_drawing_is_answered_and_nothing_of_it_is_kept(desk: Desk, alice: Visitor, store: Store) -> None:
    """Not even who drew it: a visitor who has said nothing is nobody yet."""
    status, picture, headers = await alice.glimpses(a_drawing(), "doodle")
    assert (status, headers["Content-Type"], headers["Cache-Control"]) == (200, "image/jpeg", "no-store")
    assert decode(picture).width == 256
    assert await store.blobs.list() == []
    assert await alice.lines() == []
    async with store.reading() as tx:
        assert await tx.jobs.unfinished() == []
        cookie = next(cookie.value for cookie in alice.http.cookie_jar if cookie.key == "mazok")
        assert await tx.people.by_identity("web", cookie.partition(".")[0]) is None


async def test_what_cannot_be_read_is_refused(alice: Visitor) -> None:
    assert (await alice.glimpses(b"no picture", "doodle"))[0] == 400
    assert (await alice.glimpses(a_drawing(file_format="JPEG"), "doodle"))[0] == 400
    assert (await alice.glimpses(bytes(DRAWING.file_bytes + 1), "doodle"))[0] == 413


async def test_a_blank_sheet_is_answered_with_a_hint(desk: Desk, alice: Visitor) -> None:
    status, words, _ = await alice.glimpses(a_drawing(lines=0), "doodle")
    assert (status, b"Draw a little more" in words) == (422, True)


async def test_where_nobody_is_free_the_page_is_told_to_wait(desk: Desk, glimpse: Glimpse, alice: Visitor) -> None:
    glimpse.patience_s = 0.05
    await desk.leave()
    status, words, _ = await alice.glimpses(a_drawing(), "doodle")
    assert (status, b"painters are busy" in words) == (503, True)


async def test_where_no_worker_draws_that_is_said_at_once(alice: Visitor) -> None:
    assert (await alice.glimpses(a_drawing(), "doodle"))[0] == 503


async def test_too_many_are_told_when_to_come_back(glimpse: Glimpse, alice: Visitor) -> None:
    glimpse.visitors = Ration(1, 0.1)
    assert (await alice.glimpses(a_drawing(), "doodle"))[0] == 503
    status, _, headers = await alice.glimpses(a_drawing(), "doodle")
    assert status == 429
    assert 1 <= int(headers["Retry-After"]) <= 10


async def test_another_site_cannot_ask(alice: Visitor) -> None:
    assert (await alice.glimpses(a_drawing(), "doodle", Origin="https://evil.example"))[0] == 403
    async with visitor(alice.url) as stranger:
        stranger.start = alice.start
        assert (await stranger.glimpses(a_drawing(), "doodle"))[0] == 403


async def test_a_page_offers_a_sheet_where_somebody_paints_from_drawings(desk: Desk, alice: Visitor) -> None:
    pad = (await alice.visit())["pad"]
    assert (pad["effect"], pad["title"]) == ("doodle", "Draw")
    assert await alice.draws(a_drawing(), data=pad["data"], line="") == (200, {"reload": False})
    person, answer = await alice.lines()
    assert (person["author"], person["body"]["pictures"][0]["name"]) == ("person", "mask.png")
    assert answer["body"]["text"] == f"drawn {pad['data']}"


async def test_a_page_offers_none_where_nobody_does(alice: Visitor) -> None:
    assert alice.start["pad"] is None
    assert all(re.fullmatch(r"/static/\w+/draw-.+", url) for url in alice.start["examples"].values())


async def test_a_browser_that_stands_still_is_given_up(store: Store, tmp_path: Path, glimpse: Glimpse) -> None:
    async def never() -> AsyncIterator[bytes]:
        yield a_drawing()[:10]
        await asyncio.Event().wait()

    limits = WebSettings(upload_idle_s=0.2)
    async with site(store, tmp_path, limits, glimpse) as slow, visitor(slow.url) as alice:
        await alice.visit()
        async with alice.http.post(f"{alice.url}/glimpse", data=never(), headers=alice.headers) as answer:
            assert answer.status == 408
