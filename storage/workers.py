"""Workers: who is alive, what they can paint, how fast. Knows no effect by name; reads the database's clock only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, lock, now
from storage.job import Lane
from storage.tables import workers

TTL_S = 15.0  # five missed beats of 3 s
NEW_SHARE = 0.3  # of the moving average: a changed speed shows after about five jobs
KEPT_S = 30 * 24 * 3600.0  # a worker that was silent so long does not come back under its name


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A worker as it presents itself: `slots` in the lane of long jobs, `quick_slots` in the other. `throughput` (work
    units per second, by effect) is measured, not claimed: `beat` leaves it as it is."""

    worker_id: str
    device: str
    slots: int
    offers: list[dict[str, Any]] = field(default_factory=list)
    throughput: dict[str, float] = field(default_factory=dict)
    beat_at: datetime | None = None
    quick_slots: int = 0

    def slots_in(self, lane: Lane) -> int:
        """How many jobs of the lane it paints at once."""
        return self.quick_slots if lane is Lane.QUICK else self.slots

    @property
    def paints(self) -> bool:
        return self.slots > 0 or self.quick_slots > 0


WORKER = [workers.c[f.name] for f in fields(WorkerRow)]


@dataclass(frozen=True, slots=True)
class Workers:
    """Beating, leaving, being measured."""

    connection: AsyncConnection

    async def beat(self, worker: WorkerRow) -> None:
        """The worker is alive now."""
        claims = ("device", "slots", "quick_slots", "offers")
        state = {name: getattr(worker, name) for name in claims} | {"beat_at": now()}
        statement = insert(self.connection, workers).values(
            worker_id=worker.worker_id, throughput=worker.throughput, **state
        )
        await self.connection.execute(statement.on_conflict_do_update(index_elements=["worker_id"], set_=state))

    async def leave(self, worker_id: str) -> None:
        """The worker stops. Its throughput is kept for the day when it comes back under the same name."""
        await self.connection.execute(delete(workers).where(workers.c.beat_at < now(-KEPT_S)))
        await self.connection.execute(update(workers).where(workers.c.worker_id == worker_id).values(beat_at=None))

    async def living(self, ttl_s: float = TTL_S) -> list[WorkerRow]:
        """Who has beaten within `ttl_s`?"""
        statement = select(*WORKER).where(workers.c.beat_at >= now(-ttl_s)).order_by(workers.c.worker_id)
        return [WorkerRow(**row._mapping) for row in await self.connection.execute(statement)]

    async def offers(self, ttl_s: float = TTL_S) -> list[Mapping[str, Any]]:
        """What can be painted now? Each offer once, however many workers make it."""
        offers: list[Mapping[str, Any]] = []
        for worker in await self.living(ttl_s):
            offers += [offer for offer in worker.offers if offer not in offers]
        return offers

    async def measured(self, worker_id: str, effect: str, units_per_s: float) -> None:
        """The worker has just painted at this speed; the moving average takes it in."""
        await lock(self.connection, f"worker:{worker_id}")
        statement = select(workers.c.throughput).where(workers.c.worker_id == worker_id)
        throughput = (await self.connection.execute(statement)).scalar_one_or_none()
        if throughput is None:
            return
        before = throughput.get(effect, units_per_s)
        after = throughput | {effect: before + NEW_SHARE * (units_per_s - before)}
        await self.connection.execute(update(workers).where(workers.c.worker_id == worker_id).values(throughput=after))
