"""What a colorizer learns from: a photo as a black-and-white film might have seen it, beside its true colors.

Films differ in what colors they see and how contrasting they are, scans in how sharp and how clean they are; a network
that has only met the light of digital photos takes a dark sky for a wall. Knows no network.

Letters: B pictures, H and W height and width.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.nn.lab import grey, to_lab, to_srgb
from engine.training.pictures import crop, read_picture

SHORT_PX: Final = 128  # what a photo is shrunk to before a square is cut: the network shall see scenes, not skin
_LEAST: Final = 0.75  # of the shortest side that a square is
_OFTEN: Final = 0.4  # how often each thing happens to a film
_SEES: Final = ((0.0, 0.1, 0.0), (0.6, 1.0, 1.0))  # least and most that R, G and B count on a film
_GAMMA: Final = (0.6, 1.6)
_NOISE: Final = 0.04


class Lesson(NamedTuple):
    """What is seen, sRGB grey (B, 1, H, W) in [0, 1], and what is right: Lab (B, 3, H, W)."""

    grey: Tensor
    lab: Tensor


def lesson(paths: Sequence[Path], count: int, side_px: int, generator: torch.Generator) -> Lesson:
    """So many squares of photos, mirrored half of the time."""
    numbers = torch.randint(len(paths), (count,), generator=generator).tolist()
    lab = to_lab(torch.cat([_square(paths[number], side_px, generator) for number in numbers]))
    return Lesson(filmed(lab, generator), lab)


def _square(path: Path, side_px: int, generator: torch.Generator) -> Tensor:
    photo = read_picture(path, shortest_px=SHORT_PX)
    share = _LEAST + (1 - _LEAST) * float(torch.rand((), generator=generator))
    square = crop(photo, round(share * min(photo.shape[1:])), generator)[None]
    return F.interpolate(square, (side_px, side_px), mode="bilinear", antialias=True)


def filmed(lab: Tensor, generator: torch.Generator) -> Tensor:
    """The light of Lab (B, 3, H, W) as films of different kinds hold it, (B, 1, H, W) in [0, 1]."""
    count = len(lab)

    def uniform(low: float, high: float) -> Tensor:
        return low + (high - low) * torch.rand((count, 1, 1, 1), generator=generator)

    def often(changed: Tensor, else_: Tensor) -> Tensor:
        return torch.where(torch.rand((count, 1, 1, 1), generator=generator) < _OFTEN, changed, else_)

    light = grey(lab[:, :1])
    light = often(_seen_by_film(lab, generator), light)
    light = often(light.clamp(min=1e-3) ** uniform(*_GAMMA), light)
    light = often(F.avg_pool2d(F.pad(light, (1, 1, 1, 1), mode="replicate"), 3, stride=1), light)
    noise = torch.randn(light.shape, generator=generator) * uniform(0, _NOISE)
    return often(light + noise, light).clamp(0, 1)


def _seen_by_film(lab: Tensor, generator: torch.Generator) -> Tensor:
    """A mixture of R, G and B, brought back to the mean and the deviation of the light that there was."""
    least, most = (torch.tensor(each) for each in _SEES)
    counts = least + (most - least) * torch.rand((len(lab), 3), generator=generator)
    seen = torch.einsum("bchw,bc->bhw", to_srgb(lab), counts / counts.sum(dim=1, keepdim=True))[:, None]
    light = grey(lab[:, :1])
    there, here = (torch.std_mean(x, dim=(2, 3), keepdim=True) for x in (light, seen))
    return ((seen - here[1]) * there[0] / (here[0] + 1e-3) + there[1]).clamp(0, 1)
