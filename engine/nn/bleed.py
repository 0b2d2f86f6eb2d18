"""Painting beyond the border, to be cut off: what printers call bleed. Knows no network.

At the border of a picture fewer features see each pixel, so an optimizer paints a frame there, whatever convolutions
are padded with (docs/log.md). So the photo is mirrored a little beyond its border, and the mirror is cut off.
"""

from dataclasses import dataclass
from typing import Final

from torch import Tensor
from torch.nn import functional as F

from engine.ladder import Size

_PART: Final = 48  # of the longest side, on every side: 9 % more area
_NARROW: Final = 4  # no more than this part of the shortest side


@dataclass(frozen=True, slots=True)
class Bleed:
    """What belongs to a picture of the size `trim`; canvases of other sizes bleed in proportion."""

    trim: Size

    @property
    def size(self) -> Size:
        """Of the canvas, with what is cut off."""
        return self.trim[0] + 2 * self._px, self.trim[1] + 2 * self._px

    def inner(self, canvas: Size) -> Size:
        """What stays of a canvas of any size."""
        width, height = (
            max(1, side - 2 * round(side * self._px / whole)) for side, whole in zip(canvas, self.size, strict=True)
        )
        return width, height

    def around(self, picture: Tensor, canvas: Size) -> Tensor:
        """(1, C, h, w) of the inner size with its mirror around it: (1, C, H, W) of the canvas."""
        left, top = self._corner(canvas)
        if left == top == 0:
            return picture
        return F.pad(picture, (left, left, top, top), mode="reflect")

    def cut(self, canvas: Tensor) -> Tensor:
        """The inner part of (1, C, H, W)."""
        height, width = canvas.shape[-2:]
        left, top = self._corner((width, height))
        return canvas[..., top : height - top, left : width - left]

    @property
    def _px(self) -> int:
        return min(round(max(self.trim) / _PART), min(self.trim) // _NARROW)

    def _corner(self, canvas: Size) -> Size:
        width, height = self.inner(canvas)
        return (canvas[0] - width) // 2, (canvas[1] - height) // 2
