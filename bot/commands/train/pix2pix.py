"""`mazok train pix2pix`: how one picture becomes another, from pairs. Knows options; the training knows the rest."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from bot.commands.train._runs import FILE, FOLDER, threads_of, told_in_one_line, trained

if TYPE_CHECKING:
    from engine.training.pairs import Pairs


@click.command("pix2pix")
@click.option("--pairs", type=FOLDER, help="Folder of pictures: the input on the left half, the truth on the right.")
@click.option("--a", "given", type=FOLDER, help="Folder of inputs; --b has the truths under the same names.")
@click.option("--b", "wanted", type=FOLDER, help="Folder of truths.")
@click.option("--photos", type=FOLDER, multiple=True, help="Folder of truths; the inputs are made.  May be repeated.")
@click.option("--make", type=click.Choice(["grey", "edges", "downscale"]), help="What inputs are made of --photos.")
@click.option("--colored", is_flag=True, help="Inputs made of --photos also tell roughly where which colors are.")
@click.option("--held-out", default=40, show_default=True, help="Pairs that are only looked at.")
@click.option("--steps", default=20000, show_default=True)
@click.option("--minutes", type=float, help="Pause after so long; --resume goes on.")
@click.option(
    "--side", type=int, multiple=True, help="Of the squares, in px; several: one after the other.  [default: 256]"
)
@click.option("--batch", default=1, show_default=True, help="Pairs in a step.")
@click.option("--width", default=64, show_default=True, help="Of the painter's first level: 64 is the paper's.")
@click.option("--levels", default=8, show_default=True, help="Of the painter; each halves the picture.")
@click.option("--transposed", is_flag=True, help="Transposed convolutions as in the paper, which leave a checkerboard.")
@click.option("--norm", type=click.Choice(["batch", "instance"]), default="batch", show_default=True)
@click.option("--critic-width", default=64, show_default=True, help="Of the critic's first layer.")
@click.option("--critic-layers", default=3, show_default=True, help="3 judge patches of 70 px.")
@click.option("--gan", type=click.Choice(["vanilla", "lsgan"]), default="lsgan", show_default=True)
@click.option("--l1", default=100.0, show_default=True, help="What nearness to the truth counts.")
@click.option("--features", default=0.0, show_default=True, help="What nearness of feature maps counts.")
@click.option("--critic-rate", default=1.0, show_default=True, help="The critic's learning rate, of the painter's.")
@click.option("--rate", default=2e-4, show_default=True, help="The learning rate of the first half.")
@click.option("--seed", default=0, show_default=True)
@click.option("--out", type=FILE, default=Path("pix2pix.safetensors"), show_default=True)
@click.option("--checkpoint", type=FILE, default=Path("var/pix2pix/checkpoint.pt"), show_default=True)
@click.option("--resume", is_flag=True, help="Go on from the checkpoint; ends with the same bytes as without a pause.")
@click.option("--export", is_flag=True, help="Only write OUT from the checkpoint, however far it is.")
@click.option("--device", default="cpu", show_default=True)
@click.option("--threads", type=int, help="Cores that may be used.  [default: all]")
def command(
    pairs: Path | None,
    given: Path | None,
    wanted: Path | None,
    photos: tuple[Path, ...],
    make: str | None,
    colored: bool,
    held_out: int,
    steps: int,
    minutes: float | None,
    side: tuple[int, ...],
    batch: int,
    width: int,
    levels: int,
    transposed: bool,
    norm: str,
    critic_width: int,
    critic_layers: int,
    gan: str,
    l1: float,
    features: float,
    critic_rate: float,
    rate: float,
    seed: int,
    out: Path,
    checkpoint: Path,
    resume: bool,
    export: bool,
    device: str,
    threads: int | None,
) -> None:
    """Train a U-Net against a critic. Pairs come from --pairs, from --a and --b, or from --photos and --make."""
    from engine.nn.patchgan import CriticShape
    from engine.nn.unet import UNetShape
    from engine.training.pix2pix import Pix2Pix, Plan
    from engine.training.runner import Runner
    from engine.training.translator_card import write_with_card

    threads_of(threads)
    with told_in_one_line():
        source = _pairs(pairs, (given, wanted), (photos, make, colored), held_out)
        painter = UNetShape(*source.channels, width, levels, transposed, norm)  # type: ignore[arg-type]  # a choice
        critic = CriticShape(sum(source.channels), critic_width, critic_layers, norm)  # type: ignore[arg-type]
        plan = Plan(painter, critic, steps, side or (256,), batch, seed, rate, l1, features, gan, critic_rate)  # type: ignore[arg-type]
        training = Pix2Pix(plan, source, device)
        runner = Runner(training, checkpoint)
        if export:
            runner.resume()
    if not export and not trained(runner, "pix2pix", resume, minutes):
        return
    write_with_card(training.average, out, training.told())
    Console().print(f"wrote {out} and its card")


def _pairs(
    folder: Path | None,
    two: tuple[Path | None, Path | None],
    made: tuple[tuple[Path, ...], str | None, bool],
    held_out: int,
) -> "Pairs":
    """Where the pairs come from: one of three ways, whole."""
    from engine.training.given import MAKING
    from engine.training.pairs import made_of, of_two_folders, side_by_side

    (given, wanted), (photos, make, colored) = two, made
    if folder and not any((given, wanted, photos, make)):
        return side_by_side(folder, held_out)
    if given and wanted and not any((folder, photos, make)):
        return of_two_folders(given, wanted, held_out)
    if photos and make and not any((folder, given, wanted)):
        return made_of(photos, MAKING[make], held_out, colored=colored)
    raise click.UsageError("name --pairs, or --a and --b, or --photos and --make")
