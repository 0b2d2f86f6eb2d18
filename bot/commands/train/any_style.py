"""`mazok train any-style`: one network for every style. Knows options; the training knows the rest."""

from pathlib import Path

import click
from rich.console import Console

from bot.commands.train._runs import FILE, FOLDER, threads_of, told_in_one_line, trained


@click.command("any-style")
@click.option("--data", type=FOLDER, required=True, help="Folder with natural/, JPEG photos to learn from.")
@click.option(
    "--styles",
    type=FOLDER,
    multiple=True,
    help="Folder of style pictures; may be repeated.  [default: DATA/styles and the house styles]",
)
@click.option("--steps", default=9000, show_default=True)
@click.option("--minutes", type=float, help="Pause after so long; --resume goes on.")
@click.option("--rate", default=1.2e-3, show_default=True, help="The highest learning rate.")
@click.option("--content", default=0.2, show_default=True, help="Weight of the content at strength 50.")
@click.option("--seed", default=0, show_default=True)
@click.option("--out", type=FILE, default=Path("any_style.safetensors"), show_default=True)
@click.option("--checkpoint", type=FILE, default=Path("var/any_style/checkpoint.pt"), show_default=True)
@click.option("--resume", is_flag=True, help="Go on from the checkpoint; ends with the same bytes as without a pause.")
@click.option("--export", is_flag=True, help="Only write OUT from the checkpoint, however far it is.")
@click.option("--device", default="cpu", show_default=True)
@click.option("--threads", type=int, help="Cores that may be used.  [default: all]")
def command(
    data: Path,
    styles: tuple[Path, ...],
    steps: int,
    minutes: float | None,
    rate: float,
    content: float,
    seed: int,
    out: Path,
    checkpoint: Path,
    resume: bool,
    export: bool,
    device: str,
    threads: int | None,
) -> None:
    """Train the decoder that paints any photo in the manner of any picture."""
    from engine.house import FOLDER as HOUSE_STYLES
    from engine.nn.encoders import load_encoder
    from engine.training.any_style import AnyStyle, Plan, write
    from engine.training.criterion import Weighing
    from engine.training.photos import Photos
    from engine.training.runner import Runner
    from engine.training.variety import Variety

    threads_of(threads)
    with told_in_one_line():
        variety = Variety.of(styles or (data / "styles", HOUSE_STYLES), Photos.of(data, looked_at=4))
        plan = Plan(steps, rate=rate, seed=seed, weighing=Weighing(content=content))
        training = AnyStyle(plan, variety, load_encoder(plan.encoder), device)
        runner = Runner(training, checkpoint)
        if export:
            runner.resume()
    if not export and not trained(runner, "any-style", resume, minutes):
        return
    write(training, out)
    Console().print(f"wrote {out}")
