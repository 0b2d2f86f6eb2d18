"""A job that waits or is painted: how it looks, and the button that stops it."""

from bot.chat import Attachment, Message
from bot.talk import menu
from bot.talk.action import action
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.plan import in_one_pass
from bot.usecases.status import Status
from storage import Missing
from storage.job import JobState


def message(texts: Texts, status: Status, picture: Attachment) -> Message:
    """The status message, under the card or the newest preview."""
    job = status.job
    if job.stop_asked:
        return Message(texts("status-stopping"), picture=picture, fraction=status.fraction)
    if job.state is JobState.QUEUED:
        waits = texts("status-queued", place=status.place, eta=menu.waiting(texts, status.eta_s))
        return Message(waits, ((stop.button(texts("button-cancel-job"), job.job_id),),), picture)
    return Message(
        progress(texts, status), ((stop.button(texts("button-stop"), job.job_id),),), picture, fraction=status.fraction
    )


def progress(texts: Texts, status: Status) -> str:
    """How far the painting is and, once that is known, how long it will still take."""
    job = status.job
    if job.done == 0 or in_one_pass(job.options):
        return texts("status-starting")
    if status.eta_s is None:
        return texts("status-running-unknown", done=job.done, total=job.total)
    return texts("status-running", done=job.done, total=job.total, eta=menu.waiting(texts, status.eta_s))


@action()
async def stop(turn: Turn, job_id: str) -> None:
    """Stop and keep what is there. A second press, or one after the end, changes nothing."""
    try:
        await turn.can.stop(job_id, turn.person.person_id)
    except Missing:  # somebody else's job, or a forgotten person's
        await turn.hint("old-button")
        return
    turn.can.nudge()
