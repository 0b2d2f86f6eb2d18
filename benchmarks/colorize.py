"""Colors for grey photos, beside the true ones and beside those who do not try: `python -m benchmarks.colorize`.

Every eighth photo of `natural/` was never learned from; the plates of Prokudin-Gorsky were exposed in black and white,
their colors are known. Beside ours stand grey, one tint everywhere (the mean color of the very photos that are judged,
so that no other tint is nearer), and whatever networks are named (`--network l1=FILE`). `--steady`: the same photo at
256 and at 1024 px. Writes `colorize.jpg`: what was seen, ours, the truth.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Final

import click
import torch
from PIL import Image
from rich.console import Console
from rich.progress import track
from rich.table import Table
from torch import Tensor

from benchmarks.colors import Colors, difference
from benchmarks.judge import Judge
from benchmarks.pairs import data_folder
from engine.device import Device
from engine.effect import Inputs, Progress
from engine.effects.colorize import EFFECT, WEIGHTS
from engine.ladder import canvas
from engine.nn.colorizer import Colorizer, read_colorizer
from engine.nn.colorizing import colorized
from engine.nn.lab import colored, lightness, to_lab
from engine.nn.tensors import resize, size_of, to_picture, to_tensor
from engine.picture import Picture, decode
from engine.training.origins import Split
from engine.training.sheets import sheet
from engine.weights import found

SIDES_PX: Final = (256, 1024)
TIMED_SIZE: Final = (600, 450)
TIMES: Final = 3
CPU: Final = Device("cpu", channels_last=True)

Recipe = Callable[[Tensor], Tensor]  # sRGB to sRGB


@dataclass(frozen=True, slots=True)
class Plate:
    """What is seen and what is true, sRGB (1, 3, H, W)."""

    seen: Tensor
    truth: Tensor


def photos(count: int) -> list[Plate]:
    """Photos that were never learned from, evenly over their sources."""
    apart = Split.of([data_folder() / "natural"]).apart
    return [Plate(one, one) for one in map(_read, apart[:: max(1, len(apart) // count)][:count])]


def old_plates() -> list[Plate]:
    """Exposed through a green filter; the truth is of the same size."""
    folder = data_folder() / "old_bw"
    return [Plate(_read(path), _read(folder / "color_reference" / path.name)) for path in sorted(folder.glob("*.jpg"))]


def _read(path: Path) -> Tensor:
    picture = decode(path.read_bytes(), side_px=512)
    return to_tensor(picture, picture.image.size)


def tint_of(plates: Sequence[Plate]) -> Recipe:
    """One color everywhere: the mean of the truth."""
    mean = torch.stack([to_lab(plate.truth)[0, 1:].mean(dim=(1, 2)) for plate in plates]).mean(dim=0)
    return lambda photo: colored(lightness(photo), mean[None, :, None, None].expand(-1, -1, *photo.shape[2:]))


def network_of(path: Path) -> Recipe:
    network: Colorizer = read_colorizer(path)
    return lambda photo: colorized(network, photo)


def judged(judge: Judge, recipe: Recipe, plates: Sequence[Plate]) -> Colors:
    return Colors.mean([Colors.of(judge, recipe(plate.seen), plate.truth) for plate in plates])


def table_of(title: str, plates: Sequence[Plate], networks: Mapping[str, Path], judge: Judge) -> Table:
    """One row for each recipe."""
    recipes: dict[str, Recipe] = {
        "the truth": lambda photo: photo,
        "grey": lambda photo: colored(lightness(photo), torch.zeros_like(photo[:, :2])),
        "one tint": tint_of(plates),
        **{name: network_of(path) for name, path in networks.items()},
    }
    if plates[0].seen is not plates[0].truth:
        del recipes["the truth"]
    table = Table("", "RMSE of ab", "within 10", "colorfulness", "LPIPS", title=title)
    for name, recipe in track(recipes.items(), description=title, transient=True):
        of = judged(judge, recipe, plates)
        table.add_row(name, f"{of.rmse:.2f}", f"{of.near:.1%}", f"{of.colorfulness:.1f}", f"{of.lpips:.4f}")
    return table


def painted(photo: Picture, side_px: int) -> Tensor:
    """Through the effect's own door."""
    options = EFFECT.options(side_px=side_px, variants=1)
    picture = EFFECT.paint(Inputs(photo), options, _unwatched, CPU).picture
    return to_tensor(picture, picture.image.size)


def steadiness() -> list[float]:
    """How far the colors of each test photo at 1024 px are from those that it gets at 256 px, both at 256 px."""
    found_ = []
    for path in sorted((data_folder() / "photos").glob("*.*g")):
        photo = decode(path.read_bytes())
        small, large = (painted(_at(photo, side_px), side_px) for side_px in SIDES_PX)
        found_.append(difference(small, resize(large, size_of(small)).clamp(0, 1)))
    return found_


def _at(photo: Picture, side_px: int) -> Picture:
    return Picture(photo.image.resize(canvas(photo.image.size, side_px), Image.Resampling.LANCZOS))


def seconds(photo: Picture, threads: int) -> float:
    """Of the processor for one thread, of the clock for more: the best of some, the first left out."""
    torch.set_num_threads(threads)
    timed, clock = Picture(photo.image.resize(TIMED_SIZE)), time.process_time if threads == 1 else time.perf_counter
    painted(timed, max(TIMED_SIZE))
    taken = []
    for _ in range(TIMES):
        began = clock()
        painted(timed, max(TIMED_SIZE))
        taken.append(clock() - began)
    return min(taken)


def contact_sheet(plates: Sequence[Plate], network: Colorizer) -> Image.Image:
    """Grey, ours, the truth."""
    rows = []
    for plate in plates:
        grey = colored(lightness(plate.seen), torch.zeros_like(plate.seen[:, :2]))
        rows.append([grey, colorized(network, plate.seen), plate.truth])
    return sheet(rows, columns=2, cell_px=220)


def _unwatched(progress: Progress) -> None:
    """Nobody looks."""


def run(
    console: Console, count: int = 330, networks: Mapping[str, Path] | None = None, out: Path | None = None
) -> None:
    """Print everything."""
    judge = Judge(data_folder() / "weights")
    ours = {"ours": found(WEIGHTS), **(networks or {})}
    held_out, plates = photos(count), old_plates()
    console.print(table_of(f"{len(held_out)} photos never learned from", held_out, ours, judge))
    console.print(table_of(f"{len(plates)} plates of 1905 to 1915", plates, ours, judge))
    moved = steadiness()
    console.print(f"256 and 1024 px: mean distance {fmean(moved):.2f}, the farthest {max(moved):.2f}")
    one, two = (seconds(to_picture(plates[0].seen), threads) for threads in (1, 2))
    console.print(f"{TIMED_SIZE[0]} x {TIMED_SIZE[1]}: {one:.2f} CPU s of one thread, {two:.2f} s on two")
    if out:
        tests = [Plate(one, one) for one in map(_read, sorted((data_folder() / "photos").glob("*.jpg")))]
        contact_sheet([*plates, *tests], read_colorizer(ours["ours"])).save(out, quality=90)


@click.command()
@click.option("--count", default=330, show_default=True, help="Photos that are judged.")
@click.option("--network", "networks", multiple=True, metavar="NAME=FILE", help="Another network; may be repeated.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A sheet of grey, ours, the truth.")
def main(count: int, networks: tuple[str, ...], out: Path | None) -> None:
    """Judge the colorizer."""
    named = dict(network.split("=", 1) for network in networks)
    run(Console(), count, {name: Path(path) for name, path in named.items()}, out)


if __name__ == "__main__":
    main()
