"""`mazok train distill`: the compact encoder from its teachers. Knows options; the training knows the rest."""

from pathlib import Path

import click
from rich.console import Console

from bot.commands.train._runs import FILE, FOLDER, trained


@click.command("distill")
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
def command(
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
    if not trained(Runner(distillation, checkpoint), "distill", resume, minutes):
        return
    write(distillation.student, plan, out)
    console.print(f"wrote {out}")
