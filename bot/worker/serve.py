"""The worker process: warm up, offer, paint, beat, until told to end. Wires the parts; knows no effect."""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial

import structlog

from bot.executor import hold
from bot.prices import Prices
from bot.queue import Duty, Queue, Runtime, Upkeep, glimpses, paints
from bot.queue.upkeep import BEAT_S, TTL_S
from bot.settings import Settings
from bot.store import opened_store
from bot.usecases.finish import Finish
from bot.usecases.glimpse import Envelope
from bot.worker.engine import Engine
from bot.worker.examples import Examples
from bot.worker.glimpses import Glimpses
from bot.worker.painter import Painter
from bot.worker.report import CHECKPOINT_EVERY_S
from bot.worker.tiers import try_tiers
from bot.worker.watchdog import LIMIT_S, Watchdog
from storage.job import Lane
from storage.workers import WorkerRow

STDIN = 0
GRACE_S = 8.0  # for the paintings at hand to make one more step; less than the supervisor's patience

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Options:
    """How this process is run. `child`: it ends when its standard input does, that is with its parent."""

    child: bool = False
    beat_s: float = BEAT_S
    ttl_s: float = TTL_S
    checkpoint_s: float = CHECKPOINT_EVERY_S
    watchdog_s: float = LIMIT_S


async def serve(settings: Settings, load: Callable[[], Engine], options: Options) -> None:
    """Work until SIGTERM, SIGINT or the end of the parent. Raises Misconfigured."""
    settings.make_folder()
    with hold(settings.data, "worker") as executor, told_to_end(child=options.child) as ended:
        engine, prices = await asyncio.to_thread(load), Prices.load(settings.prices)
        await asyncio.to_thread(try_tiers, prices, engine)
        async with (
            opened_store(settings) as store,
            Queue.open(settings.database_url) as queue,
        ):
            me = present(executor, engine)
            upkeep = Upkeep(store, queue, me, options.beat_s, options.ttl_s)
            finish = Finish(store, queue)
            with Watchdog(options.watchdog_s).running() as watchdog:
                painter = Painter(store, queue, finish, engine, executor, watchdog, options.checkpoint_s)
                await upkeep.arrive()
                glimpsing = Glimpses(Envelope(store.blobs.seal), engine, painter, watchdog)
                duties = duties_of(engine, painter, glimpsing)
                examples = Examples(store, engine, painter, watchdog, next(iter(prices.tiers)), settings.spread_locale)
                async with Runtime(settings.database_url, executor, *duties):
                    log.info("worker ready", worker=executor, device=engine.device)
                    async with beside(examples if settings.examples else None):
                        await until(ended, upkeep)
                    await leave(painter)
                await upkeep.leave()


def duties_of(engine: Engine, painter: Painter, glimpsing: Glimpses) -> list[Duty]:
    """The jobs of both lanes; glimpses where there is an effect that is drawn for: another queue is looked at then."""
    duties = [paints(partial(painter, lane=lane), engine.slots_in(lane), lane) for lane in Lane]
    return [*duties, glimpses(glimpsing, glimpsing.slots)] if glimpsing.offered else duties


def present(executor: str, engine: Engine) -> WorkerRow:
    """This worker as the others see it."""
    offers, slots, quick_slots = [offer.to_json() for offer in engine.offers], engine.slots, engine.quick_slots
    return WorkerRow(executor, engine.device, slots, offers, dict(engine.speeds), quick_slots=quick_slots)


async def until(ended: asyncio.Event, upkeep: Upkeep) -> None:
    """Keep up the beat until the end is asked for."""
    keeping_up = asyncio.create_task(upkeep.serve())
    waiting = asyncio.create_task(ended.wait())
    try:
        # A failed upkeep is a defect: without a beat this process is dead to the others.
        done, _ = await asyncio.wait({keeping_up, waiting}, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        keeping_up.cancel()
        waiting.cancel()
        await asyncio.gather(keeping_up, waiting, return_exceptions=True)


@asynccontextmanager
async def beside(examples: Examples | None) -> AsyncIterator[None]:
    """While the block runs, examples are painted."""
    painting = asyncio.create_task(examples.serve()) if examples else None
    try:
        yield
    finally:
        if painting:
            painting.cancel()
            await asyncio.gather(painting, return_exceptions=True)


async def leave(painter: Painter) -> None:
    """Give the paintings at hand a moment to leave a checkpoint."""
    try:
        async with asyncio.timeout(GRACE_S):
            await painter.leave()
    except TimeoutError:
        # A thread that paints cannot be stopped from outside, and Python would wait for it.
        log.warning("leaving in the middle of a step")
        os._exit(0)


@contextmanager
def told_to_end(*, child: bool) -> Iterator[asyncio.Event]:
    """An event that is set when the process is asked to end, or when its parent is gone."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    if child:
        threading.Thread(target=outlive_no_parent, args=(loop, ended), daemon=True).start()
    yield ended
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.remove_signal_handler(number)


def outlive_no_parent(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    """The parent holds the other end of our standard input: the kernel closes it however the parent dies."""
    # Not through sys.stdin: a thread that waits in it holds its lock, and Python aborts when it finds that at its end.
    while os.read(STDIN, 1):
        continue
    loop.call_soon_threadsafe(ended.set)
