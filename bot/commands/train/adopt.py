"""`mazok train adopt`: a network of pytorch/examples becomes a style of fast painting. Knows options only."""

from pathlib import Path

import click
from rich.console import Console

from bot.commands.train._runs import FILE, PICTURE, told_in_one_line


@click.command("adopt")
@click.argument("checkpoint", type=PICTURE)
@click.option("--title", help="What the style is called.  [default: as the file]")
@click.option("--painter", default="", help="Who painted what it learned from.")
@click.option("--year", default="", help="When.")
@click.option("--out", type=FILE, help="[default: the folder where fast painting looks for more styles]")
def command(checkpoint: Path, title: str | None, painter: str, year: str, out: Path | None) -> None:
    """Take over CHECKPOINT, a TransformerNet of pytorch/examples (fast_neural_style), as a style."""
    from engine.nn.looks import Style, save_network
    from engine.nn.shelf import learned, named_after
    from engine.training.imported import read_transformer_net

    name = named_after(checkpoint)
    style = Style(name, title or checkpoint.stem, painter, year)
    with told_in_one_line():
        out = out or learned(name)
        save_network(read_transformer_net(checkpoint), [style], out, {"made_by": "mazok train adopt"})
    Console().print(f"wrote {out}")
