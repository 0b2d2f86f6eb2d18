"""Glimpses: calls that are answered within moments or not at all, and of which nothing stays. Knows not what is asked.

A call is a row like any other, so that it finds whichever worker is free, on whichever machine; who asked takes it away
with its answer. What a killed chat has left behind goes with the next upkeep.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dbos import DBOSClient, EnqueueOptions, WorkflowHandleAsync
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from bot.queue.client import GLIMPSE, VERSION, Queue
from storage import Busy, Transaction

ANSWER_POLL_S = 0.03
PAINTED_S = 20.0  # on a machine that does much else; an idle one needs a hundredth of that


@dataclass(frozen=True, slots=True)
class Glimpses:
    """The asking side."""

    queue: Queue

    @property
    def _client(self) -> DBOSClient:
        return self.queue.client

    async def ask(self, tx: Transaction, glimpse_id: str, *what: str) -> None:
        """Call a worker that has nothing else to do, when the transaction commits."""
        options: EnqueueOptions = {
            "workflow_name": GLIMPSE,
            "queue_name": GLIMPSE,
            "workflow_id": glimpse_id,
            "app_version": VERSION,
        }

        def call(connection: Connection) -> None:
            self._client.enqueue_in_transaction(connection, options, glimpse_id, *what)

        await tx.connection.run_sync(call)

    async def answer(self, glimpse_id: str, patience_s: float) -> str | None:
        """What the worker answered; None when none was free in time. Either way the call is no more. Raises Busy."""
        try:
            call: WorkflowHandleAsync[str] = await self._client.retrieve_workflow_async(glimpse_id)
            try:
                answer = await answered(call, patience_s)
                if answer is None and (await call.get_status()).status != "ENQUEUED":  # somebody is at it
                    answer = await answered(call, PAINTED_S)
                return answer
            finally:
                await self._client.delete_workflows_async([glimpse_id])
        except DBAPIError as error:
            raise Busy(str(error.orig)) from error

    async def prune(self, older_than: timedelta) -> int:
        """Take away calls that nobody waits for any more; returns how many."""
        before = (datetime.now(UTC) - older_than).isoformat()
        left = await self._client.list_workflows_async(
            queue_name=GLIMPSE, end_time=before, load_input=False, load_output=False
        )
        await self._client.delete_workflows_async([call.workflow_id for call in left])
        return len(left)


async def answered(call: WorkflowHandleAsync[str], within_s: float) -> str | None:
    try:
        async with asyncio.timeout(within_s):
            return await call.get_result(polling_interval_sec=ANSWER_POLL_S)
    except TimeoutError:
        return None
