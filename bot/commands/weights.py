"""`mazok weights`: which weight files there are, whose they are, whether they are here and whole; fetches them."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.text import Text

from bot.commands._tables import a_table, show
from bot.settings import Settings

if TYPE_CHECKING:
    from engine.weights import Weights

COLORS = {"present": "green", "missing": "yellow", "damaged": "red"}


@click.group("weights", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List every weight file; reads each one whole. The exit code is 1 when one is damaged."""
    if ctx.invoked_subcommand:
        return
    from engine.catalogue import weights  # imports torch

    folder = Settings().weights_folder
    table = a_table("name", "MiB", "licence", "source", "state")
    states = []
    for one in weights():
        states.append(state := one.state(folder))
        table.add_row(one.name, f"{one.mib:.1f}", one.licence, one.source, Text(state, style=COLORS[state]))
    show(table)
    ctx.exit(1 if "damaged" in states else 0)


@command.command("fetch")
@click.argument("name")
def fetch(name: str) -> None:
    """Fetch the weights NAME into MAZOK_WEIGHTS; goes on with what an interrupted attempt has left."""
    from engine.catalogue import weights

    known = {one.name: one for one in weights()}
    if name not in known:
        raise click.UsageError(f"there are no weights {name!r}, there are {', '.join(known)}")
    click.echo(fetched(known[name], Settings().weights_folder))


def fetched(weights: "Weights", folder: Path) -> Path:
    """The file, fetched under a progress bar if need be."""
    from engine.errors import BadWeights
    from engine.weights import found

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(True), TransferSpeedColumn())
    try:
        with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
            task = bar.add_task(weights.name, total=None)
            return found(weights, folder, lambda done, total: bar.update(task, completed=done, total=total))
    except BadWeights as bad:
        raise click.ClickException(str(bad)) from bad
