"""`mazok train texture-base`: weights from which textures are learned quickly. Knows options; the training the rest."""

from pathlib import Path

import click
from rich.console import Console

from bot.commands.train._runs import FILE, FOLDER, threads_of, told_in_one_line, trained


@click.command("texture-base")
@click.option("--styles", type=FOLDER, multiple=True, required=True, help="Folder of pictures; may be repeated.")
@click.option("--steps", default=350, show_default=True, help="Textures in a row, each for a short while.")
@click.option("--lessons", default=30, show_default=True, help="Canvases in each.")
@click.option("--minutes", type=float, help="Pause after so long; --resume goes on.")
@click.option("--seed", default=0, show_default=True)
@click.option("--out", type=FILE, default=Path("texture.safetensors"), show_default=True)
@click.option("--checkpoint", type=FILE, default=Path("var/texture_base/checkpoint.pt"), show_default=True)
@click.option("--resume", is_flag=True, help="Go on from the checkpoint; ends with the same bytes as without a pause.")
@click.option("--export", is_flag=True, help="Only write OUT from the checkpoint, however far it is.")
@click.option("--threads", type=int, help="Cores that may be used.  [default: all]")
def command(
    styles: tuple[Path, ...],
    steps: int,
    lessons: int,
    minutes: float | None,
    seed: int,
    out: Path,
    checkpoint: Path,
    resume: bool,
    export: bool,
    threads: int | None,
) -> None:
    """Find the weights that textures begin with: those nearest to what every picture of the folders asks for."""
    from engine.nn.encoders import load_encoder
    from engine.nn.generators import save_generator
    from engine.training.galleries import read_gallery
    from engine.training.pictures import HELD_OUT_STYLES
    from engine.training.runner import Runner
    from engine.training.texture_base import BasePlan, Eyes, TextureBase

    threads_of(threads)
    with told_in_one_line():
        gallery = read_gallery(styles)
        pairs = [*zip(gallery.names, gallery.pictures, strict=True)]
        learned = {name: picture for name, picture in pairs if not name.startswith(HELD_OUT_STYLES)}
        shown = [picture for name, picture in pairs if name not in learned] or [*learned.values()][:4]
        plan = BasePlan(tuple(learned), steps, lessons, seed=seed)
        eyes = Eyes(load_encoder("compact"), load_encoder("compact", "circular"))
        training = TextureBase(plan, [*learned.values()], shown, eyes)
        runner = Runner(training, checkpoint, look_every=100, save_every=10)
        if export:
            runner.resume()
    if not export and not trained(runner, "texture-base", resume, minutes):
        return
    told = {"steps": training.done, "of_steps": steps, "lessons": lessons, "seed": seed, "encoder": "compact"}
    origin = {name: str(value) for name, value in told.items()}
    save_generator(training.generator, out, {**origin, "made_by": "mazok train texture-base"})
    Console().print(f"wrote {out}")
