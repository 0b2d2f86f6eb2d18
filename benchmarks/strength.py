"""Whether a style strength means the same at every size: judged distances for each strength at each size."""

from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Final

import click
import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.gatys import whole_numbers
from benchmarks.judge import Judge
from benchmarks.pairs import Pair, data_folder, read_pairs
from benchmarks.results import Look
from benchmarks.sitting import Ours, Sitting, Stage
from engine.device import choose
from engine.nn.tensors import to_picture
from engine.picture import encode

STRENGTHS: Final = (0, 25, 50, 75, 100)
SIDES_PX: Final = (300, 600, 1200)
ITERATIONS: Final = 100

Found = dict[tuple[int, int], list[Look]]  # by strength and size


def judged(
    stages: Sequence[Stage], pairs: Sequence[Pair], recipes: Sequence[Ours], folder: Path, console: Console
) -> Found:
    """Every pair at every size and strength; the paintings stay in the folder."""
    found: Found = {}
    folder.mkdir(parents=True, exist_ok=True)
    work = [(pair, stage, recipe) for pair in pairs for stage in stages for recipe in recipes]
    for pair, stage, recipe in track(work, "painting", console=console):
        sitting = Sitting(stage, pair)
        painted = recipe.paint(sitting)
        name = f"{pair.name}-{stage.side_px}-{recipe.strength}.jpg"
        (folder / name).write_bytes(encode(to_picture(painted), "JPEG"))
        found.setdefault((recipe.strength, stage.side_px), []).append(sitting.looks[-1])
    return found


def table(found: Found, title: str) -> Table:
    """A line for each strength; style and content distance at each size, and how far the sizes are apart."""
    sides = list(dict.fromkeys(side for _, side in found))
    columns = [f"{what}, {side} px" for what in ("style", "content") for side in sides]
    result = Table("strength", *columns, "largest over smallest, style", "content", title=title)
    for strength in dict.fromkeys(strength for strength, _ in found):
        styles = [fmean(look.style for look in found[strength, side]) for side in sides]
        contents = [fmean(look.content for look in found[strength, side]) for side in sides]
        apart = [f"{max(values) / min(values):.2f}" for values in (styles, contents)]
        figures = [f"{value:.4f}" for value in styles] + [f"{value:.3f}" for value in contents]
        result.add_row(str(strength), *figures, *apart)
    return result


def run(
    console: Console,
    count: int = 2,
    sides_px: Sequence[int] = SIDES_PX,
    strengths: Sequence[int] = STRENGTHS,
    iterations: int = ITERATIONS,
    encoder: str = "compact",
) -> None:
    """Paint, judge and print."""
    data = data_folder()
    if not (data / "weights").is_dir():
        console.print(f"no pictures and judges in {data}: set MAZOK_BENCH_DATA")
        return
    judge, device = Judge(data / "weights"), choose()
    stages = [Stage(judge, device, encoder, side_px) for side_px in sides_px]
    recipes = [Ours(iterations, strength) for strength in strengths]
    pairs = read_pairs(data, count, "held-out")
    found = judged(stages, pairs, recipes, Path("var/bench/strength"), console)
    console.print(table(found, f"mean over {len(pairs)} pairs, {iterations} iterations"))


@click.command()
@click.option("--pairs", "count", default=2, show_default=True)
@click.option("--sides", default=",".join(map(str, SIDES_PX)), show_default=True, callback=whole_numbers, help="In px.")
@click.option("--strengths", default=",".join(map(str, STRENGTHS)), show_default=True, callback=whole_numbers)
@click.option("--iterations", default=ITERATIONS, show_default=True)
@click.option("--encoder", default="compact", show_default=True)
@click.option("--threads", default=0, help="Threads of torch; 0: its own choice.")
def main(
    count: int, sides: tuple[int, ...], strengths: tuple[int, ...], iterations: int, encoder: str, threads: int
) -> None:
    """Judged style and content by strength and size."""
    if threads:
        torch.set_num_threads(threads)
    run(Console(), count, sides, strengths, iterations, encoder)


if __name__ == "__main__":
    main()
