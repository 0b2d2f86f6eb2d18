"""The application without platforms and engine: real storage, queue and use cases, and a painter that a test moves."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.app import use_cases
from bot.catalogue import Catalogue
from bot.chat import Address, Chat, Incoming, TryLater
from bot.platform import Platform
from bot.prices import Prices
from bot.queue import Queue
from bot.talk.conversation import Conversation
from bot.talk.views import JobViews
from bot.till import Till
from bot.usecases.ban import Ban
from bot.usecases.checkout import Checkout
from bot.usecases.contacts import Contacts
from bot.usecases.deliver import Deliver
from bot.usecases.doors import Doors
from bot.usecases.finish import Finish
from bot.usecases.follow import Follow, Followed
from bot.usecases.invite import Invite
from bot.usecases.sell import Sell
from bot.usecases.shop import Shop
from bot.usecases.status import Statuses
from bot.usecases.views import JobLocks
from engine.effect import Offer
from engine.ladder import Ladder
from engine.options import OptionSpec
from storage import Store
from storage.job import Job, JobState
from storage.people import Person
from storage.workers import WorkerRow
from storage.works import NewWork
from tests.bot.room import Room, RoomPerson
from tests.platforms.contract import a_film, a_photo

SIDE = OptionSpec("side_px", "Size", "integer", 600, low=64, high=2000)
ITERATIONS = OptionSpec("iterations", "Iterations", "integer", 100, low=1, high=1000)
STRENGTH = OptionSpec("strength", "Strength", "integer", 100, low=10, high=400, unit="%")
COLORS = OptionSpec("colors", "Colors", "choice", "style", choices=("style", "luminance", "linear"))
OUTLINES = OptionSpec("outlines", "Outlines", "boolean", False)
SCALE = OptionSpec("style_scale", "Scale", "integer", 100, low=25, high=400, unit="%", step=25)
WEIGHTS = OptionSpec("style_weights", "Weight", "numbers", (), low=0, high=100, most=4, audience="curious")
FINISHES = ("oil", "wax", "ink", "chalk", "gouache", "secret")
FINISH = OptionSpec(
    "finish", "Finish", "choice", "oil", choices=FINISHES, operator_words=("secret",), audience="curious"
)
SEED = OptionSpec("seed", "Seed", "integer", 0, low=0, high=2**31 - 1, audience="curious")
TILE = OptionSpec("tile_px", "Tile", "integer", 0, low=0, high=4096, audience="operator")
VARIANTS = OptionSpec("variants", "Variants", "integer", 4, low=1, high=4)
CHOICES = (STRENGTH, COLORS, OUTLINES, SCALE, WEIGHTS, FINISH, SEED, TILE)
OFFER = Offer("gatys", 1, (SIDE, ITERATIONS, *CHOICES), Ladder(), most_styles=4, regions=True)
OTHER_OFFER = Offer("tint", 0, (SIDE,), Ladder())
TINTER = Offer("tinge", 0, (SIDE, VARIANTS), Ladder(), order=3, for_grey=True, most_photos=10)
LEARNER = Offer("study", 1, (SIDE, ITERATIONS), Ladder(lesson_px=181), leaves_look=True)
RECALLER = Offer("recite", 0, (SIDE,), Ladder(), order=2, takes_look=True)


OTHERS = ("gold", "lime", "plum")


@dataclass(slots=True)
class Clock:
    """Seconds that pass when a test says so."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass(slots=True)
class Painter:
    """A worker by hand: it claims, reports and finishes as the real one does, without painting."""

    store: Store
    finish: Finish
    offers: tuple[Offer, ...] = (OFFER,)
    awake: bool = False

    async def wakes(self) -> None:
        """Sign of life; to be repeated within 15 s, as a worker does."""
        self.awake = True
        offers = [offer.to_json() for offer in self.offers]
        async with self.store.transaction() as tx:
            await tx.workers.beat(WorkerRow("painter", "by hand", 1, offers, quick_slots=1))
            for offer in self.offers:
                await tx.workers.measured("painter", offer.effect, 3.0)

    async def sleeps(self) -> None:
        self.awake = False
        async with self.store.transaction() as tx:
            await tx.workers.leave("painter")

    async def begins(self) -> Job:
        """Claim the foremost job."""
        async with self.store.transaction() as tx:
            waiting = [job for job in await tx.jobs.unfinished() if job.state is JobState.QUEUED]
            job = await tx.jobs.claim(min(waiting, key=lambda job: job.priority).job_id, "painter")
        assert job is not None
        return job

    async def reports(self, job: Job, done: int, preview: bytes | None = None) -> Job | None:
        """So many iterations, and perhaps a preview."""
        key = f"{job.person_id}/progress/{uuid.uuid4().hex}" if preview else job.preview_key
        if preview and key:
            await self.store.blobs.put(key, preview)
        async with self.store.transaction() as tx:
            return await tx.jobs.progress(job.job_id, job.attempt, done, 1.5, key, None)

    async def ends(self, job: Job, *, done: int | None = None, stopped: bool = False) -> bool:
        """The painting is the photo's color, so that a mix-up of pictures would show; other results are the photo in
        the colors of OTHERS."""
        work = a_work(job, done if done is not None else job.total, self.results_of(job))
        pictures = [await self.store.blobs.get(job.photo_key), *(a_photo(color) for color in OTHERS)]
        for keys in (work.picture_keys or (work.picture_key,), work.preview_keys or (work.preview_key,)):
            for key, picture in zip(keys, pictures, strict=False):
                await self.store.blobs.put(key, picture)
        if work.state_key:
            await self.store.blobs.put(work.state_key, b"state")
        assert work.video_key
        await self.store.blobs.put(work.video_key, a_film())
        return await self.finish.painted(job, work, done=work.iterations, stopped=stopped)

    def results_of(self, job: Job) -> int:
        """How many results the job is to have."""
        specs = [spec for offer in self.offers if offer.effect == job.effect for spec in offer.options]
        return next((int(job.options.get(spec.name, spec.default)) for spec in specs if spec is VARIANTS), 1)

    async def fails(self, job: Job, error: str) -> bool:
        return await self.finish.failed(job, error)


def a_work(job: Job, iterations: int, results: int = 1) -> NewWork:
    """As the real worker keeps it: who learns leaves a look, who paints by one leaves nothing to paint on from."""
    work_id = uuid.uuid4().hex
    state_key = None if job.look_key else f"{job.person_id}/state/{work_id}"
    pictures, previews = (
        tuple(f"{job.person_id}/{kind}/{work_id}{f'-{number}' if number else ''}" for number in range(results))
        for kind in ("picture", "preview")
    )
    return NewWork(
        work_id=work_id,
        person_id=job.person_id,
        job_id=job.job_id,
        effect=job.effect,
        tier=job.tier,
        options=job.options,
        photo_key=job.photo_key,
        style_keys=job.style_keys,
        mask_key=job.mask_key,
        picture_key=pictures[0],
        preview_key=previews[0],
        picture_keys=pictures if results > 1 else (),
        preview_keys=previews if results > 1 else (),
        look_key=state_key if job.effect == LEARNER.effect else job.look_key,
        state_key=state_key,
        video_key=f"{job.person_id}/film/{work_id}",
        width=600,
        height=450,
        iterations=iterations,
        seconds=6.0,
    )


@dataclass(slots=True)
class World:
    """One chat process, and the people who talk to it."""

    store: Store
    queue: Queue
    prices: Prices
    painter: Painter
    clock: Clock = field(default_factory=Clock)
    rooms: dict[Address, Room] = field(default_factory=dict)
    tills: dict[str, Till] = field(default_factory=dict)
    platforms: dict[str, Platform] = field(default_factory=dict)
    public_url: str = ""
    follow: Follow = field(init=False)
    deliver: Deliver = field(init=False)
    conversation: Conversation = field(init=False)

    contacts: Contacts = field(init=False)

    def __post_init__(self) -> None:
        self.contacts = Contacts(self.store, bytes(32))
        self.restarts()

    def restarts(self) -> None:
        """The chat process ends and another begins: nothing is left but storage, queue and what the chats show."""
        catalogue = Catalogue(self.prices)
        shop = Shop(catalogue, self.tills, self.platforms, "@owner")
        views, locks = JobViews(self.store, shop), JobLocks()
        followed = Followed(lambda: ("room",), self.rooms.__getitem__, views)
        self.follow = Follow(self.store, Statuses(self.store), followed, locks, clock=self.clock)
        painted = Invite(self.store, catalogue).painted
        sell = Sell(self.store, self.platforms, Checkout(self.store, bytes(32)).sign)
        self.deliver = Deliver(self.store, self.rooms.__getitem__, views, locks, painted, sell)
        doors = Doors(shop.platforms, self.public_url)
        ban = Ban(self.store, bytes(32))
        can = use_cases(self.store, self.queue, shop, self.contacts, self.follow, doors, ban)
        self.conversation = Conversation(can)

    def person(self, name: str, locale: str = "en") -> RoomPerson:
        """Somebody alone in a room with Mazok; the same room when they are asked for again."""
        room = self.rooms.setdefault(Address("room", name), Room(Address("room", name)))

        async def handle(incoming: Incoming, chat: Chat) -> None:
            if self.painter.awake:
                await self.painter.wakes()  # its heart beats, however slow the machine is
            await self.conversation.handle(incoming, chat)
            await self.follow.look()

        return RoomPerson(name, room, handle, self.goes_on, locale)

    async def goes_on(self) -> bool:
        """Paint and deliver the next job; False when nothing is left to do."""
        async with self.store.reading() as tx:
            waiting = [job for job in await tx.jobs.unfinished() if job.state is JobState.QUEUED]
        if waiting:
            job = await self.painter.begins()
            await self.painter.reports(job, 10, a_photo("gray"))
            await self.follow.look()
            await self.painter.ends(job)
        return await self.delivers() or bool(waiting)

    async def delivers(self) -> bool:
        """The courier's round; False when there was nothing to deliver."""
        async with self.store.reading() as tx:
            waiting = await tx.jobs.undelivered(3600)
        for job in waiting:
            try:
                await self.deliver(job.job_id)
            except TryLater as later:
                self.clock.now += later.after_s
        return bool(waiting)

    async def who(self, name: str) -> Person:
        async with self.store.reading() as tx:
            person = await tx.people.by_identity("room", name)
        assert person is not None
        return person

    async def jobs(self, name: str) -> list[Job]:
        """A person's jobs, newest first."""
        person = await self.who(name)
        async with self.store.reading() as tx:
            return await tx.jobs.of_person(person.person_id, 50)

    async def gives(self, name: str, asset: str, amount: int) -> None:
        person = await self.who(name)
        async with self.store.transaction() as tx:
            await tx.ledger.grant(uuid.uuid4().hex, person.person_id, asset, amount, "gift")


@asynccontextmanager
async def a_world(store: Store, database_url: str) -> AsyncIterator[World]:
    async with Queue.open(database_url) as queue:
        prices = Prices.load()
        painter = Painter(store, Finish(store, queue))
        await painter.wakes()
        yield World(store, queue, prices, painter)
