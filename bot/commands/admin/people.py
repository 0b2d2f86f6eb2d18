"""`mazok admin people`: who is there."""

import click

from bot.commands._tables import a_table, show
from bot.commands.admin._office import Office, in_office, limited, minute


@click.command("people")
@limited()
@in_office
async def command(here: Office, limit: int) -> None:
    """List who came last, with what they have."""
    table = a_table("person", "accounts", "since", "balance")
    async with here.store.reading() as tx:
        for person in await tx.people.newest(limit):
            accounts = [f"{one.platform}:{one.external_id}" for one in await tx.people.identities(person.person_id)]
            balances = await tx.ledger.balances(person.person_id)
            having = ", ".join(f"{amount} {asset}" for asset, amount in sorted(balances.items()))
            table.add_row(person.person_id, " ".join(accounts), minute(person.created_at), having)
    show(table)
