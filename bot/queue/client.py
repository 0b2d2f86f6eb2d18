"""Queue: calls workers and couriers, inside the transactions that decide. Runs no workflow itself."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions, WorkflowStatus
from sqlalchemy import Connection, make_url

from storage import Transaction
from storage.job import Job, Lane

APP = "mazok"
# By default the version is a hash of the code: every change would strand the jobs that wait. Ours are one call each.
VERSION = "1"
SERIALIZER = DBOSPortableJSONSerializer()  # the default one pickles: a chat would unpickle what a worker wrote

PAINT = {Lane.LONG: "paint", Lane.QUICK: "paint.quick"}  # a lane's queue; its calls have the same name
PAINTING = list(PAINT.values())
DELIVER = "deliver"
GLIMPSE = "paint.glimpse"  # no job: see bot/queue/glimpses.py
PAINT_POLL_S = 0.1
DELIVER_POLL_S = 0.2
WAITING = ["ENQUEUED", "DELAYED", "PENDING"]
ENDED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
PRUNE_BATCH = 500


def plain(database_url: str) -> str:
    """The URL without the driver that it may name: the engine is synchronous and has its own."""
    url = make_url(database_url)
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=False)


def delivery_queue(platform: str) -> str:
    """Each platform has a queue of its own: a chat process takes only what it can deliver."""
    return f"{DELIVER}.{platform}"


def call_id(job: Job) -> str:
    """Calls of one attempt are one call."""
    return f"{job.job_id}.{job.attempt}"


def delivery_id(job_id: str) -> str:
    return f"{job_id}.{DELIVER}"


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody is called, or was: `job_id` for what, `executor` who took it."""

    workflow_id: str
    queue: str
    executor: str | None

    @property
    def job_id(self) -> str:
        return self.workflow_id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Queue:
    """Open it with `Queue.open`; any process may."""

    client: DBOSClient

    @classmethod
    @asynccontextmanager
    async def open(cls, database_url: str) -> "AsyncIterator[Queue]":
        """Connect to the engine's tables in our database, bringing them up to date first."""
        url = plain(database_url)
        await asyncio.to_thread(DBOS.migrate, url)
        client = await asyncio.to_thread(
            DBOSClient, system_database_url=url, serializer=SERIALIZER, application_name=APP
        )
        try:
            # The engine keeps this number per queue, not per worker: the least. Runtime gives each worker its slots.
            for queue in (*PAINTING, GLIMPSE):
                await client.register_queue_async(queue, worker_concurrency=1, polling_interval_sec=PAINT_POLL_S)
            yield cls(client)
        finally:
            await asyncio.to_thread(client.destroy)

    async def enqueue(self, tx: Transaction, job: Job, *, delay_s: float = 0) -> None:
        """Call a worker for the job, in its lane, when the transaction commits; twice for one attempt is once."""
        options: EnqueueOptions = {
            "workflow_name": PAINT[job.lane],
            "queue_name": PAINT[job.lane],
            "workflow_id": call_id(job),
            "app_version": VERSION,
            "priority": job.priority,
        }
        if delay_s:
            options["delay_seconds"] = delay_s
        await self._enqueue(tx, options, job.job_id)

    async def enqueue_delivery(self, tx: Transaction, job: Job) -> None:
        """Call a courier for an ended job when the transaction commits; once, however often this is asked."""
        options: EnqueueOptions = {
            "workflow_name": DELIVER,
            "queue_name": delivery_queue(job.platform),
            "workflow_id": delivery_id(job.job_id),
            "app_version": VERSION,
        }
        await self._enqueue(tx, options, job.job_id)

    async def _enqueue(self, tx: Transaction, options: EnqueueOptions, job_id: str) -> None:
        def call(connection: Connection) -> None:
            self.client.enqueue_in_transaction(connection, options, job_id)

        await tx.connection.run_sync(call)

    async def cancel(self, job: Job) -> None:
        """Take back the call for a job that ended before it was painted; a worker would find nothing to do anyway."""
        calls = await self._list(queue_name=PAINTING, status=WAITING, workflow_id_prefix=f"{job.job_id}.")
        await self.client.cancel_workflows_async([call.workflow_id for call in calls])

    async def forget(self, job: Job) -> None:
        """Drop the call of the job's present attempt if it ended without an effect, so that it can be made again."""
        ended = await self._list(workflow_ids=[call_id(job)], status=ENDED)
        await self.client.delete_workflows_async([call.workflow_id for call in ended])

    async def register(self, platforms: Iterable[str]) -> None:
        """Make sure that the platforms' delivery queues exist."""
        for platform in platforms:
            await self.client.register_queue_async(
                delivery_queue(platform), worker_concurrency=32, polling_interval_sec=DELIVER_POLL_S
            )

    async def called(self) -> set[str]:
        """The jobs for which a worker is called or at work."""
        return {call.job_id for call in await self._list(queue_name=PAINTING, status=WAITING)}

    async def delivering(self, job_ids: Iterable[str]) -> set[str]:
        """Those of the jobs for which a courier was ever called, in vain or not."""
        ids = [delivery_id(job_id) for job_id in job_ids]
        return {call.job_id for call in await self._list(workflow_ids=ids)} if ids else set()

    async def abandoned(self, living: Collection[str]) -> list[Call]:
        """Calls that were taken by a process which lives no more. Of a glimpse nobody waits for the answer by then."""
        taken = [call for call in await self._list(status="PENDING") if call.queue != GLIMPSE]
        return [call for call in taken if call.executor not in living]

    async def taken(self, job_ids: Collection[str]) -> list[Call]:
        """Calls for these jobs that a worker has taken."""
        return [call for call in await self._list(queue_name=PAINTING, status="PENDING") if call.job_id in job_ids]

    async def again(self, calls: Iterable[Call]) -> None:
        """Give these calls to whoever is free. Whoever still works on one is refused by the storage."""
        for queue, group in groupby(sorted(calls, key=lambda call: call.queue), key=lambda call: call.queue):
            await self.client.resume_workflows_async([call.workflow_id for call in group], queue_name=queue)

    async def undelivered(self) -> list[str]:
        """Jobs whose courier gave up."""
        dead = await self._list(status=["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"], name=DELIVER)
        return [call.job_id for call in dead]

    async def forget_delivery(self, job_id: str) -> None:
        """Drop the call of a courier who gave up, so that it can be made again."""
        await self.client.delete_workflows_async([delivery_id(job_id)])

    async def prune(self, older_than: timedelta) -> int:
        """Forget calls that ended so long ago; returns how many."""
        before = (datetime.now(UTC) - older_than).isoformat()
        calls = await self._list(status=ENDED, completed_before=before, limit=PRUNE_BATCH)
        await self.client.delete_workflows_async([call.workflow_id for call in calls])
        return len(calls)

    async def _list(self, **where: Any) -> list[Call]:
        found: list[WorkflowStatus] = await self.client.list_workflows_async(
            **where, load_input=False, load_output=False
        )
        return [Call(w.workflow_id, w.queue_name or "", w.executor_id) for w in found]
