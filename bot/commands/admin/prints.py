"""`mazok admin prints`: canvases, and how they stand."""

import click

from bot.commands._tables import a_table, show
from bot.commands.admin._office import Office, in_office, limited, minute
from storage.prints import Print, PrintState

STATES = [state.value for state in PrintState]


@click.command("prints")
@click.option("--state", type=click.Choice(STATES), help="Only those that stand so; paid: to be made now.")
@limited()
@in_office
async def command(here: Office, state: str | None, limit: int) -> None:
    """List canvases, what moved last first."""
    table = a_table("order", "state", "since", "canvas", "person", "track")
    async with here.store.reading() as tx:
        found = await tx.prints.in_state(PrintState(state) if state else None, limit)
    for one in found:
        table.add_row(one.purchase_id, one.state, minute(one.moved_at), size_of(one), one.person_id, one.track or "")
    show(table)


def size_of(one: Print) -> str:
    return f"{one.crop['width_cm']} x {one.crop['height_cm']} cm"
