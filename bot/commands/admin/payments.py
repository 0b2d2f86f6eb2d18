"""`mazok admin payments`: what was paid, what is held, what goes back."""

import click

from bot.commands._tables import a_table, show
from bot.commands.admin._money import amount, of_states
from bot.commands.admin._office import Office, in_office, limited, minute
from storage.payments import PaymentState


@click.command("payments")
@click.option("--state", type=click.Choice(list(PaymentState), case_sensitive=False), help="Only those that stand so.")
@limited()
@in_office
async def command(here: Office, state: str | None, limit: int) -> None:
    """List payments, the newest first. A held one waits for `mazok admin credit` or `mazok admin refund`."""
    table = a_table("till", "charge", "since", "amount", "purchase", "state", "why", "short")
    async with here.store.reading() as tx:
        found = [one for which in of_states(PaymentState, state) for one in await tx.payments.in_state(which, limit)]
    for one in sorted(found, key=lambda one: one.noted_at, reverse=True)[:limit]:
        table.add_row(
            one.till,
            one.charge_id,
            minute(one.noted_at),
            amount(one.amount, one.currency),
            one.purchase_id or "",
            one.state,
            one.why or "",
            str(one.short or ""),
        )
    show(table)
