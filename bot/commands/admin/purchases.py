"""`mazok admin purchases`: what was offered, and what became of it."""

import click

from bot.commands._tables import a_table, show
from bot.commands.admin._money import amount, item, of_states
from bot.commands.admin._office import Office, in_office, limited, minute
from storage.purchases import PurchaseState


@click.command("purchases")
@click.option("--state", type=click.Choice(list(PurchaseState), case_sensitive=False), help="Only those that stand so.")
@limited()
@in_office
async def command(here: Office, state: str | None, limit: int) -> None:
    """List purchases, the newest first."""
    table = a_table("purchase", "since", "person", "what", "price", "till", "state")
    async with here.store.reading() as tx:
        found = [one for which in of_states(PurchaseState, state) for one in await tx.purchases.in_state(which, limit)]
    for one in sorted(found, key=lambda one: one.created_at, reverse=True)[:limit]:
        table.add_row(
            one.purchase_id,
            minute(one.created_at),
            one.person_id,
            item(one),
            amount(one.price, one.currency),
            one.till,
            one.state,
        )
    show(table)
