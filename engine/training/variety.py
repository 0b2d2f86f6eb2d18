"""Style pictures without end from a few paintings: crops, scales, turns, hues and blends. Knows no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.errors import BadOptions
from engine.training.photos import Photos
from engine.training.pictures import HELD_OUT_STYLES, crop, pick, read_picture

_SIDES_PX: Final = (800, 512, 330)  # a painting is read at each: strokes of several sizes
_SUFFIXES: Final = (".jpg", ".jpeg", ".png")
_PHOTO_SHARE: Final = 0.25  # of styles that are photos: their color and texture is a style, too
_TURNED_SHARE: Final = 0.3
_COLORED_SHARE: Final = 0.5
_BLENDED_SHARE: Final = 0.15
_SCALES: Final = (0.7, 1.4)  # how much of a painting a square shows, in its sides
_PHOTO_SCALES: Final = (0.6, 1.6)
_CONTRASTS: Final = (0.7, 1.4)
_LEAST_PHOTO_PX: Final = 190  # some are smaller than they are said to be
_SHOWN_PX: Final = 512


@dataclass(frozen=True, slots=True)
class Variety:
    """Paintings at several sizes, (3, H, W) uint8, the photos, and a few paintings that are shown on sheets."""

    paintings: Sequence[Tensor]
    photos: Photos
    shown: Sequence[Tensor]

    @classmethod
    def of(cls, folders: Sequence[Path], photos: Photos, shown: int = 8) -> Self:
        """Every picture of the folders but the styles that are held out. Raises BadOptions when there is none."""
        paths = sorted(path for folder in folders for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
        paths = [path for path in paths if not path.name.startswith(HELD_OUT_STYLES)]
        if not paths:
            raise BadOptions("styles", f"no pictures in {', '.join(map(str, folders))}")
        paintings = [read_picture(path, longest_px=side) for path in paths for side in _SIDES_PX]
        apart = paths[:: max(1, len(paths) // shown)][:shown]
        return cls(paintings, photos, [read_picture(path, longest_px=_SHOWN_PX) for path in apart])

    def style(self, side_px: int, generator: torch.Generator) -> Tensor:
        """A square (3, side, side) in [0, 1] that nobody has seen yet."""
        square = self._varied(side_px, generator)
        if chance(_BLENDED_SHARE, generator):
            square = torch.lerp(square, self._varied(side_px, generator), torch.rand((), generator=generator))
        return square

    def photo(self, side_px: int, generator: torch.Generator) -> Tensor:
        """A square of a photo, (3, side, side) in [0, 1], as if taken from nearer or farther."""
        seen_px = min(round(side_px * between(_PHOTO_SCALES, generator)), _LEAST_PHOTO_PX)
        return scaled(self.photos.square(seen_px, generator), side_px)

    def _varied(self, side_px: int, generator: torch.Generator) -> Tensor:
        seen_px = round(side_px * between(_SCALES, generator))
        if chance(_PHOTO_SHARE, generator):
            square = self.photos.square(min(seen_px, _LEAST_PHOTO_PX), generator)
        else:
            painting = pick(self.paintings, generator)
            square = crop(painting, min(seen_px, *painting.shape[1:]), generator)
        if chance(_TURNED_SHARE, generator):
            square = square.rot90(1 + int(torch.randint(3, (), generator=generator)), (1, 2))
        square = scaled(square, side_px)
        return _recolored(square, generator) if chance(_COLORED_SHARE, generator) else square


def _recolored(square: Tensor, generator: torch.Generator) -> Tensor:
    """With hues turned about the mean color, more or less contrast, and another mean."""
    mean = square.mean(dim=(1, 2), keepdim=True)
    turn, triangle = torch.linalg.qr(torch.eye(3) + torch.randn(3, 3, generator=generator) / 2)
    turn = turn * triangle.diagonal().sign()  # the rotation that is nearest to none, not a reflection
    contrast = between(_CONTRASTS, generator)
    shift = torch.randn(3, 1, 1, generator=generator) / 10
    return (torch.einsum("ij,jhw->ihw", turn, square - mean) * contrast + mean + shift).clamp(0, 1)


def scaled(square: Tensor, side_px: int) -> Tensor:
    """(3, H, H) at another size."""
    if square.shape[-1] == side_px:
        return square
    size = (side_px, side_px)
    return F.interpolate(square[None], size, mode="bicubic", antialias=True, align_corners=False)[0].clamp(0, 1)


def between(ends: tuple[float, float], generator: torch.Generator) -> float:
    """Any number between two."""
    return ends[0] + (ends[1] - ends[0]) * float(torch.rand((), generator=generator))


def chance(share: float, generator: torch.Generator) -> bool:
    """Yes, in this share of all cases."""
    return float(torch.rand((), generator=generator)) < share
