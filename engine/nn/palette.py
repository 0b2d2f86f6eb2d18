"""The colors that a colorizer chooses among, and how a choice becomes a color (Zhang et al. 2016). Knows no network.

The plane of a and b is cut into squares of 10; those that sRGB reaches are the Q colors. What a pixel has is spread
over its five nearest (section 2.2); what a network says of a pixel, a number for each color, is its annealed mean
(section 2.3).

Letters: B pictures, Q colors, H and W height and width.
"""

from functools import cache
from typing import Final

import torch
from torch import Tensor

from engine.nn.lab import to_lab

STEP: Final = 10  # of a and b
NEAREST: Final = 5
TEMPERATURE: Final = 0.6  # between the mean, which is pale, and the mode, which breaks into patches; 0.38 in the paper
_SPREAD: Final = 5.0  # deviation of the Gaussian that a color is spread by
_REACH: Final = 110  # of a and b, to either side
_CUBE: Final = 52  # levels of each of R, G and B that the plane is looked for with


@cache
def colors() -> Tensor:
    """All colors, (Q, 2): a and b of their middles."""
    level = torch.linspace(0, 1, _CUBE)
    cube = torch.cartesian_prod(level, level, level).T[None, :, :, None]  # (1, 3, N, 1)
    squares: Tensor = torch.unique((to_lab(cube)[0, 1:, :, 0].T / STEP).round(), dim=0)
    return squares * STEP


@cache
def _near() -> tuple[Tensor, Tensor]:
    """For every whole a and b: the five nearest colors and their shares, (221, 221, 5) each."""
    axis = torch.arange(-_REACH, _REACH + 1).float()
    plane = torch.cartesian_prod(axis, axis)
    distance, nearest = torch.cdist(plane, colors()).topk(NEAREST, largest=False)
    shares = torch.softmax(-(distance**2) / (2 * _SPREAD**2), dim=1)
    side = 2 * _REACH + 1
    return nearest.view(side, side, NEAREST), shares.view(side, side, NEAREST)


def spread(ab: Tensor) -> tuple[Tensor, Tensor]:
    """What each pixel of (B, 2, H, W) is made of: numbers of five colors and their shares, (B, 5, H, W) each."""
    nearest, shares = (table.to(ab.device) for table in _near())
    a, b = (ab.round().long().clamp(-_REACH, _REACH) + _REACH).unbind(dim=1)
    return nearest[a, b].permute(0, 3, 1, 2), shares[a, b].permute(0, 3, 1, 2)


def annealed_mean(said: Tensor, middles: Tensor, temperature: float = TEMPERATURE) -> Tensor:
    """The color (B, 2, H, W) of what a network says of each color, (B, Q, H, W); their `middles` are (Q, 2)."""
    return torch.einsum("bqhw,qc->bchw", torch.softmax(said / temperature, dim=1), middles)


def taste(middles: Tensor, angle: float, weight: float) -> Tensor:
    """What to add to what a network says, (1, Q, 1, 1), for somebody who likes one hue, 0 (red) to 2 pi.

    Where the network is sure, little changes; where it hesitates, this decides, alike at all such places.
    """
    hue = torch.tensor([angle, angle - torch.pi / 2], device=middles.device).cos()  # cosine and sine
    return weight * (middles @ hue / _REACH)[None, :, None, None]
