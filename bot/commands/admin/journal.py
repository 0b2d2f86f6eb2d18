"""`mazok admin journal`: the books as a table for other programs."""

import csv
from dataclasses import astuple, fields
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.commands.admin._office import Office, in_office, written
from bot.usecases.find import find
from storage.journal import Line

WHEN = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])


@click.command("journal")
@click.option("--person", help="Only of one: an id, or platform:account.")
@click.option("--since", type=WHEN, help="Only entries from this moment on (UTC).")
@click.option("--until", type=WHEN, help="Only entries before it (UTC).")
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@in_office
async def command(here: Office, person: str | None, since: datetime | None, until: datetime | None, out: Path) -> None:
    """Write every entry of the journal with its postings to a CSV file, the first one first."""
    if since and until and until <= since:
        raise click.BadParameter("that is not after --since", param_hint="--until")
    async with here.store.reading() as tx:
        person_id = (await find(tx, person)).person_id if person else None
        with written(out) as draft, draft.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow([field.name for field in fields(Line)])
            lines = 0
            async for line in tx.ledger.lines(utc(since), utc(until), person_id):
                writer.writerow(astuple(line))
                lines += 1
    click.echo(f"{lines} lines in {out}")


def utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None
