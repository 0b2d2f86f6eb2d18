"""A painting made ready to be kept: the picture with its parameters, a preview for screens, the state. No database."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.usecases.plan import ITERATIONS, in_one_pass
from engine.effect import Painting
from engine.picture import encode, shrink
from storage.job import Job
from storage.works import NewWork

PREVIEW_PX = 1280
PREVIEW_QUALITY = 88


@dataclass(frozen=True, slots=True)
class Result:
    """The row of a work and its blobs by key. Keys follow from the job, so that a later attempt replaces them."""

    work: NewWork
    blobs: Mapping[str, bytes]


def develop(job: Job, painting: Painting, seconds: float, video_key: str | None = None) -> Result:
    """Encode a painting and the others beside it. A job has one work, with its id. `video_key` is where its film will
    be."""
    parameters = {"effect": job.effect, "tier": job.tier, **job.options}
    if not in_one_pass(job.options):
        parameters[ITERATIONS] = painting.done
    blobs: dict[str, bytes] = {}
    pictures, previews = [], []
    for number, picture in enumerate((painting.picture, *painting.others), start=1):
        name = job.job_id if number == 1 else f"{job.job_id}-{number}"
        pictures.append(f"{job.person_id}/picture/{name}")
        previews.append(f"{job.person_id}/preview/{name}")
        blobs[pictures[-1]] = encode(picture, "PNG", metadata=parameters)
        blobs[previews[-1]] = encode(shrink(picture, PREVIEW_PX), "JPEG", quality=PREVIEW_QUALITY)
    state_key = f"{job.person_id}/state/{job.job_id}"
    if painting.state is not None:
        blobs[state_key] = painting.state
    work = NewWork(
        work_id=job.job_id,
        person_id=job.person_id,
        job_id=job.job_id,
        effect=job.effect,
        tier=job.tier,
        options=job.options,
        photo_key=job.photo_key,
        style_keys=job.style_keys,
        mask_key=job.mask_key,
        look_key=state_key if painting.is_look else job.look_key,
        picture_key=pictures[0],
        preview_key=previews[0],
        picture_keys=tuple(pictures) if painting.others else (),
        preview_keys=tuple(previews) if painting.others else (),
        state_key=state_key if painting.state is not None else None,
        video_key=video_key,
        width=painting.picture.width,
        height=painting.picture.height,
        iterations=painting.done,
        seconds=seconds,
    )
    return Result(work, blobs)
