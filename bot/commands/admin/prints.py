"""`mazok admin prints` and `mazok admin print`: canvases from the order to the door, with address and file to print."""

import asyncio
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bot.commands.admin import Office, command, in_office
from bot.prices import MINOR_UNITS
from bot.settings import Settings
from bot.usecases.buy import Buy
from bot.usecases.canvas import printable
from bot.usecases.contacts import Contacts
from bot.usecases.prints import Moved, NoTrack, Prints
from storage.prints import Print, PrintState

SUFFIXES = {".png": "PNG", ".tif": "TIFF", ".tiff": "TIFF", ".jpg": "JPEG", ".jpeg": "JPEG"}  # that know dots per inch
WHO = "mazok admin"  # in the audit log
STATES = [state.value for state in PrintState]
BY_HAND = [state for state in STATES if state not in ("ordered", "paid")]  # an order and its payment are not typed


@command.command("prints")
@click.option("--state", type=click.Choice(STATES), help="Only those that stand so; paid: to be made now.")
@click.option("--limit", default=50, show_default=True)
@in_office
async def prints(here: Office, state: str | None, limit: int) -> None:
    """List canvases, what moved last first."""
    table = Table("order", "state", "since", "canvas", "person", "track", box=None, pad_edge=False)
    async with here.store.reading() as tx:
        found = await tx.prints.in_state(PrintState(state) if state else None, limit)
    for one in found:
        since = f"{one.moved_at:%Y-%m-%d %H:%M}"
        table.add_row(one.purchase_id, one.state, since, size_of(one), one.person_id, one.track or "")
    Console().print(table)


@command.group("print")
def group() -> None:
    """Look at a canvas, move it on, get the file for the printer."""


@group.command("show")
@click.argument("order")
@in_office
async def show(here: Office, order: str) -> None:
    """Tell all about ORDER, where it goes too. That somebody read the address is written into the audit log."""
    async with here.store.transaction() as tx:
        one, moves = await tx.prints.get(order), await tx.prints.moves(order)
        purchase = await tx.purchases.get(order)
        await tx.audit.add(WHO, "print.show", order)
    click.echo(f"{order}  {size_of(one)}  {purchase.price / MINOR_UNITS:g} {purchase.currency}, {purchase.state}")
    for move in moves:
        click.echo(f"{move.moved_at:%Y-%m-%d %H:%M}  {move.state}  {move.note}".rstrip())
    if one.track:
        click.echo(f"track number: {one.track}")
    where = desk(here).address(one)
    click.echo(f"\n{where.name}\n{where.phone}\n{where.address}" if where else "\nthe address is not kept any more")


@group.command("move")
@click.argument("order")
@click.argument("state", type=click.Choice(BY_HAND))
@click.option("--track", help="Track number of what is sent.")
@click.option("--note", default="", help="Some words for the person.")
@in_office
async def move(here: Office, order: str, state: str, track: str | None, note: str) -> None:
    """ORDER is in STATE now; the person is told. What is canceled or returned gives the money back."""
    try:
        moved = await desk(here).move(order, PrintState(state), Moved(WHO, note, track))
    except NoTrack as error:
        raise click.UsageError("what is sent needs its --track") from error
    async with here.store.reading() as tx:
        one = await tx.prints.get(order)
    if not moved:
        raise click.ClickException(f"{order} is {one.state}: from there it cannot become {state}")
    click.echo(f"{order} is {one.state}")


@group.command("picture")
@click.argument("order")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@in_office
async def picture(here: Office, order: str, output: Path) -> None:
    """Write what is printed for ORDER: cropped, with what goes round the edges, at its full resolution, with its dots
    per inch inside."""
    file_format = SUFFIXES.get(output.suffix.lower())
    if file_format is None:
        raise click.BadParameter(f"use one of {', '.join(SUFFIXES)}", param_hint="-o")
    async with here.store.reading() as tx:
        one = await tx.prints.get(order)
    data = await desk(here).picture(one)
    printed = await asyncio.to_thread(printable, data, one.crop, file_format)
    await asyncio.to_thread(output.write_bytes, printed)
    click.echo(f"{output}: {size_of(one)}, and {one.crop['wrap_cm']} cm round each edge")


def desk(here: Office) -> Prints:
    contacts = Contacts(here.store, Settings().derive("contacts"))
    return Prints(here.store, Buy(here.store, here.catalogue), contacts)


def size_of(one: Print) -> str:
    return f"{one.crop['width_cm']} x {one.crop['height_cm']} cm"
