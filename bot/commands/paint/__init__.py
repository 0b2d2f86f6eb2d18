"""`mazok paint`: one photo, painted here and now. Its options are read from the effects; it lists none."""

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from bot.commands.paint.extras import Extras
from bot.commands.paint.files import Refused
from bot.commands.paint.flags import PaintCommand
from bot.commands.paint.job import Order, prepared
from bot.commands.paint.work import painted
from engine.errors import EngineError
from engine.picture import Picture, encode

INTERRUPTED = 130  # what a shell expects of a command that Ctrl-C ended
FILE = click.Path(path_type=Path)

T = TypeVar("T")


@click.command("paint", cls=PaintCommand, short_help="Paint a photo in the manner of a picture.")
@click.argument("photo", type=FILE)
@click.argument("styles", metavar="[STYLE]...", nargs=-1)
@click.option("-o", "--out", type=FILE, required=True, help="The painting; its extension chooses the format.")
@click.option("--effect", help="What to paint with.  [default: the first that takes as many styles]")
@click.option(
    "--mask", "masks", type=FILE, multiple=True, help="White where STYLE is painted; once, or for each STYLE."
)
@click.option("--style-mask", "style_masks", type=FILE, multiple=True, help="White where STYLE counts; for each STYLE.")
@click.option("--start-picture", type=FILE, help="Begin from this picture.")
@click.option("--style-preview", type=FILE, help="Each STYLE prepared, its strokes as large as on the canvas.")
@click.option("--depth", type=click.Choice(["8", "16"]), default="8", show_default=True, help="Bits a channel.")
@click.option("--dpi", type=click.IntRange(1, 9999), help="How large it is to be printed.")
@click.option("--film", type=FILE, metavar="FILE.mp4", help="How it was painted, in six seconds.")
@click.option("--before-after", type=FILE, help="Photo and painting side by side.")
@click.option("--triptych", type=FILE, help="Photo, styles and painting side by side.")
@click.option("--explain", is_flag=True, help="A plot of the losses and a sheet of the scales, beside the painting.")
@click.option("--sidecar", is_flag=True, help="OUT.json: parameters, hashes of all files, every loss.")
@click.option("--device", envvar="MAZOK_DEVICE", default="auto", show_default=True, help="auto, cpu, cuda:0 …")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar.")
def command(device: str, quiet: bool, **given: object) -> None:
    """Paint PHOTO in the manner of STYLE: a picture file, or the name of a style of the house. With several styles
    each has its share of the painting, or its part of the picture.

    The parameters are written into the painting's metadata. Ctrl-C keeps what is painted so far. Further variants are
    written beside the painting: OUT_2, OUT_3 and so on.
    """
    order, extras = taken(given, Order), taken(given, Extras)
    options = {name: value for name, value in given.items() if value is not None}
    console = Console(stderr=True, quiet=quiet)
    try:
        extras.check()
        job = prepared(order, options)
        extras.begin(job)
        painting = painted(job, device, console, extras.watching)
        results = {order.out: painting.picture, **beside(order.out, painting.others)}
        for path, picture in results.items():
            path.write_bytes(encode(picture, job.file_format, metadata=job.metadata(painting), **job.looks))
        extras.write(job, painting)
    except (EngineError, OSError, RuntimeError) as error:
        raise Refused(str(error)) from error
    size = f"{painting.picture.width} x {painting.picture.height} px"
    _, *others = results
    console.print(f"{order.out}: {size}, {painting.done} iterations", *others, *extras.written(order.out), sep="\n")
    if painting.stopped:
        raise click.exceptions.Exit(INTERRUPTED)


def beside(out: Path, others: Sequence[Picture]) -> dict[Path, Picture]:
    """Where further variants are written."""
    return {out.with_stem(f"{out.stem}_{number}"): picture for number, picture in enumerate(others, 2)}


def taken(given: dict[str, Any], wanted: type[T]) -> T:
    """What of the command line belongs to `wanted`, taken out of it."""
    return wanted(**{field.name: given.pop(field.name) for field in fields(wanted)})  # type: ignore[arg-type]
