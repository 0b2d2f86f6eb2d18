"""`mazok admin credit`: a payment that was held is good enough."""

import click

from bot.commands.admin._office import Office, in_office
from bot.usecases.credit import release


@click.command("credit", short_help="Hand out what a held payment is for.")
@click.argument("till")
@click.argument("charge")
@in_office
async def command(here: Office, till: str, charge: str) -> None:
    """Hand out what was paid as CHARGE at TILL and is held (`mazok admin payments --state held`)."""
    async with here.store.transaction() as tx:
        payment = await tx.payments.get(till, charge)
        if not await release(tx, payment):
            raise click.ClickException(f"{till} {charge} is {payment.state}, not held")
        await here.note(tx, "credit", f"{till}:{charge}", held=payment.why)
    click.echo("handed out")
