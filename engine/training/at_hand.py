"""What a look is learned on where there is no folder of training photos: the person's own, pictures of the house, and
a folder that whoever runs the service may name in the environment variable MAZOK_PHOTOS. Knows no network.

One photo shows little, so it is seen from near and far, and mirrored. Other colors than its own teach nothing that
helps with other photos: looks learned without them were nearer to the style on those (docs/log.md).
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import torch
from torch import Tensor

from engine.errors import BadOptions
from engine.house import house_styles
from engine.nn.tensors import to_bytes, to_tensor
from engine.picture import Picture
from engine.training.photos import SHORT_PX
from engine.training.pictures import crop, pick, read_picture
from engine.training.variety import between, chance, scaled

FOLDER: Final = "MAZOK_PHOTOS"
_LEAST_PX: Final = 128  # shorter side: a square is never enlarged more than a small photo is
_NEAR, _FAR = 0.5, 1.9  # how much of a picture a square shows, in its sides
_HOUSE_SHARE: Final = 0.25
_FOLDER_SHARE: Final = 0.75  # of the squares, where there is a folder


@dataclass(frozen=True, slots=True)
class AtHand:
    """The photo and the pictures of the house, (3, H, W) uint8, and the paths of the operator's photos."""

    photo: Tensor
    house: Sequence[Tensor]
    paths: Sequence[Path] = ()
    held_out: Sequence[Tensor] = ()

    @classmethod
    def beside(cls, photo: Picture) -> Self:
        """All that there is beside a photo. Raises BadOptions where the folder holds no photos."""
        house = [read_picture(style.picture, shortest_px=SHORT_PX) for style in house_styles()]
        return cls(to_bytes(to_tensor(photo, _size_of(photo)))[0], house, _paths())

    def square(self, side_px: int, generator: torch.Generator) -> Tensor:
        """A square of one of them, (3, side, side) in [0, 1]."""
        if self.paths and chance(_FOLDER_SHARE, generator):
            return crop(_read(self.paths, generator), side_px, generator)
        picture = pick(self.house, generator) if chance(_HOUSE_SHARE, generator) else self.photo
        seen_px = min(round(side_px * between((_NEAR, _FAR), generator)), *picture.shape[1:])
        return scaled(crop(picture, seen_px, generator), side_px)


def _size_of(photo: Picture) -> tuple[int, int]:
    """As photos of a training are, at least as large as a square."""
    short = min(photo.width, photo.height)
    factor = max(_LEAST_PX, min(SHORT_PX, short)) / short
    return max(_LEAST_PX, round(photo.width * factor)), max(_LEAST_PX, round(photo.height * factor))


def _paths() -> tuple[Path, ...]:
    folder = os.environ.get(FOLDER)
    paths = tuple(sorted(Path(folder).glob("*.jpg"))) if folder else ()
    if folder and not paths:
        raise BadOptions(FOLDER, f"{folder} holds no .jpg")
    return paths


def _read(paths: Sequence[Path], generator: torch.Generator) -> Tensor:
    path = paths[int(torch.randint(len(paths), (), generator=generator))]
    try:
        return read_picture(path, shortest_px=SHORT_PX)
    except OSError as error:
        raise BadOptions(FOLDER, f"{path} cannot be read: {error}") from error
