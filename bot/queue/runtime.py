"""Runtime: this process takes calls from queues and hands them to our coroutines. Knows not what they do."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from dbos import DBOS, DBOSConfig
from dbos import Queue as DBOSQueue

from bot.queue.client import APP, DELIVER, GLIMPSE, PAINT, SERIALIZER, VERSION, delivery_queue, plain
from storage.job import Lane

Handle = Callable[..., Coroutine[Any, Any, str | None]]
Slots = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Duty:
    """What this process answers: calls of one name from some queues; so many at once from each as the queue's row
    says, or as many as `slots` says each time that calls are taken."""

    workflow: str
    queues: tuple[str, ...]
    handle: Handle
    slots: Slots | None = None


def paints(handle: Handle, slots: int = 1, lane: Lane = Lane.LONG) -> Duty:
    return Duty(PAINT[lane], (PAINT[lane],), handle, lambda: slots)


def glimpses(handle: Handle, slots: Slots) -> Duty:
    return Duty(GLIMPSE, (GLIMPSE,), handle, slots)


def delivers(platforms: Iterable[str], handle: Handle) -> Duty:
    return Duty(DELIVER, tuple(delivery_queue(platform) for platform in platforms), handle)


class Runtime:
    """The engine in this process; one at a time (it is a singleton), entered when the duties can be done.

    The engine runs on a loop and threads of its own, so that its life does not touch ours: on ours, its executor would
    become everybody's and be gone when it stops. A handler that is cancelled leaves its call open: it is taken again
    when this executor id returns, or when Upkeep sees that it does not.
    """

    def __init__(self, database_url: str, executor: str, *duties: Duty) -> None:
        self._config: DBOSConfig = {
            "name": APP,
            "system_database_url": plain(database_url),
            "application_version": VERSION,
            "executor_id": executor,
            "serializer": SERIALIZER,
            "sys_db_pool_size": 5,
            "log_level": "ERROR",  # it warns of each task it cancels, of each poll while the database is away
            "run_migrations": False,  # Queue.open did it
        }
        self._duties = duties

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        await asyncio.to_thread(self._launch, loop)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True)

    def _launch(self, loop: asyncio.AbstractEventLoop) -> None:
        engine = DBOS(config=self._config)
        for duty in self._duties:
            # Attempts are counted in the job's row; the engine's own count would begin anew at each recovery.
            DBOS.workflow(name=duty.workflow, max_recovery_attempts=None)(bridge(duty.handle, loop))
        DBOS.listen_queues([queue for duty in self._duties for queue in duty.queues])
        DBOS.launch()
        give_slots(engine, {queue: duty.slots for duty in self._duties if duty.slots for queue in duty.queues})


def bridge(handle: Handle, loop: asyncio.AbstractEventLoop) -> Callable[..., Awaitable[str | None]]:
    """The handler, to be called on the engine's loop and run on ours."""

    async def call(*what: str) -> str | None:
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(handle(*what), loop))

    return call


def give_slots(engine: DBOS, slots: Mapping[str, Slots]) -> None:
    """Let this process take so many calls at once from each of these queues.

    The engine knows one number for all processes, in the queue's row (ours is 1, the least); its poller reads that row
    anew each time, by this method, which is not public: a GPU that paints four and a CPU that paints one share a queue.
    """
    system = engine._sys_db
    read = system.get_queue

    def get_queue(name: str, **options: Any) -> DBOSQueue | None:
        queue = read(name, **options)
        if queue is not None and name in slots:
            queue._worker_concurrency = slots[name]()
        return queue

    system.get_queue = get_queue  # type: ignore[method-assign]
