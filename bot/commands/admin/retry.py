"""`mazok admin retry`: what failed is tried once more."""

import click

from bot.commands.admin._office import Office, in_office
from bot.usecases.retry import NothingToRetry, Retry


@click.command("retry")
@click.argument("job_id")
@in_office
async def command(here: Office, job_id: str) -> None:
    """Deliver the result of JOB_ID again, or order again what failed, at the person's expense as before."""
    try:
        job = await Retry(here.store, here.queue, here.catalogue)(job_id, who=here.who)
    except NothingToRetry as error:
        raise click.ClickException(str(error)) from error
    click.echo("a courier is called again" if job.job_id == job_id else f"ordered again as {job.job_id}")
