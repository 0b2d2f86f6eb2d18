"""Seamless textures beside those of `gatys` in the same processor time: `python -m benchmarks.textures`.

Both see the pictures equally large and paint them at 600 px; the judge compares with the pictures at that size.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import click
import torch
from PIL import Image
from rich.console import Console
from rich.table import Table
from torch import Tensor

from benchmarks.judge import Judge
from engine.device import Device
from engine.effect import Inputs, Painting
from engine.effects.seamless import SEEN_PX
from engine.house import FOLDER
from engine.ladder import canvas
from engine.nn.tensors import to_tensor
from engine.picture import Picture, decode
from engine.render import render

NAMES = (
    "vangogh_starry_night_1889",
    "hokusai_great_wave_1831",
    "munch_scream_1893",
    "batik",
    "mosaic",
    "kandinsky_composition_vii_1913",
)
SIDE_PX, CELL_PX, GAP_PX = 600, 360, 6
CPU = Device("cpu")


@dataclass(frozen=True, slots=True)
class Woven:
    """A painting, the processor seconds that it took, its judged distances by VGG-19 and SqueezeNet."""

    painting: Painting
    cpu_s: float
    style: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sitting:
    """The judge, and the picture at hand."""

    judge: Judge
    picture: Picture

    @property
    def factor(self) -> float:
        """How large the picture is seen, of its sides."""
        return min(1.0, SEEN_PX / sqrt(self.picture.width * self.picture.height))

    def seen(self) -> Tensor:
        size = (round(self.picture.width * self.factor), round(self.picture.height * self.factor))
        return to_tensor(self.picture, size)

    def paint(self, effect: str, styles: tuple[Picture, ...], options: Mapping[str, object]) -> Woven:
        began = time.process_time()
        wanted = {"side_px": SIDE_PX, **options}
        painting = render(effect, Inputs(self.picture, styles), wanted, lambda progress: None, CPU)
        spent = time.process_time() - began
        image = to_tensor(painting.picture, painting.picture.image.size)
        return Woven(painting, spent, self.judge.style(image, self.seen()))

    def texture(self, iterations: int) -> Woven:
        return self.paint("seamless", (), {"iterations": iterations})

    def gatys(self, iterations: int) -> Woven:
        """Of strokes as large: there a style at 100 % has the canvas's area."""
        width, height = canvas(self.picture.image.size, SIDE_PX)
        scale = max(25, round(100 * SEEN_PX / sqrt(width * height)))
        return self.paint("gatys", (self.picture,), {"iterations": iterations, "aim": "texture", "style_scale": scale})


def tiled(picture: Picture) -> Image.Image:
    """Two by two."""
    paper = Image.new("RGB", (2 * picture.width, 2 * picture.height))
    for place in range(4):
        paper.paste(picture.image, (place % 2 * picture.width, place // 2 * picture.height))
    return paper


def contact_sheet(rows: list[list[Image.Image]]) -> Image.Image:
    """Each row's pictures, cut to a square, beside one another; rows in two columns."""
    step, each = CELL_PX + GAP_PX, len(rows[0])
    lines = -(-len(rows) // 2)
    paper = Image.new("RGB", (2 * each * step + 2 * GAP_PX, lines * step), "white")
    for number, row in enumerate(rows):
        for place, image in enumerate(row):
            side = min(image.size)
            cell = image.crop((0, 0, side, side)).resize((CELL_PX, CELL_PX), Image.Resampling.LANCZOS)
            paper.paste(cell, (number // lines * (each * step + 2 * GAP_PX) + place * step, number % lines * step))
    return paper


@click.command()
@click.option("--data", type=click.Path(exists=True, path_type=Path), required=True, help="With styles/ and weights/.")
@click.option("--iterations", default=100, show_default=True)
@click.option("--sheet", type=click.Path(path_type=Path), help="Where to write source and 2 x 2 tiles of each.")
def main(data: Path, iterations: int, sheet: Path | None) -> None:
    """Print a line for each picture."""
    torch.set_num_threads(1)
    judge, console, rows = Judge(data / "weights"), Console(), list[list[Image.Image]]()
    table = Table("picture", "CPU s", "style", "SqueezeNet", "gatys, iterations", "CPU s", "style", "SqueezeNet")
    fellow = 0
    for name in NAMES:
        path = next(folder / f"{name}.jpg" for folder in (FOLDER, data / "styles") if (folder / f"{name}.jpg").exists())
        sitting = Sitting(judge, decode(path.read_bytes()))
        ours = sitting.texture(iterations)
        if not fellow:  # as many iterations as the same time allows, told by a short run
            trial = sitting.gatys(25)
            fellow = max(1, round(25 * ours.cpu_s / trial.cpu_s))
        theirs = sitting.gatys(fellow)
        figures = [f"{one.cpu_s:.1f} {one.style[0]:.3f} {one.style[1]:.3f}".split() for one in (ours, theirs)]
        table.add_row(name, *figures[0], str(fellow), *figures[1])
        rows.append([sitting.picture.image, tiled(ours.painting.picture)])
        console.print(name, *figures[0], fellow, *figures[1])
        if sheet:
            contact_sheet(rows).save(sheet, quality=88)
    console.print(table)


if __name__ == "__main__":
    main()
