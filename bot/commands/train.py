"""`mazok train`: make the weights that we ship. Knows options and a progress bar; the training knows the rest."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from engine.training.runner import Runner

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


@click.group("train")
def command() -> None:
    """Make the weights that Mazok ships, from pictures and teachers of your own."""


@command.command("distill")
@click.option("--data", type=FOLDER, required=True, help="Folder with natural/ and styles/, JPEG pictures.")
@click.option("--weights", type=FOLDER, help="Folder with the teachers' weights.  [default: DATA/weights]")
@click.option("--stage-steps", default=3000, show_default=True, help="Steps that learn the teacher's features.")
@click.option("--gradient-steps", default=0, show_default=True, help="Steps that learn its gradients, after that.")
@click.option("--minutes", type=float, help="Pause after so long; --resume goes on.")
@click.option("--seed", default=0, show_default=True)
@click.option("--start", type=FILE, help="An encoder to go on from, instead of noise.")
@click.option("--out", type=FILE, default=Path("compact.safetensors"), show_default=True)
@click.option("--checkpoint", type=FILE, default=Path("var/distill/checkpoint.pt"), show_default=True)
@click.option("--resume", is_flag=True, help="Go on from the checkpoint; ends with the same bytes as without a pause.")
def distill(
    data: Path,
    weights: Path | None,
    stage_steps: int,
    gradient_steps: int,
    minutes: float | None,
    seed: int,
    start: Path | None,
    out: Path,
    checkpoint: Path,
    resume: bool,
) -> None:
    """Train the compact encoder from VGG-19 and its compressed copy."""
    from engine.training.distill import Distillation, Plan, read_teachers, write
    from engine.training.pictures import Library
    from engine.training.runner import Runner

    plan = Plan(stage_steps, gradient_steps, seed, start=start)
    console = Console()
    with console.status("reading pictures"):
        library = Library.read(data)
        distillation = Distillation(plan, library, read_teachers(weights or data / "weights", library))
    if not _trained(Runner(distillation, checkpoint), "distill", resume, minutes):
        return
    write(distillation.student, plan, out)
    console.print(f"wrote {out}")


def _trained(runner: "Runner", what: str, resume: bool, minutes: float | None) -> bool:
    """Run it under a progress bar; whether it came to its end. What went wrong is told in one line."""
    from engine.errors import EngineError

    console, training = Console(), runner.training
    try:
        if resume:
            runner.resume()
        with _bar(console) as bar:
            task = bar.add_task(what, total=training.steps, loss=float("nan"))
            runner.run(lambda now: bar.update(task, completed=now.done, loss=now.loss), minutes=minutes)
    except EngineError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    if training.done < training.steps:
        console.print(f"paused at step {training.done} of {training.steps}; --resume goes on from {runner.checkpoint}")
    return training.done == training.steps


def _bar(console: Console) -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("loss {task.fields[loss]:.4f}"), TimeRemainingColumn())
    return Progress(*columns, console=console)
