"""`mazok train texture`: a generator of one picture's texture. Knows options; the training knows the rest."""

import time
from pathlib import Path

import click
from rich.console import Console

from bot.commands.train._runs import FILE, PICTURE, threads_of, told_in_one_line, trained


@click.command("texture")
@click.argument("picture", type=PICTURE)
@click.option("--start", type=FILE, help="A generator to begin with.  [default: random weights]")
@click.option("--seen", default=512, show_default=True, help="Longest side of PICTURE as it is learned, in px.")
@click.option("--steps", default=1000, show_default=True)
@click.option("--minutes", type=float, help="Pause after so long; --resume goes on.")
@click.option("--side", default=128, show_default=True, help="Of the canvases that are learned from, in px.")
@click.option("--rate", default=1.5e-2, show_default=True, help="The highest learning rate.")
@click.option("--seed", default=0, show_default=True)
@click.option("--paint", default=1024, show_default=True, help="Side of the texture that is painted in the end, in px.")
@click.option("--out", type=FILE, help="[default: NAME.safetensors]")
@click.option("--checkpoint", type=FILE, help="[default: var/textures/NAME.pt]")
@click.option("--resume", is_flag=True, help="Go on from the checkpoint; ends with the same bytes as without a pause.")
@click.option("--device", default="cpu", show_default=True)
@click.option("--threads", type=int, help="Cores that may be used.  [default: all]")
def command(
    picture: Path,
    start: Path | None,
    seen: int,
    steps: int,
    minutes: float | None,
    side: int,
    rate: float,
    seed: int,
    paint: int,
    out: Path | None,
    checkpoint: Path | None,
    resume: bool,
    device: str,
    threads: int | None,
) -> None:
    """Learn the texture of PICTURE. A card and a seamless picture lie beside the result, previews by the checkpoint."""
    from engine.nn.encoders import load_encoder
    from engine.nn.generator import Generator
    from engine.nn.generators import read_generator
    from engine.nn.shelf import named_after
    from engine.nn.tensors import to_picture
    from engine.training.pictures import read_picture
    from engine.training.runner import Runner
    from engine.training.texture import Eyes, Texture, TexturePlan, card_of, write
    from engine.weights import digest

    threads_of(threads)
    name = named_after(picture)
    out = out or Path(f"{name}.safetensors")
    with told_in_one_line():
        sources = (digest(picture), digest(start) if start else "", str(seen))
        generator = read_generator(start) if start else Generator(seed=seed)
        eyes = Eyes(load_encoder("compact"), load_encoder("compact", "circular"))
        plan = TexturePlan(sources, steps, side, rate, seed)
        training = Texture(plan, read_picture(picture, longest_px=seen), generator, eyes, device)
        began = time.monotonic()
        if not trained(Runner(training, checkpoint or Path("var", "textures", f"{name}.pt")), name, resume, minutes):
            return
        write(training, out)
        card, painted = out.with_suffix(".jpg"), out.with_suffix(".png")
        card_of(training, picture.stem, time.monotonic() - began).save(card, quality=90)
        to_picture(training.painted((paint, paint))).image.save(painted)
    Console().print(f"wrote {out}, {card} and {painted}")
