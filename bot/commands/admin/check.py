"""`mazok admin check`: are the books right?"""

import click

from bot.commands.admin._office import Office, in_office


@click.command("check", short_help="Are the books right? Exit status 1 when not.")
@in_office
async def command(here: Office) -> None:
    """Compare journal, jobs, payments and purchases; a line for each fault, and exit status 1 when there is one."""
    async with here.store.reading() as tx:
        faults = await tx.books.check()
    for fault in faults:
        click.echo(fault)
    if faults:
        raise click.ClickException(f"{len(faults)} faults in the books")
    click.echo("the books are right")
