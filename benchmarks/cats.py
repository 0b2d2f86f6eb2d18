"""How near `edges2cats` comes to the cats that its lines were taken from, and a sheet to look at.

    python -m benchmarks.cats --photos DATA/cats --weights DATA/weights --sheet docs/pictures/edges2cats.jpg

The photos are those that training held out of the folder. Beside ours stand the truth's mean color and its smudge.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Final

import click
import torch
from PIL import Image, ImageOps
from rich.console import Console
from rich.table import Table
from torch import Tensor

from benchmarks.hand_drawn import CAT, FACE, HOUSE, drawing, photographed
from benchmarks.judge import Judge
from engine.device import Device
from engine.effect import Inputs, Progress
from engine.effects.edges2cats import EFFECT, LEARNED_PX
from engine.nn.edges import PEN_PX, SEEN_PX, inked, lines
from engine.nn.smudge import smudged
from engine.nn.tensors import to_picture, to_tensor
from engine.render import render
from engine.training.given import MAKING
from engine.training.pairs import made_of
from engine.training.sheets import sheet

Way = Callable[[Tensor], Tensor]  # from a photo (1, 3, H, W) to what is compared with it
CPU: Final = Device("cpu")
SHOWN: Final = 6
HAND_DRAWN: Final[Mapping[str, Callable[[], Image.Image]]] = {
    "marker": lambda: drawing(CAT, 9),
    "pencil": lambda: drawing(CAT, 1, ink=130),
    "photo with a shadow": lambda: photographed(drawing(CAT)),
    "chalk": lambda: ImageOps.invert(drawing(CAT, 4, ink=30, paper=215)),
    "face": lambda: drawing(FACE),
    "house": lambda: drawing(HOUSE),
}


def cat(picture: Tensor, **options: object) -> Tensor:
    """What the effect makes of (1, 3, H, W), at its size."""
    wish = {"side_px": max(picture.shape[-2:]), **options}
    painted = render(EFFECT.name, Inputs(to_picture(picture)), wish, _quietly, CPU).picture
    return to_tensor(painted, painted.image.size)


def lines_of(photo: Tensor) -> Tensor:
    """A photo's lines as a drawing (1, 3, H, W)."""
    return inked(lines(photo), PEN_PX * min(photo.shape[-2:]) / SEEN_PX).expand(-1, 3, -1, -1)


WAYS: Final[Mapping[str, Way]] = {
    "the truth's mean color": lambda photo: photo.mean((2, 3), keepdim=True).expand_as(photo),
    "the truth's smudge": smudged,
    "edges2cats, lines and the truth's smudge": lambda photo: cat(photo, drawn="photo"),
    "edges2cats, lines alone": lambda photo: cat(lines_of(photo), drawn="drawing"),
}


@click.command()
@click.option("--photos", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--weights", type=click.Path(exists=True, path_type=Path), required=True, help="Folder of the judge.")
@click.option("--held-out", default=40, show_default=True)
@click.option("--sheet", "place", type=click.Path(path_type=Path), help="Where a sheet is written.")
def main(photos: Path, weights: Path, held_out: int, place: Path | None) -> None:
    """Print the table; write the sheet."""
    torch.set_num_threads(1)
    cats = [wanted[None] for _, wanted in made_of([photos], MAKING["grey"], held_out).shown(LEARNED_PX)]
    Console().print(table(cats, Judge(weights)))
    if place:
        contact(cats[:: max(1, len(cats) // SHOWN)][:SHOWN]).save(place, quality=88)


def table(cats: Sequence[Tensor], judge: Judge) -> Table:
    """L1 and LPIPS to the truth, means over the photos."""
    found = Table("", "L1", "LPIPS", title=f"{len(cats)} cats that were not learned from, {LEARNED_PX} px")
    for name, way in WAYS.items():
        painted = [way(photo) for photo in cats]
        far = [float((one - photo).abs().mean()) for one, photo in zip(painted, cats, strict=True)]
        unlike = [judge.content(one, photo) for one, photo in zip(painted, cats, strict=True)]
        found.add_row(name, f"{fmean(far):.3f}", f"{fmean(unlike):.3f}")
    return found


def contact(cats: Sequence[Tensor]) -> Image.Image:
    """Photo, lines, painted with its colors, from the lines alone, black; then what a hand drew, in four coats."""
    rows = [
        [lines_of(photo), cat(photo), cat(lines_of(photo)), cat(lines_of(photo), coat="black", ground="light")]
        for photo in cats
    ]
    for draw in HAND_DRAWN.values():
        drawn = to_tensor(draw(), (SEEN_PX, SEEN_PX))
        coats = (("automatic", "automatic"), ("ginger", "grass"), ("black", "light"), ("grey", "blue"))
        rows.append([drawn, *(cat(drawn, coat=coat, ground=ground) for coat, ground in coats)])
    return sheet(rows, columns=2)


def _quietly(_progress: Progress) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    main()
