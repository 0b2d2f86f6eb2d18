"""Films of finished paintings, put together beside the painting of the next: nobody waits for one. No engine state."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import structlog

from engine.film import Film
from engine.picture import Picture
from storage import Busy, Full, Missing, Store
from storage.job import Job
from storage.works import NewWork

KIND = "film"
WAITING = 4  # films at once: each holds a photo and a painting in memory

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Reel:
    """What a film is made of."""

    film: Film
    painting: Picture
    photo: Picture

    def develop(self) -> bytes:
        return self.film.mp4(self.painting, self.photo)


@dataclass(slots=True)
class Films:
    """Makes one film after another. The row of a work names its film from the start; the film comes soon after."""

    store: Store
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="film"))
    _making: set[asyncio.Task[None]] = field(default_factory=set)

    def key(self, job: Job) -> str | None:
        """Where the film of the job will be; None when too many are being made already."""
        return f"{job.person_id}/{KIND}/{job.job_id}" if len(self._making) < WAITING else None

    def make(self, work: NewWork, reel: Reel) -> None:
        """Put the film together and keep it under the key that the work names."""
        task = asyncio.create_task(self._make(work, reel))
        self._making.add(task)
        task.add_done_callback(self._making.discard)

    async def finished(self) -> None:
        """Return when no film is being made."""
        while self._making:
            await asyncio.gather(*self._making)

    async def _make(self, work: NewWork, reel: Reel) -> None:
        """Make and keep a film; where that fails it stays away, which costs the painting nothing."""
        assert work.video_key
        try:
            data = await asyncio.get_running_loop().run_in_executor(self._thread, reel.develop)
            await self.store.blobs.put(work.video_key, data)
            async with self.store.reading() as tx:
                await tx.works.get(work.work_id, work.person_id, locked=True)
        except Missing:  # deleted meanwhile, perhaps with its person: then nothing of it may stay
            await self.store.blobs.delete([work.video_key])
        except (Busy, Full) as error:
            log.warning("no film", work_id=work.work_id, error=str(error))
        except Exception:  # a defect in filming must not end the paintings beside it
            log.exception("no film", work_id=work.work_id)
