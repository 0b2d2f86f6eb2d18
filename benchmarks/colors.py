"""How good colors are that somebody gave to a grey picture, beside the true ones. Knows no recipe.

Error: root of the mean square of a and b; share of pixels whose color is within 10 of the truth in the plane of a and b
(Zhang et al. 2016, section 3.1 have the area under that curve). Colorfulness: Hasler and Suesstrunk 2003. LPIPS on
SqueezeNet (Zhang et al. 2018), which looked at nothing in training.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from statistics import fmean
from typing import Final

import torch
from torch import Tensor

from benchmarks.judge import Judge
from engine.nn.lab import to_lab

NEAR: Final = 10.0


@dataclass(frozen=True, slots=True)
class Colors:
    """Of one picture, or the mean of many. `rmse` and `near` in the plane of a and b."""

    rmse: float
    near: float
    colorfulness: float
    lpips: float

    @classmethod
    def of(cls, judge: Judge, painted: Tensor, truth: Tensor) -> "Colors":
        """Pictures (1, 3, H, W) in [0, 1] of one size."""
        away = (to_lab(painted) - to_lab(truth))[:, 1:].square().sum(dim=1)
        near = float((away <= NEAR**2).float().mean())
        return cls(float((away.mean() / 2).sqrt()), near, colorfulness(painted), judge.content(painted, truth))

    @classmethod
    def mean(cls, each: Sequence["Colors"]) -> "Colors":
        return cls(*(fmean(column) for column in zip(*map(astuple, each), strict=True)))


def colorfulness(picture: Tensor) -> float:
    """Of (1, 3, H, W) in [0, 1]; 0 for grey, about 110 for the most colorful (Hasler and Suesstrunk 2003)."""
    red, green, blue = (255 * picture[0]).flatten(start_dim=1)
    opponents = torch.stack([red - green, (red + green) / 2 - blue])
    return float(opponents.std(dim=1, correction=0).norm() + 0.3 * opponents.mean(dim=1).norm())


def difference(one: Tensor, other: Tensor) -> float:
    """Mean CIE 1976 distance of two pictures (1, 3, H, W)."""
    return float((to_lab(one) - to_lab(other)).square().sum(dim=1).sqrt().mean())
