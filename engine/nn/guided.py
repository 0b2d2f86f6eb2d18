"""The guided filter (He et al. 2013), the fast one (He and Sun 2015): a coarse picture made as fine as its guide.

In every window the picture is a line of its guide; the lines are found where both are small and drawn where the guide
is large. Pure mathematics.

Letters: B pictures, C channels, H and W height and width.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.nn.tensors import resize, size_of


def along_edges(coarse: Tensor, guide: Tensor, fine: Tensor, radius_px: int, softness: float) -> Tensor:
    """`coarse` (1, C, H, W) at the size of `fine` (1, 1, H', W'), which `guide` (1, 1, H, W) is the shrunk of.

    `softness` is how much of the guide's variance is no edge yet, in its own units squared.
    """
    mean_guide, mean = _boxed(guide, radius_px), _boxed(coarse, radius_px)
    variance = _boxed(guide * guide, radius_px) - mean_guide**2
    slope = (_boxed(guide * coarse, radius_px) - mean_guide * mean) / (variance + softness)
    lines = torch.cat([slope, mean - slope * mean_guide], dim=1)
    slope, offset = resize(_boxed(lines, radius_px), size_of(fine)).chunk(2, dim=1)
    return slope * fine + offset


def _boxed(x: Tensor, radius_px: int) -> Tensor:
    """The mean over the square around each pixel, as far as there is a picture."""
    side = 2 * radius_px + 1
    return F.avg_pool2d(x, side, stride=1, padding=radius_px, count_include_pad=False)
