"""Photos that were ordered together: how far they are, and what came of each, in one message."""

from collections.abc import Sequence

from bot.chat import Attachment, Button, Message, Tile
from bot.talk import menu
from bot.talk.scenes import result, status, works
from bot.texts import Texts
from bot.usecases.pictures import attachment
from bot.usecases.status import Status
from storage import Store
from storage.job import Job, JobState
from storage.works import Work

Ended = Sequence[tuple[Job, Work | None]]


def progress(texts: Texts, album: Sequence[Status], picture: Attachment) -> Message:
    """How many are done, and how long the last will take; one button stops them all."""
    waiting = [one for one in album if not one.job.state.ended]
    done = len(album) - len(waiting)
    fraction = (done + sum(one.fraction for one in waiting)) / len(album)
    if any(one.job.stop_asked for one in waiting):
        return Message(texts("status-stopping"), picture=picture, fraction=fraction)
    eta = menu.waiting(texts, latest(waiting))
    begun = len(waiting) < len(album) or any(one.job.state is JobState.RUNNING for one in waiting)
    label = texts("button-stop" if begun else "button-cancel-job")
    rows = ((status.stop.button(label, album[0].job.job_id),),)
    if not begun:
        text = texts("album-queued", photos=len(album), place=album[0].place, eta=eta)
        return Message(text, rows, picture)
    return Message(texts("album-running", done=done, photos=len(album), eta=eta), rows, picture, fraction=fraction)


def latest(waiting: Sequence[Status]) -> tuple[float, float] | None:
    """When the last of them is ready; None while that is not known of each."""
    known = [one.eta_s for one in waiting if one.eta_s]
    return max(known, key=lambda eta: eta[1]) if known and len(known) == len(waiting) else None


def painted(texts: Texts, store: Store, ended: Ended) -> Message:
    """Every painting as a tile that opens it, in the order of the photos; below, what of the others became."""
    pictures = [work for _, work in ended if work]
    lines = [texts("album-done", count=len(pictures), photos=len(ended))] if pictures else []
    failed = [(number, job) for number, (job, _) in enumerate(ended, start=1) if job.state is JobState.FAILED]
    lines += [texts("album-failed", number=number, reason=result.reason(texts, job)) for number, job in failed]
    if unpainted := sum(work is None for _, work in ended) - len(failed):
        lines.append(texts("album-stopped", count=unpainted))
    if failed or unpainted:
        lines.append(texts("result-returned") if pictures else texts("album-nothing-charged"))
    return Message("\n\n".join(lines), retry(texts, ended), gallery=tiles(store, ended))


def tiles(store: Store, ended: Ended) -> tuple[Tile, ...]:
    """Each bears the number of its photo."""
    return tuple(
        Tile(str(number), attachment(store, work.preview_key), works.open_.data(work.work_id))
        for number, (_, work) in enumerate(ended, start=1)
        if work
    )


def retry(texts: Texts, ended: Ended) -> tuple[tuple[Button, ...], ...]:
    """Once more what was not painted, all of it together."""
    left = [job for job, work in ended if work is None]
    return ((result.retry.button(texts("button-retry"), left[0].job_id, style="primary"),),) if left else ()
