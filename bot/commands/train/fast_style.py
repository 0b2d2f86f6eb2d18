"""`mazok train fast-style`: one network for many styles. Knows options; the training knows the rest."""

from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console

from bot.commands.train._runs import FILE, FOLDER, threads_of, told_in_one_line, trained


@click.command("fast-style")
@click.option("--data", type=FOLDER, required=True, help="Folder with natural/, JPEG photos to learn from.")
@click.option(
    "--styles", type=FOLDER, multiple=True, help="Folder of style pictures; may be repeated.  [default: DATA/styles]"
)
@click.option("--without", multiple=True, metavar="NAME", help="A picture there that is not learned; may be repeated.")
@click.option("--steps", default=12000, show_default=True)
@click.option("--minutes", type=float, help="Pause after so long; --resume goes on.")
@click.option("--side", default=128, show_default=True, help="Of the squares that are learned from, in px.")
@click.option("--batch", default=2, show_default=True, help="Squares in a step.")
@click.option("--width", default=16, show_default=True, help="Channels at full resolution.")
@click.option("--blocks", default=5, show_default=True, help="Residual blocks.")
@click.option("--rate", default=1.5e-3, show_default=True, help="The highest learning rate.")
@click.option("--content", default=0.5, show_default=True, help="Weight of the content at strength 50.")
@click.option("--encoder", default="compact", show_default=True, help="What photos and styles are compared by.")
@click.option("--seed", default=0, show_default=True)
@click.option("--out", type=FILE, default=Path("fast_style.safetensors"), show_default=True)
@click.option("--checkpoint", type=FILE, default=Path("var/fast_style/checkpoint.pt"), show_default=True)
@click.option("--resume", is_flag=True, help="Go on from the checkpoint; ends with the same bytes as without a pause.")
@click.option("--export", is_flag=True, help="Only write OUT from the checkpoint, however far it is.")
@click.option("--device", default="cpu", show_default=True)
@click.option("--threads", type=int, help="Cores that may be used.  [default: all]")
def command(
    data: Path,
    styles: tuple[Path, ...],
    without: tuple[str, ...],
    steps: int,
    minutes: float | None,
    side: int,
    batch: int,
    width: int,
    blocks: int,
    rate: float,
    content: float,
    encoder: str,
    seed: int,
    out: Path,
    checkpoint: Path,
    resume: bool,
    export: bool,
    device: str,
    threads: int | None,
) -> None:
    """Train one transform network for every picture in the folders of styles."""
    from engine.nn.encoders import load_encoder
    from engine.nn.transform import Shape
    from engine.training.fast_style import WEIGHING, FastStyle, Plan, Pupil, write
    from engine.training.galleries import read_gallery
    from engine.training.photos import Photos
    from engine.training.runner import Runner

    threads_of(threads)
    with told_in_one_line():
        gallery = read_gallery(styles or (data / "styles",), without)
        weighing = replace(WEIGHING, content=content)
        plan = Plan(gallery.names, steps, side, batch, Shape(width, blocks), seed, rate, weighing, encoder)
        training = FastStyle(plan, Pupil(Photos.of(data), gallery.pictures), load_encoder(encoder), device)
        runner = Runner(training, checkpoint)
        if export:
            runner.resume()
    if not export and not trained(runner, "fast-style", resume, minutes):
        return
    write(training, gallery.styles, out)
    Console().print(f"wrote {out}")
