"""A picture so blurred that only its colors are left, roughly where they are: what a drawing does not tell.

Pure mathematics.
"""

from typing import Final

from torch import Tensor
from torch.nn import functional as F

CELLS: Final = 6  # of the shorter side, at most; a network that learned from one and more takes any number


def smudged(image: Tensor, cells: int = CELLS) -> Tensor:
    """An image (B, C, H, W) as the means of so many cells on each side, flowing into each other."""
    small = F.interpolate(image, (cells, cells), mode="area")
    return F.interpolate(small, image.shape[-2:], mode="bilinear", align_corners=False)
