"""`mazok admin retry`: what failed is tried once more."""

import click

from bot.chat import Address
from bot.commands.admin._office import Office, in_office
from bot.prices import Prices
from bot.usecases.order import Order, job_id_of
from bot.usecases.pictures import read
from bot.usecases.plan import Draft
from engine.picture import check
from storage import Store
from storage.job import Job, JobState


@click.command("retry")
@click.argument("job_id")
@in_office
async def command(here: Office, job_id: str) -> None:
    """Deliver the result of JOB_ID again, or order again what failed, at the person's expense as before."""
    async with here.store.reading() as tx:
        job = await tx.jobs.get(job_id)
    if job_id in await here.queue.undelivered():
        await here.queue.forget_delivery(job_id)
        async with here.store.transaction() as tx:
            await here.queue.enqueue_delivery(tx, job)
            await here.note(tx, "deliver again", job_id)
        click.echo("a courier is called again")
    elif job.state is JobState.FAILED:
        draft = await draft_of(here.store, here.catalogue.prices, job)
        order = Order(here.store, here.queue, here.catalogue)
        async with here.store.transaction() as tx:
            again = await order.once(tx, draft, job_id_of(f"retry:{job_id}"))
            await here.note(tx, "order again", job_id, ordered=again.job_id)
        click.echo(f"ordered again as {again.job_id}")
    else:
        raise click.ClickException(f"{job_id} is {job.state}: there is nothing to retry")


async def draft_of(store: Store, prices: Prices, job: Job) -> Draft:
    """What the person had wanted, to be ordered anew: the tier's own choices are the tier's again."""
    header = check(await read(store, job.photo_key))
    tier = prices.tiers.get(job.tier)
    fixed = {"side_px", *(tier.options if tier else ())}
    fixed |= {"iterations"} if tier and isinstance(tier.iterations, int) else set()
    return Draft(
        person_id=job.person_id,
        address=Address(job.platform, job.chat),
        tier=job.tier,
        effect=job.effect,
        photo_key=job.photo_key,
        size=(header.width, header.height),
        style_keys=job.style_keys,
        options={name: value for name, value in job.options.items() if name not in fixed},
        group=job.group,
        parent_work_id=job.parent_work_id,
    )
