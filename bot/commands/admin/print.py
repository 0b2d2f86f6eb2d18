"""`mazok admin print`: one canvas, from the order to the door, with address and file to print."""

import asyncio
from pathlib import Path

import click

from bot.commands.admin._office import Office, in_office, written
from bot.commands.admin.prints import STATES, size_of
from bot.prices import MINOR_UNITS
from bot.usecases.buy import Buy
from bot.usecases.canvas import printable
from bot.usecases.contacts import Contacts
from bot.usecases.prints import Moved, NoTrack, Prints
from storage.prints import PrintState

SUFFIXES = {".png": "PNG", ".tif": "TIFF", ".tiff": "TIFF", ".jpg": "JPEG", ".jpeg": "JPEG"}  # that know dots per inch
BY_HAND = [state for state in STATES if state not in ("ordered", "paid")]  # an order and its payment are not typed


@click.group("print")
def command() -> None:
    """Look at a canvas, move it on, get the file for the printer."""


@command.command("show")
@click.argument("order")
@in_office
async def show(here: Office, order: str) -> None:
    """Tell all about ORDER, where it goes too. That somebody read the address is written into the audit log."""
    async with here.store.transaction() as tx:
        one, moves = await tx.prints.get(order), await tx.prints.moves(order)
        purchase = await tx.purchases.get(order)
        await here.note(tx, "print.show", order)
    click.echo(f"{order}  {size_of(one)}  {purchase.price / MINOR_UNITS:g} {purchase.currency}, {purchase.state}")
    for move in moves:
        click.echo(f"{move.moved_at:%Y-%m-%d %H:%M}  {move.state}  {move.note}".rstrip())
    if one.track:
        click.echo(f"track number: {one.track}")
    where = desk(here).address(one)
    click.echo(f"\n{where.name}\n{where.phone}\n{where.address}" if where else "\nthe address is not kept any more")


@command.command("move")
@click.argument("order")
@click.argument("state", metavar="STATE", type=click.Choice(BY_HAND))
@click.option("--track", help="Track number of what is sent.")
@click.option("--note", default="", help="Some words for the person.")
@in_office
async def move(here: Office, order: str, state: str, track: str | None, note: str) -> None:
    """ORDER is in STATE now; the person is told. What is canceled or returned gives the money back."""
    try:
        moved = await desk(here).move(order, PrintState(state), Moved(here.who, note, track))
    except NoTrack as error:
        raise click.UsageError("what is sent needs its --track") from error
    async with here.store.reading() as tx:
        one = await tx.prints.get(order)
    if not moved:
        raise click.ClickException(f"{order} is {one.state}: from there it cannot become {state}")
    click.echo(f"{order} is {one.state}")


@command.command("picture")
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
    with written(output) as draft:
        await asyncio.to_thread(draft.write_bytes, printed)
    click.echo(f"{output}: {size_of(one)}, and {one.crop['wrap_cm']} cm round each edge")


def desk(here: Office) -> Prints:
    contacts = Contacts(here.store, here.settings.derive("contacts"))
    return Prints(here.store, Buy(here.store, here.catalogue), contacts)
