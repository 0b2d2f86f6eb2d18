"""Writes down how a painting goes: the row, the preview, the checkpoint; hears what the person wants. No engine."""

import asyncio
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from bot.worker.report import Ending, Note, Reporter
from storage import Busy, Full, Store
from storage.job import Job

EVERY_S = 0.5

log = structlog.get_logger()


@dataclass(slots=True)
class Keeper:
    """Beside one attempt at a job. A database that does not answer holds no painting up: the next note is newer."""

    store: Store
    job: Job
    reporter: Reporter
    _checkpoint: str | None = field(init=False)
    _previews: list[str] = field(init=False)
    _ended: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._checkpoint = self.job.checkpoint_key
        self._previews = [self.job.preview_key] if self.job.preview_key else []
        if self.job.stop_asked:
            self.reporter.end(Ending.ASKED)

    async def serve(self) -> None:
        """Write down what is new, twice a second, until the painting has ended."""
        while not self._ended.is_set():
            await self.save()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), EVERY_S)
        # The row names the last preview; nobody knows of those before.
        await self._delete(self._previews[:-1])

    def end(self) -> None:
        """The painting has ended. Cancelling would leave a blob behind that no row names."""
        self._ended.set()

    async def save(self) -> None:
        """Write down what is new."""
        note = self.reporter.take()
        if note is None:
            return
        preview = await self._put("progress", note.preview)
        checkpoint = await self._put("checkpoint", note.checkpoint)
        try:
            await self._write(note, preview, checkpoint)
        except (Busy, Full) as error:
            log.warning("progress not written", job_id=self.job.job_id, error=str(error))
            await self._delete([preview, checkpoint])

    async def drop_checkpoint(self) -> None:
        """The job has ended: nobody will go on from here."""
        await self._delete([self._checkpoint])

    async def _write(self, note: Note, preview: str | None, checkpoint: str | None) -> None:
        async with self.store.transaction() as tx:
            done = counted(self.job, note.done, note.total)
            row = await tx.jobs.progress(self.job.job_id, self.job.attempt, done, note.loss, preview, checkpoint)
        if row is None:
            self.reporter.end(Ending.LOST)
            await self._delete([preview, checkpoint])
            return
        if row.stop_asked:
            self.reporter.end(Ending.ASKED)
        if checkpoint:
            await self._delete([self._checkpoint])
            self._checkpoint = checkpoint
        if preview:
            # The last one stays for a moment: somebody may be looking at it.
            await self._delete(self._previews[:-1])
            self._previews = [*self._previews[-1:], preview]

    async def _put(self, kind: str, data: bytes | None) -> str | None:
        """The key of the new blob; None when there is nothing, or no room for it."""
        if data is None:
            return None
        key = f"{self.job.person_id}/{kind}/{uuid.uuid4().hex}"
        try:
            await self.store.blobs.put(key, data)
        except (Busy, Full) as error:
            log.warning("not kept", kind=kind, job_id=self.job.job_id, error=str(error))
            return None
        return key

    async def _delete(self, keys: Sequence[str | None]) -> None:
        try:
            await self.store.blobs.delete([key for key in keys if key])
        except (Busy, Full) as error:
            log.warning("not deleted", keys=keys, error=str(error))


def counted(job: Job, done: int, total: int) -> int:
    """`done` of the engine's `total` steps as the job counts them: what is painted in one pass, or window by window,
    has its price in iterations too."""
    return -(-job.total * done // max(1, total))
