"""`mazok train style`: a picture becomes a style of fast painting. Knows options; the training knows the rest."""

import time
from pathlib import Path

import click
from rich.console import Console

from bot.commands.train._runs import FILE, FOLDER, PICTURE, threads_of, told_in_one_line, trained


@click.command("style")
@click.argument("picture", type=PICTURE)
@click.option("--data", type=FOLDER, required=True, help="Folder with natural/, JPEG photos to learn on.")
@click.option("--teacher", type=FILE, help="The network to begin with.  [default: that of fast painting]")
@click.option("--network", is_flag=True, help="Train all of the network for this style, not its look alone.")
@click.option("--title", help="What the style is called.  [default: as the file]")
@click.option("--painter", default="", help="Who painted the picture.")
@click.option("--year", default="", help="When.")
@click.option("--steps", default=800, show_default=True)
@click.option("--minutes", type=float, help="Pause after so long; --resume goes on.")
@click.option("--side", default=128, show_default=True, help="Of the squares that are learned from, in px.")
@click.option("--batch", default=2, show_default=True, help="Squares in a step.")
@click.option("--rate", default=1.5e-3, show_default=True, help="The highest learning rate.")
@click.option("--seed", default=0, show_default=True)
@click.option("--out", type=FILE, help="[default: the folder where fast painting looks for more styles]")
@click.option("--checkpoint", type=FILE, help="[default: var/styles/NAME.pt]")
@click.option("--resume", is_flag=True, help="Go on from the checkpoint; ends with the same bytes as without a pause.")
@click.option("--device", default="cpu", show_default=True)
@click.option("--threads", type=int, help="Cores that may be used.  [default: all]")
def command(
    picture: Path,
    data: Path,
    teacher: Path | None,
    network: bool,
    title: str | None,
    painter: str,
    year: str,
    steps: int,
    minutes: float | None,
    side: int,
    batch: int,
    rate: float,
    seed: int,
    out: Path | None,
    checkpoint: Path | None,
    resume: bool,
    device: str,
    threads: int | None,
) -> None:
    """Learn the style of PICTURE. Previews lie beside the checkpoint, a quality card beside the result."""
    from engine.nn.encoders import load_encoder
    from engine.nn.looks import Style
    from engine.nn.shelf import SHIPPED, learned, named_after, network_at
    from engine.training.card import card_of
    from engine.training.fast_style import FastStyle, Pupil, write
    from engine.training.galleries import STYLE_PX
    from engine.training.own_style import OwnPlan, pupil_of
    from engine.training.photos import Photos
    from engine.training.pictures import read_picture
    from engine.training.runner import Runner
    from engine.weights import digest

    threads_of(threads)
    name = named_after(picture)
    style = Style(name, title or picture.stem, painter, year)
    with told_in_one_line():
        out = out or learned(name)
        pupil = pupil_of(network_at(teacher).network)
        sources = (digest(teacher or SHIPPED.path()), digest(picture))
        plan = OwnPlan((name,), steps, side, batch, pupil.shape, seed, rate, whole=network, sources=sources)
        photos, origin = Photos.of(data, looked_at=3), read_picture(picture, longest_px=STYLE_PX)
        training = FastStyle(plan, Pupil(photos, [origin], pupil, not network), load_encoder(plan.encoder), device)
        began = time.monotonic()
        if not trained(Runner(training, checkpoint or Path("var", "styles", f"{name}.pt")), name, resume, minutes):
            return
        write(training, [style], out, "mazok train style")
        paper = card_of(training, style, time.monotonic() - began)
    card = out.with_suffix(".jpg")
    paper.save(card, quality=90)
    Console().print(f"wrote {out} and {card}; whoever paints from now on finds the style {name}")
