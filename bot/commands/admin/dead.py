"""`mazok admin dead`: what came to nothing."""

import click

from bot.commands._tables import a_table, show
from bot.commands.admin._office import Office, in_office, limited, minute


@click.command("dead")
@limited()
@in_office
async def command(here: Office, limit: int) -> None:
    """List jobs that ended without a picture, and results that could not be delivered."""
    table = a_table("job", "what", "effect", "attempts", "ended")
    undelivered = await here.queue.undelivered()
    async with here.store.reading() as tx:
        jobs = [(await tx.jobs.get(job_id), "not delivered") for job_id in undelivered]
        jobs += [(job, job.error or "") for job in await tx.jobs.failed(limit)]
    for job, what in jobs:
        table.add_row(job.job_id, what, job.effect, str(job.attempt), minute(job.ended_at))
    show(table)
