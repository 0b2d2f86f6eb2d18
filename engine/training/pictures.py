"""Training pictures: photos, paintings, and what an optimizer makes of them on its way. Knows no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

# Pairs of the benchmark show these; a network that is judged on them must not have seen them.
HELD_OUT_STYLES = (
    "vangogh_starry_night",
    "hokusai_great_wave",
    "picabia_udnie",
    "mondrian_composition",
    "munch_scream",
)
CROP_PX = 128
PAINTING_SHARE = 0.2  # the shares of reference recipe: see docs/log.md, "off the natural manifold"
BLEND_SHARE = 0.25


def read_picture(path: Path, shortest_px: int | None = None, longest_px: int | None = None) -> Tensor:
    """A picture as (3, H, W) uint8, shrunk until its shortest or longest side fits."""
    with Image.open(path) as image:
        image.draft("RGB", None)
        picture = image.convert("RGB")
    side = shortest_px / min(picture.size) if shortest_px else longest_px / max(picture.size) if longest_px else 1.0
    if side < 1.0:
        size = (round(picture.width * side), round(picture.height * side))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    flat = torch.frombuffer(bytearray(picture.tobytes()), dtype=torch.uint8)
    return flat.view(picture.height, picture.width, 3).permute(2, 0, 1).contiguous()


@dataclass(frozen=True, slots=True)
class Library:
    """Photos and paintings in memory, (3, H, W) uint8 each; the last `held_out` photos are for validation."""

    photos: Sequence[Tensor]
    paintings: Sequence[Tensor]
    held_out: Sequence[Tensor]

    @classmethod
    def read(cls, folder: Path, limit: int | None = None, held_out: int = 64) -> "Library":
        """Read `natural/` and `styles/` of a data folder; every 40th photo is held out, evenly over the sources."""
        paths = sorted((folder / "natural").glob("*.jpg"))
        step = max(2, len(paths) // held_out)
        paths = paths[: limit or len(paths)]
        photos = [read_picture(path, shortest_px=256) for path in paths]
        styles = [p for p in sorted((folder / "styles").glob("*.jpg")) if not p.name.startswith(HELD_OUT_STYLES)]
        paintings = [read_picture(path, longest_px=side) for path in styles for side in (800, 512, 330)]
        train = [photo for index, photo in enumerate(photos) if index % step]
        return cls(train, paintings, photos[::step])


def crop(picture: Tensor, side_px: int, generator: torch.Generator) -> Tensor:
    """A random square of (3, H, W) uint8 as (3, side, side) in [0, 1], mirrored half of the time."""
    height, width = picture.shape[1:]
    top = int(torch.randint(height - side_px + 1, (), generator=generator))
    left = int(torch.randint(width - side_px + 1, (), generator=generator))
    square = picture[:, top : top + side_px, left : left + side_px].float() / 255
    return square.flip(2) if torch.rand((), generator=generator) < 0.5 else square


def pick(pictures: Sequence[Tensor], generator: torch.Generator) -> Tensor:
    """One of them."""
    return pictures[int(torch.randint(len(pictures), (), generator=generator))]


def jitter(square: Tensor, generator: torch.Generator) -> Tensor:
    """Random contrast, color and noise, white and smooth: an optimizer leaves the natural pictures at once."""

    def uniform(low: float, high: float, *shape: int) -> Tensor:
        return low + (high - low) * torch.rand(shape, generator=generator)

    side = square.shape[-1]
    mean = square.mean(dim=(1, 2), keepdim=True)
    square = (square - mean) * uniform(0.5, 1.6, 1, 1, 1) + mean + uniform(-0.15, 0.15, 3, 1, 1)
    if float(uniform(0, 1)) < 0.6:
        square = square + torch.randn(square.shape, generator=generator) * uniform(0.0, 0.15, 1, 1, 1)
    if float(uniform(0, 1)) < 0.5:
        cells = int(torch.randint(4, side // 2, (), generator=generator))
        coarse = torch.randn((1, 3, cells, cells), generator=generator) * uniform(0.0, 0.25, 1, 1, 1)
        square = square + F.interpolate(coarse, size=(side, side), mode="bicubic", align_corners=False)[0]
    return square.clamp(0, 1)


def batch(library: Library, size: int, generator: torch.Generator, side_px: int = CROP_PX) -> Tensor:
    """(size, 3, side, side) training pictures in [0, 1], on and off the natural manifold."""
    squares = []
    for _ in range(size):
        kind = float(torch.rand((), generator=generator))
        painting = crop(pick(library.paintings, generator), side_px, generator)
        photo = crop(pick(library.photos, generator), side_px, generator)
        if kind < PAINTING_SHARE:
            photo = painting
        elif kind < PAINTING_SHARE + BLEND_SHARE:
            share = torch.rand((), generator=generator)
            photo = share * photo + (1 - share) * painting
        squares.append(jitter(photo, generator) if torch.rand((), generator=generator) < 0.6 else photo)
    return torch.stack(squares)
