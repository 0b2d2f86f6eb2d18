"""`mazok admin letter`: letters to everybody who wants news. Every act is written down."""

from pathlib import Path

import click

from bot.commands._tables import a_table, show
from bot.commands.admin._office import Office, in_office, minute, text_of
from bot.texts import locales
from bot.usecases.broadcast import BadLetter, Broadcasting
from storage import Missing
from storage.broadcasts import BroadcastState, LetterState

NEWEST = 20


@click.group("letter")
def command() -> None:
    """Write to everybody who wants news: a draft, a try, and then to all, 25 a second."""


@command.command("write")
@click.option(
    "--text",
    "texts",
    type=(click.Choice(locales()), click.Path(exists=True, dir_okay=False, path_type=Path)),
    multiple=True,
    required=True,
    help="Language and file of a text; one for each language.",
)
@in_office
async def write(here: Office, texts: tuple[tuple[str, Path], ...]) -> None:
    """Keep a draft and print its ID."""
    letter: dict[str, str] = {}
    for locale, file in texts:
        if locale in letter:
            raise click.BadParameter(f"{locale} is given twice", param_hint="--text")
        letter[locale] = text_of(file)
    try:
        click.echo(await Broadcasting(here.store).write(here.who, letter))
    except BadLetter as bad:
        raise click.ClickException(str(bad)) from bad


@command.command("try")
@click.argument("broadcast_id", metavar="ID")
@click.argument("person")
@in_office
async def try_(here: Office, broadcast_id: str, person: str) -> None:
    """Send ID to PERSON alone: their id, or platform:account."""
    await Broadcasting(here.store).try_on(here.who, broadcast_id, person)


@command.command("start")
@click.argument("broadcast_id", metavar="ID")
@click.confirmation_option(prompt="To everybody?")
@in_office
async def start(here: Office, broadcast_id: str) -> None:
    """Send ID to everybody who wants news; the running chat processes do."""
    readers = await Broadcasting(here.store).start(here.who, broadcast_id)
    click.echo(f"{broadcast_id} goes to {readers}")


@command.command("pause")
@click.argument("broadcast_id", metavar="ID")
@in_office
async def pause(here: Office, broadcast_id: str) -> None:
    """Send no more letters of ID for now."""
    await moved(here, broadcast_id, BroadcastState.PAUSED)


@command.command("resume")
@click.argument("broadcast_id", metavar="ID")
@in_office
async def resume(here: Office, broadcast_id: str) -> None:
    """Go on with ID: nobody gets it twice."""
    await moved(here, broadcast_id, BroadcastState.SENDING)


@command.command("stop")
@click.argument("broadcast_id", metavar="ID")
@in_office
async def stop(here: Office, broadcast_id: str) -> None:
    """Send no more letters of ID for good."""
    await moved(here, broadcast_id, BroadcastState.STOPPED)


@command.command("list")
@in_office
async def list_(here: Office) -> None:
    """List what was written, and how far each has come."""
    table = a_table("id", "written", "by", "state", *LetterState, "begins")
    async with here.store.reading() as tx:
        for one in await tx.broadcasts.newest(NEWEST):
            tally = await tx.broadcasts.tally(one.broadcast_id)
            counts = [str(tally[state]) for state in LetterState]
            begins = next(iter(one.texts.values())).partition("\n")[0][:40]
            table.add_row(one.broadcast_id, minute(one.created_at), one.who, one.state, *counts, begins)
    show(table)


async def moved(here: Office, broadcast_id: str, state: BroadcastState) -> None:
    try:
        await Broadcasting(here.store).move(here.who, broadcast_id, state)
    except Missing as missing:
        why = f"there is no letter {broadcast_id!r} that could be {state} now: `list` tells how each stands"
        raise click.ClickException(why) from missing
