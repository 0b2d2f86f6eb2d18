"""`mazok admin refund`: money goes back to whoever paid."""

import click

from bot.commands.admin._money import amount
from bot.commands.admin._office import Office, in_office
from bot.usecases.refund import ask


@click.command("refund", short_help="Send a payment back.")
@click.argument("till")
@click.argument("charge")
@click.option("--why", required=True, help="For the audit, and for who looks at the payment later.")
@in_office
async def command(here: Office, till: str, charge: str, why: str) -> None:
    """Send back what was paid as CHARGE at TILL (`mazok admin payments` shows them). What it bought is taken back now;
    the running Mazok asks the till, until it is done."""
    async with here.store.transaction() as tx:
        payment = await tx.payments.get(till, charge)
        if not await ask(tx, payment, why):
            raise click.ClickException(f"{till} {charge} is {payment.state}: there is nothing to send back")
        await here.note(tx, "refund", f"{till}:{charge}", why=why)
        asked = await tx.payments.get(till, charge)
    click.echo(f"{amount(payment.amount, payment.currency)} go back")
    if asked.short:
        click.echo(f"{asked.short} units of what it bought were spent before")
