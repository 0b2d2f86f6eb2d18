"""`mazok train colors`: colors for grey photos. Knows options; the training knows the rest."""

from pathlib import Path

import click
from rich.console import Console

from bot.commands.train._runs import FILE, FOLDER, PICTURE, threads_of, told_in_one_line, trained


@click.command("colors")
@click.option("--photos", type=FOLDER, multiple=True, required=True, help="Folder of JPEG photos; may be repeated.")
@click.option("--aim", type=click.Choice(["classes", "l1"]), default="classes", show_default=True)
@click.option("--start", type=PICTURE, help="A network to go on from; its last layer is learned anew.")
@click.option("--steps", default=4000, show_default=True)
@click.option("--minutes", type=float, help="Pause after so long; --resume goes on.")
@click.option("--side", default=112, show_default=True, help="Of the squares that are learned from, in px.")
@click.option("--batch", default=16, show_default=True, help="Squares in a step.")
@click.option("--rate", default=1.5e-3, show_default=True, help="The highest learning rate.")
@click.option("--opponent", default=0.0, show_default=True, help="What an opponent's opinion counts beside l1.")
@click.option("--seed", default=0, show_default=True)
@click.option("--out", type=FILE, default=Path("colors.safetensors"), show_default=True)
@click.option("--checkpoint", type=FILE, default=Path("var/colors/checkpoint.pt"), show_default=True)
@click.option("--resume", is_flag=True, help="Go on from the checkpoint; ends with the same bytes as without a pause.")
@click.option("--export", is_flag=True, help="Only write OUT from the checkpoint, however far it is.")
@click.option("--device", default="cpu", show_default=True)
@click.option("--threads", type=int, help="Cores that may be used.  [default: all]")
def command(
    photos: tuple[Path, ...],
    aim: str,
    start: Path | None,
    steps: int,
    minutes: float | None,
    side: int,
    batch: int,
    rate: float,
    opponent: float,
    seed: int,
    out: Path,
    checkpoint: Path,
    resume: bool,
    export: bool,
    device: str,
    threads: int | None,
) -> None:
    """Train the network that colors grey photos; every eighth photo is kept apart."""
    from engine.nn.colorizer import read_colorizer
    from engine.nn.encoders import load_encoder
    from engine.training.colorize import Colorize, Plan, Pupil, write
    from engine.training.origins import Split
    from engine.training.runner import Runner

    threads_of(threads)
    with told_in_one_line():
        split = Split.of(photos)
        plan = Plan(aim, steps, side, batch, seed=seed, rate=rate, opponent=opponent)  # type: ignore[arg-type]
        before = read_colorizer(start) if start else None
        pupil = Pupil.of(split.learned, split.apart, load_encoder("compact"), before)
        training = Colorize(plan, pupil, device)
        runner = Runner(training, checkpoint)
        if export:
            runner.resume()
    if not export and not trained(runner, "colors", resume, minutes):
        return
    write(training, out)
    Console().print(f"wrote {out}")
