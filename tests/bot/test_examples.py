"""The house's own examples: painted by the real engine where nobody waits, and gone when people fill the feed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from PIL import Image

from bot.queue import Queue
from bot.usecases.finish import Finish
from bot.usecases.posted import copies
from bot.usecases.sweep import Sweep
from bot.worker.engine import Engine, Renderer
from bot.worker.examples import CROWD, ENOUGH, FOLDER, Examples, Manner, examples, manner_of
from bot.worker.painter import Painter
from bot.worker.watchdog import Watchdog
from engine.card import HEIGHT, WIDTH
from engine.catalogue import offers
from engine.device import choose
from engine.effect import Cancelled, Inputs, Painting, Progress, Report
from engine.picture import Picture, check, decode
from storage import Store
from storage.posts import HOUSE, Look, Post, PostState
from tests.posts import a_post
from tests.stores import a_job


@cache
def manner() -> Manner:
    found = manner_of(offers())
    assert found
    return found


def teal(effect: str, inputs: Inputs, options: object, report: Report) -> Painting:
    """An engine that paints in one color."""
    picture = Picture(Image.new("RGB", (64, 48), "teal"))
    try:
        report(Progress(1, 1, 0.0, lambda: picture, lambda: b""))
    except Cancelled:
        return Painting(picture, 1, 1, True, ())
    return Painting(picture, 1, 1, False, ())


@asynccontextmanager
async def worker(store: Store, database_url: str, engine: Engine) -> AsyncIterator[Examples]:
    async with Queue.open(database_url) as queue:
        with Watchdog().running() as watchdog:
            painter = Painter(store, queue, Finish(store, queue), engine, "worker", watchdog)
            yield Examples(store, engine, painter, watchdog, "free")


@pytest.fixture
async def idler(store: Store, database_url: str) -> AsyncIterator[Examples]:
    """A worker with nothing to do, whose painting costs nothing."""
    async with worker(store, database_url, Engine("test bench", offers(), teal)) as idle:
        yield idle


async def feed(store: Store, words: str = "") -> list[Post]:
    async with store.reading() as tx:
        return await tx.posts.page(Look(words=words, limit=100))


async def publish(store: Store, count: int) -> None:
    """So many people's posts come into the feed."""
    async with store.transaction() as tx:
        alice = await tx.people.arrive("web", "alice", "en")
        for _ in range(count):
            await tx.posts.add(a_post(alice.person_id, state=PostState.SHOWN))


async def test_an_idle_worker_paints_an_example(store: Store, database_url: str) -> None:
    """By the real engine and its own weights; every picture of the post is there."""
    offer = manner().offer
    engine = Engine("cpu", (offer,), Renderer({offer.effect: choose("cpu")}))
    async with worker(store, database_url, engine) as idle:
        post_id = await idle.look(manner())
    [post] = await feed(store)
    assert await feed(store, "engraving") == [post]
    assert (post.post_id, post.person_id, post.work_id, post.author) == (post_id, HOUSE, None, None)
    assert (post.style_ref, post.state, post.listed) == ("house-engraving", PostState.SHOWN, True)
    for key in copies([post.photo_key or "", post.style_key or "", post.picture_key, post.card_key]):
        assert check(await store.blobs.get(key)).width > 64
    photo, picture = [decode(await store.blobs.get(key)) for key in (post.photo_key or "", post.picture_key)]
    assert photo.image.size == picture.image.size == (post.width, post.height)
    assert photo.image.convert("L").histogram() != picture.image.convert("L").histogram()
    assert check(await store.blobs.get(post.card_key)).width == WIDTH
    assert check(await store.blobs.get(post.card_key)).height == HEIGHT


async def test_they_end_where_the_first_page_of_the_feed_is_full(store: Store, idler: Examples) -> None:
    await publish(store, ENOUGH - 2)
    assert [bool(await idler.look(manner())) for _ in range(3)] == [True, True, False]
    assert len(await feed(store)) == ENOUGH


async def test_the_first_page_shows_every_look_and_no_photo_twice_in_a_row(store: Store, idler: Examples) -> None:
    first = list(examples(manner()))[:ENOUGH]
    assert len({one.look for one in first}) == len(manner().look.choices)
    assert all(one.photo != other.photo for one, other in pairwise(first))
    everything = list(examples(manner()))
    assert len({one.post_id for one in everything}) == len(everything) == 3 * len(manner().look.choices)


async def test_a_look_of_a_painting_is_called_by_its_name(store: Store, idler: Examples) -> None:
    for _ in range(2):
        await idler.look(manner())
    post = (await feed(store))[0]
    assert (post.style_ref, post.style_key) == (None, None)
    assert post.style_title == "The Gold of Their Bodies (Gauguin)"


async def test_two_workers_make_one_post_of_the_same_example(store: Store, idler: Examples) -> None:
    first = next(examples(manner()))
    await asyncio.gather(*(idler._make(manner(), first) for _ in range(2)))
    assert [post.post_id for post in await feed(store)] == [first.post_id]


async def test_while_somebody_waits_no_example_is_painted(store: Store, idler: Examples) -> None:
    async with store.transaction() as tx:
        alice = await tx.people.arrive("web", "alice", "en")
        await tx.jobs.add(a_job(alice.person_id))
    assert await idler.look(manner()) is None
    assert await feed(store) == []


async def test_an_example_makes_room_for_what_is_ordered_meanwhile(store: Store, database_url: str) -> None:
    """The one step that it is at is finished, and thrown away."""
    painters = list[Painter]()

    def meanwhile(effect: str, inputs: Inputs, options: object, report: Report) -> Painting:
        next(iter(painters[0]._rooms.values())).taken += 1
        return teal(effect, inputs, options, report)

    async with worker(store, database_url, Engine("test bench", offers(), meanwhile)) as idle:
        painters.append(idle.painter)
        assert await idle.look(manner()) is None
    assert await feed(store) == []


async def test_what_a_moderator_refused_is_not_made_again(store: Store, idler: Examples) -> None:
    post_id = await idler.look(manner())
    async with store.transaction() as tx:
        await tx.posts.decide(post_id or "", PostState.REFUSED, "ugly")
    assert await idler.look(manner()) != post_id
    assert len(await feed(store)) == 1


async def test_when_people_have_filled_the_feed_the_examples_step_back(store: Store, idler: Examples) -> None:
    """The oldest first, with all their pictures."""
    made = [await idler.look(manner()) for _ in range(2)]
    await publish(store, CROWD - 1)
    assert await idler.look(manner()) is None
    await publish(store, 1)
    assert [await idler.look(manner()) for _ in range(3)] == [*made, None]
    assert {post.person_id for post in await feed(store)} != {HOUSE}
    assert await store.blobs.list(HOUSE) == []


async def test_sweeping_leaves_the_pictures_of_examples(store: Store, idler: Examples) -> None:
    await idler.look(manner())
    before = await store.blobs.list(HOUSE)
    await store.blobs.put(f"{HOUSE}/posted/left-behind", b"of a worker that died")
    assert await Sweep(store, age_s=0)() == 1
    assert await store.blobs.list(HOUSE) == before
    async with store.transaction() as tx:
        alice = await tx.people.arrive("web", "alice", "en")
        await tx.people.forget(alice.person_id)
    assert len(await feed(store)) == 1


def test_a_worker_without_looks_paints_none() -> None:
    """Nor one whose looks take long."""
    spec = manner().look
    assert manner_of([replace(manner().offer, options=())]) is None
    assert (
        manner_of([replace(manner().offer, options=(spec, replace(spec, name="iterations", pictured=False)))]) is None
    )


def test_the_photos_are_small_and_their_sources_are_named() -> None:
    sources = (FOLDER / "SOURCES.md").read_text()
    photos = sorted(FOLDER.glob("*.jpg"))
    assert len(photos) >= 3
    for photo in photos:
        assert f"| {photo.name} |" in sources
        assert photo.stat().st_size < 80_000
        assert max(check(photo.read_bytes()).width, check(photo.read_bytes()).height) <= 640
