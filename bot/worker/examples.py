"""The house's own examples: painted where nothing else is to do, so that a new feed is not empty. Knows no effect.

A photo of the house in one look after another, by whatever effect has looks to choose from and paints in one pass.
Whoever orders something finds every slot free: an example has none. When people have filled the feed, examples go.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import structlog

from bot.texts import Texts, locales
from bot.usecases import posted
from bot.usecases.pictures import house, house_key, read
from bot.usecases.plan import SIDE
from bot.usecases.posted import Shown, posted_key
from bot.usecases.style_refs import OURS, found_by
from bot.worker.engine import Engine
from bot.worker.painter import Painter
from bot.worker.watchdog import Watchdog
from engine.effect import Cancelled, Inputs, Offer, Painting, Progress
from engine.options import OptionSpec
from engine.picture import decode, encode
from storage import StorageError, Store
from storage.posts import HOUSE, NewPost, PostState

FOLDER = Path(__file__).parent / "example_photos"
SIDE_PX = 640
LOOK_S = 20.0
ENOUGH = 24  # posts in the feed, a page of it: more examples are not painted
CROWD = 48  # posts of people: the examples step back, the oldest first
DIGITS = 16  # of a SHA-256, as other posts have

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Example:
    """A photo that is to be painted in a look. Its post is called after both: two workers make one post of it."""

    photo: Path
    look: str

    @property
    def post_id(self) -> str:
        return sha256(f"{self.photo.stem} {self.look}".encode()).hexdigest()[:DIGITS]


@dataclass(frozen=True, slots=True)
class Manner:
    """What an example is painted by: an offer, and that option of it which chooses the look."""

    offer: Offer
    look: OptionSpec

    def options(self, look: str) -> dict[str, str | int]:
        sized = any(spec.name == SIDE for spec in self.offer.options)
        return {self.look.name: look, **({SIDE: SIDE_PX} if sized else {})}

    def title(self, texts: Texts, look: str) -> str:
        key = f"option-{self.look.name}-{look}".replace("_", "-")
        return texts.titled(key, look.replace("_", " "))

    def titles(self, look: str) -> list[str]:
        """In every language: somebody may look for any of them."""
        return sorted({self.title(Texts(locale), look) for locale in locales()})


def manner_of(offers: Sequence[Offer]) -> Manner | None:
    """The first effect that paints in one pass, needs no style and has looks that are shown by examples."""
    for offer in offers:
        for spec in offer.options:
            if spec.pictured and offer.quick and not offer.styles:
                return Manner(offer, spec)
    return None


def examples(manner: Manner) -> Iterator[Example]:
    """All of them: first each look once, the photos in turns that no column of a gallery repeats, then each look with
    the next photo."""
    photos = sorted(FOLDER.glob("*.jpg"))
    for turn in range(len(photos)):
        for number, look in enumerate(manner.look.choices):
            yield Example(photos[(number + number // len(photos) + turn) % len(photos)], look)


@dataclass(slots=True)
class Examples:
    """One at a time."""

    store: Store
    engine: Engine
    painter: Painter
    watchdog: Watchdog
    tier: str
    locale: str = "en"  # of the names of looks that belong to no style of the house
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="example"))

    async def serve(self) -> None:
        """Until cancelled, or until it turns out that this worker paints none."""
        manner = manner_of(self.engine.offers)
        while manner:
            await asyncio.sleep(LOOK_S)
            try:
                await self.look(manner)
            except StorageError as error:
                log.warning("no example", error=str(error))
            except Exception:  # a defect here must not end the paintings of people
                log.exception("no more examples")
                return

    async def look(self, manner: Manner) -> str | None:
        """Paint one example, or take one back, where that is due; returns the id of its post."""
        async with self.store.reading() as tx:
            people = await tx.examples.of_people(CROWD)
            oldest = await tx.examples.oldest()
            room = await tx.examples.in_feed(ENOUGH) < ENOUGH
            idle = self.painter.idle and not await tx.jobs.unfinished()
            made = await tx.examples.made()
        if people >= CROWD:
            return await self._step_back(oldest) if oldest else None
        wanted = next((one for one in examples(manner) if one.post_id not in made), None)
        return await self._make(manner, wanted) if room and idle and wanted else None

    async def _step_back(self, post_id: str) -> str:
        async with self.store.transaction() as tx:
            keys = await tx.posts.delete(post_id, HOUSE)
        await self.store.blobs.delete(posted.copies(keys))
        return post_id

    async def _make(self, manner: Manner, example: Example) -> str | None:
        """None where somebody ordered something meanwhile: then it is painted another time."""
        photo = await asyncio.to_thread(example.photo.read_bytes)
        started = time.monotonic()
        with self.watchdog.watch():
            painting = await asyncio.get_running_loop().run_in_executor(
                self._thread, self._paint, manner, example, photo
            )
        seconds = time.monotonic() - started
        if painting.stopped:
            return None
        style = await read(self.store, house_key(example.look)) if example.look in house() else None
        shown = Shown(photo, [style] if style else [], await asyncio.to_thread(encode, painting.picture, "PNG"))
        await posted.keep_pictures(self.store, HOUSE, example.post_id, shown)
        async with self.store.transaction() as tx:
            post = await tx.posts.add(self._post(manner, example, painting, seconds))
            titles = [] if post.style_ref else manner.titles(example.look)
            await tx.posts.found_by(post.post_id, found_by(post.style_ref, "", *titles))
        log.info("an example", post_id=example.post_id, photo=example.photo.stem, look=example.look)
        return example.post_id

    def _paint(self, manner: Manner, example: Example, photo: bytes) -> Painting:
        def yielding(progress: Progress) -> None:
            if not self.painter.idle:
                raise Cancelled

        inputs = Inputs(decode(photo, side_px=SIDE_PX))
        return self.engine.render(manner.offer.effect, inputs, manner.options(example.look), yielding)

    def _post(self, manner: Manner, example: Example, painting: Painting, seconds: float) -> NewPost:
        def key(what: str) -> str:
            return posted_key(HOUSE, example.post_id, what)

        ref = OURS + example.look if example.look in house() else None
        title = "" if ref else manner.title(Texts(self.locale), example.look)
        return NewPost(
            post_id=example.post_id,
            person_id=HOUSE,
            work_id=None,
            state=PostState.SHOWN,
            listed=True,
            title="",
            effect=manner.offer.effect,
            tier=self.tier,
            iterations=painting.done,
            seconds=seconds,
            width=painting.picture.width,
            height=painting.picture.height,
            style_ref=ref,
            style_title=title,
            photo_key=key(posted.PHOTO),
            style_key=key(posted.STYLE) if ref else None,
            picture_key=key(posted.PICTURE),
            card_key=key(posted.CARD),
            video_key=None,
        )
