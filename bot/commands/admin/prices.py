"""`mazok admin prices`: the catalogue that all running machines sell from."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from bot.commands._tables import a_table, show
from bot.commands.admin._office import Office, in_office, limited, minute, text_of
from bot.prices import BUILT_IN, Prices

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("prices")
def command() -> None:
    """See and change what is sold, for all running machines at once. A price that a person was shown holds for them."""


@command.command("show")
@in_office
async def show_prices(here: Office) -> None:
    """Print the catalogue in force, as a file for `set`."""
    async with here.store.reading() as tx:
        newest = await tx.catalogues.newest()
    if newest and newest.text:
        click.echo(f"# version {newest.version}, set by {newest.author} at {minute(newest.created_at)}")
        click.echo(newest.text)
    else:
        click.echo((here.settings.prices or BUILT_IN).read_text())


@command.command("check")
@click.argument("file", type=FILE)
@in_office
async def check(here: Office, file: Path) -> None:
    """Say what FILE would change, and change nothing."""
    show_changes(here.catalogue.prices, parsed(file))


@command.command("set")
@click.argument("file", type=FILE)
@in_office
async def set_prices(here: Office, file: Path) -> None:
    """Sell from FILE on every machine, within seconds."""
    text, prices = text_of(file), parsed(file)
    async with here.store.transaction() as tx:
        version = await tx.catalogues.add(text, here.who)
        await here.note(tx, "set prices", str(version), changes=list(changes(here.catalogue.prices, prices)))
    show_changes(here.catalogue.prices, prices)
    click.echo(f"version {version} is in force")


@command.command("reset")
@in_office
async def reset(here: Office) -> None:
    """Sell from each machine's own file again (MAZOK_PRICES, else the built-in one)."""
    async with here.store.transaction() as tx:
        version = await tx.catalogues.add("", here.who)
        changed = list(changes(here.catalogue.prices, here.catalogue.given))
        await here.note(tx, "reset prices", str(version), changes=changed)
    show_changes(here.catalogue.prices, here.catalogue.given)
    click.echo(f"version {version} is in force: each machine's own file")


@command.command("history")
@limited(20)
@in_office
async def history(here: Office, limit: int) -> None:
    """List who set prices, the latest first."""
    table = a_table("version", "set at", "by", "prices")
    async with here.store.reading() as tx:
        rows = await tx.catalogues.history(limit)
    for row in rows:
        what = f"{len(row.text.splitlines())} lines" if row.text else "each machine's own file"
        table.add_row(str(row.version), minute(row.created_at), row.author, what)
    show(table)


@command.command("schema")
def schema() -> None:
    """Print the JSON schema of the catalogue, for an editor that checks it while one writes."""
    click.echo(json.dumps(Prices.model_json_schema(), indent=2))


def parsed(file: Path) -> Prices:
    try:
        return Prices.parse(text_of(file))
    except ValueError as error:
        raise click.ClickException(f"{file}: {error}") from error


def show_changes(old: Prices, new: Prices) -> None:
    table = a_table("what", "now", "then")
    for what, before, after in changes(old, new):
        table.add_row(what, before, after)
    if table.row_count:
        show(table)
    else:
        click.echo("nothing changes")


def changes(old: Prices, new: Prices) -> Iterator[tuple[str, str, str]]:
    """(where, before, after) of whatever differs; empty where it is not there."""
    before, after = dict(leaves(old.model_dump(mode="json"))), dict(leaves(new.model_dump(mode="json")))
    for what in {**before, **after}:
        if before.get(what) != after.get(what):
            yield what, before.get(what, ""), after.get(what, "")


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every single value by its path; parts of a list by their name, so that a new one moves no other."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from leaves(part, f"{path}.{name}" if path else name)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            named = part.get("name") or f"{part['asset']}.{part['amount']}" if isinstance(part, Mapping) else part
            yield from leaves(part, f"{path}.{named}")
    elif value is not None:
        yield path, str(value)
