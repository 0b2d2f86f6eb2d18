"""`mazok admin grant`: credits for somebody, from the house."""

import uuid

import click

from bot.commands.admin._office import Office, in_office
from bot.usecases.find import find


@click.command("grant", context_settings={"ignore_unknown_options": True})  # -5 is a wrong AMOUNT, no option
@click.argument("person")
@click.argument("asset")
@click.argument("amount", type=click.IntRange(min=1))
@in_office
async def command(here: Office, person: str, asset: str, amount: int) -> None:
    """Give PERSON (an id, or platform:account as `mazok admin people` shows them) AMOUNT units of ASSET."""
    assets = sorted({tier.asset for tier in here.catalogue.prices.tiers.values() if tier.daily is None})
    if asset not in assets:
        raise click.BadParameter(f"there is no {asset!r}, there are {', '.join(assets)}", param_hint="ASSET")
    async with here.store.transaction() as tx:
        found = await find(tx, person)
        await tx.ledger.grant(f"admin:{uuid.uuid4().hex}", found.person_id, asset, amount, "gift")
        await here.note(tx, "grant", found.person_id, asset=asset, amount=amount)
        balance = await tx.ledger.balance(found.person_id, asset)
    click.echo(f"{found.person_id} has {balance} {asset}")
