"""`mazok admin prints`: canvases from the order to the door."""

import click
from rich.console import Console
from rich.table import Table

from bot.commands.admin import Office, in_office
from storage.prints import Print, PrintState

STATES = [state.value for state in PrintState]


@click.command("prints")
@click.option(
    "--state",
    type=click.Choice(STATES),
    help="Only those that stand so; paid: to be made now.",
)
@click.option("--limit", default=50, show_default=True)
@in_office
async def command(here: Office, state: str | None, limit: int) -> None:
    """List canvases, what moved last first."""
    table = Table("order", "state", "since", "canvas", "person", "track", box=None, pad_edge=False)
    async with here.store.reading() as tx:
        found = await tx.prints.in_state(PrintState(state) if state else None, limit)
    for one in found:
        since = f"{one.moved_at:%Y-%m-%d %H:%M}"
        table.add_row(one.purchase_id, one.state, since, size_of(one), one.person_id, one.track or "")
    Console().print(table)


def size_of(one: Print) -> str:
    return f"{one.crop['width_cm']} x {one.crop['height_cm']} cm"
