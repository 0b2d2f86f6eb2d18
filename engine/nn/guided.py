"""The guided filter (He et al. 2013), the fast one (He and Sun 2015): a coarse picture made as fine as its guide.

In every window the picture is a line of its guide; the lines are found where both are small and drawn where the guide
is large. Pure mathematics.

Letters: B pictures, C channels, H and W height and width.
"""

from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor
from torch.nn import functional as F


@dataclass(frozen=True, slots=True)
class Lines:
    """Slopes and offsets of all windows, (1, 2 C, H, W)."""

    lines: Tensor

    @classmethod
    def between(cls, picture: Tensor, guide: Tensor, radius_px: int, softness: float) -> Self:
        """Of a picture (1, C, H, W) and its guide (1, 1, H, W).

        `softness` is how much of the guide's variance is no edge yet, in its own units squared.
        """
        mean_guide, mean = _boxed(guide, radius_px), _boxed(picture, radius_px)
        variance = _boxed(guide * guide, radius_px) - mean_guide**2
        slope = (_boxed(guide * picture, radius_px) - mean_guide * mean) / (variance.clamp(min=0) + softness)
        return cls(_boxed(torch.cat([slope, mean - slope * mean_guide], dim=1), radius_px))

    def drawn(self, guide: Tensor, start: int, height: int) -> Tensor:
        """The picture (1, C, h, W') along rows `start` to `start + h` of a fine guide, (1, 1, h, W') of `height` rows.

        Lines are interpolated between the middles of their windows, row by row: they never are large as a whole.
        """
        coarse = self.lines.shape[2]
        rows = torch.arange(start, start + guide.shape[2], device=guide.device)
        place = ((rows + 0.5) * coarse / height - 0.5).clamp(0, coarse - 1)
        above = place.floor().long()
        below = (above + 1).clamp(max=coarse - 1)
        wide = F.interpolate(self.lines, (coarse, guide.shape[3]), mode="bilinear", align_corners=False)
        share = (place - above)[None, None, :, None]
        slope, offset = torch.lerp(wide[:, :, above], wide[:, :, below], share).chunk(2, dim=1)
        return slope * guide + offset


def _boxed(x: Tensor, radius_px: int) -> Tensor:
    """The mean over the square around each pixel, as far as there is a picture."""
    side = 2 * radius_px + 1
    return F.avg_pool2d(x, side, stride=1, padding=radius_px, count_include_pad=False)
