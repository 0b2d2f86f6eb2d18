"""`mazok admin retry`: what failed is tried once more."""

import click

from bot.commands.admin._office import Office, in_office
from bot.usecases.maintenance import Closed
from bot.usecases.order import TooManyJobs
from bot.usecases.plan import BadChoice, UnknownEffect, UnknownTier
from bot.usecases.retry import NothingToRetry, Retry

REFUSED = {  # why what failed cannot be ordered again
    Closed: "maintenance is on: nothing is ordered",
    TooManyJobs: "the person is at their limit: {error}",
    UnknownEffect: "no living worker paints by {error}: start one first",
    UnknownTier: "the catalogue has no tier {error} any more",
    BadChoice: "{error} cannot be had any more",
}


@click.command("retry")
@click.argument("job_id")
@in_office
async def command(here: Office, job_id: str) -> None:
    """Deliver the result of JOB_ID again, or order again what failed, at the person's expense as before."""
    try:
        job = await Retry(here.store, here.queue, here.catalogue)(job_id, who=here.who)
    except NothingToRetry as error:
        raise click.ClickException(str(error)) from error
    except tuple(REFUSED) as error:
        raise click.ClickException(REFUSED[type(error)].format(error=error)) from error
    click.echo("a courier is called again" if job.job_id == job_id else f"ordered again as {job.job_id}")
