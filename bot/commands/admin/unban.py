"""`mazok admin unban`: somebody may again."""

import click

from bot.commands.admin._office import Office, in_office
from bot.usecases.ban import Ban
from bot.usecases.find import find
from storage import Missing


@click.command("unban", short_help="Lift a ban.")
@click.argument("person")
@in_office
async def command(here: Office, person: str) -> None:
    """Lift the ban of PERSON: an id, or platform:account, also of somebody who had everything deleted since."""
    ban = Ban(here.store, here.settings.derive("bans"))
    try:
        async with here.store.reading() as tx:
            lifted = await ban.lift(here.who, (await find(tx, person)).person_id)
    except Missing:
        platform, colon, account = person.partition(":")
        if not colon:
            raise
        lifted = await ban.lift_account(here.who, ban.account(platform, account))
    if not lifted:
        raise click.ClickException(f"{person} is not banned")
    click.echo(f"the ban of {person} is lifted")
