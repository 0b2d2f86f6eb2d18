"""Any style in one pass, beside MicroAST: judged distances, seconds and bytes; a contact sheet of all pairs.

    python -m benchmarks.any_style --pairs 10 --side 512 --strength 50 --strength 100

Writes `any_style.jpg`: photo, style, the peer, ours at each strength.
"""

from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Final

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table
from torch import Tensor
from torch.nn import functional as F

from benchmarks.judge import Judge, Verdict
from benchmarks.one_pass import TIMED_SIZE, Recipe, cpu_s, seconds, seen
from benchmarks.pairs import Pair, data_folder, read_pairs
from benchmarks.peers.microast import FILE, GRID_PX, MicroAst
from engine.device import Device
from engine.effect import Progress
from engine.effects.any_style import DECODER, EFFECT, AnyStyleOptions
from engine.nn.encoders import COMPACT
from engine.nn.tensors import to_tensor
from engine.training.sheets import sheet
from engine.weights import found

CELL_PX: Final = 320


def ours(strength: int) -> Recipe:
    """Through the effect's own door."""
    device = Device("cpu", channels_last=True)

    def paint(pair: Pair, side_px: int) -> Tensor:
        options = AnyStyleOptions(side_px=side_px, style_strength=strength)
        picture = EFFECT.paint(pair.inputs(), options, _unwatched, device).picture
        return to_tensor(picture, picture.image.size)

    size = sum(found(weights).stat().st_size for weights in (DECODER, COMPACT))
    return Recipe(f"any_style {strength}", size, paint)


def peer(weights: Path) -> Recipe:
    """MicroAST, its strokes as large as ours; the photo is mirrored up to sides that it can paint."""
    network = MicroAst(weights)

    def paint(pair: Pair, side_px: int) -> Tensor:
        photo, style = seen(pair, side_px)
        height, width = photo.shape[-2:]
        fitting = F.pad(photo, (0, -width % GRID_PX, 0, -height % GRID_PX), mode="reflect")
        return network(fitting, style)[..., :height, :width]

    return Recipe("MicroAST", (weights / FILE).stat().st_size, paint)


def compared(recipes: Sequence[Recipe], verdicts: dict[str, list[Verdict]], pair: Pair) -> Table:
    table = Table("recipe", "MB", "CPU s", "s, 1 thread", "s, 2 threads", "style", "SqueezeNet", "content")
    table.title = (
        f"seconds at {TIMED_SIZE[0]} x {TIMED_SIZE[1]} px, distances over {len(verdicts[recipes[0].name])} pairs"
    )
    for recipe in recipes:
        judged = verdicts[recipe.name]
        means = [fmean(getattr(one, part) for one in judged) for part in ("style", "style_squeeze", "content")]
        speeds = [f"{cpu_s(recipe, pair):.2f}"]
        speeds += [f"{seconds(recipe, pair, threads):.2f}" for threads in (1, 2)]
        table.add_row(recipe.name, f"{recipe.size / 1e6:.2f}", *speeds, *(f"{mean:.4f}" for mean in means))
    return table


def run(
    console: Console,
    strengths: Sequence[int] = (50, 100),
    count: int = 10,
    side_px: int = 512,
    folder: Path = Path("var/bench"),
) -> None:
    weights = data_folder() / "weights"
    judge, pairs = Judge(weights), read_pairs(data_folder(), count, "held-out")
    recipes = [peer(weights), *(ours(strength) for strength in strengths)]
    verdicts: dict[str, list[Verdict]] = {recipe.name: [] for recipe in recipes}
    rows = []
    for pair in track(pairs, console=console):
        photo, style = seen(pair, side_px)
        painted = [recipe.paint(pair, side_px) for recipe in recipes]
        for recipe, one in zip(recipes, painted, strict=True):
            verdicts[recipe.name].append(judge(one, photo, style))
        rows.append([photo, style, *painted])
    folder.mkdir(parents=True, exist_ok=True)
    sheet(rows, cell_px=CELL_PX).save(folder / "any_style.jpg", quality=90)
    for name, judged in verdicts.items():
        console.print(name, *(f"{one.style:.3f}/{one.content:.3f}" for one in judged))
    console.print(compared(recipes, verdicts, pairs[0]))


def _unwatched(_: Progress) -> None:
    """Nobody looks at a painting that is only measured."""


@click.command()
@click.option("--strength", type=int, multiple=True, default=(50, 100), show_default=True)
@click.option("--pairs", default=10, show_default=True)
@click.option("--side", default=512, show_default=True, help="Longest side of the paintings, in px.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("var/bench"), show_default=True)
def main(strength: tuple[int, ...], pairs: int, side: int, out: Path) -> None:
    """Compare with the peer on the held-out pairs."""
    run(Console(), strength, pairs, side, out)


if __name__ == "__main__":
    main()
