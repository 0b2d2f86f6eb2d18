"""Jobs: the newest, those of a state, and those that are stuck."""

from collections.abc import Mapping
from typing import Any

from bot.admin.desk import Asked, Desk
from bot.usecases.retry import again_id
from storage import Missing, Transaction
from storage.job import Job, JobState
from storage.registers import Which


async def newest(desk: Desk, asked: Asked) -> Mapping[str, Any]:
    async with desk.store.reading() as tx:
        found = await tx.registers.jobs(asked.which)
    states = [state.value for state in JobState]
    return {"asked": asked, "found": found.rows, "turn": asked.turn(more=found.more), "states": states, "tills": ()}


async def stuck(desk: Desk, asked: Asked) -> Mapping[str, Any]:
    """What ended without a picture, and what no courier could deliver: each may be tried again."""
    given_up = await desk.queue.undelivered()
    async with desk.store.reading() as tx:
        undelivered = [job for job_id in given_up if (job := await known(tx, job_id))]
        failed = await tx.registers.jobs(Which(state=JobState.FAILED, offset=asked.offset))
        again = [(job, await known(tx, again_id(job))) for job in failed.rows]
    return {"asked": asked, "undelivered": undelivered, "failed": again, "turn": asked.turn(more=failed.more)}


async def known(tx: Transaction, job_id: str) -> Job | None:
    """The job; None for one that is not there, or went with its person."""
    try:
        return await tx.jobs.get(job_id)
    except Missing:
        return None
