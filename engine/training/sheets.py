"""Pictures for whoever watches a training: rows of cells on one sheet. Knows no network."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from PIL import Image
from torch import Tensor

from engine.nn.tensors import to_picture

CELL_PX: Final = 168
_GAP_PX: Final = 4
_PAPER: Final = "white"


def sheet(rows: Sequence[Sequence[Tensor]], columns: int = 1, cell_px: int = CELL_PX) -> Image.Image:
    """Rows of pictures (1, 3, H, W) in [0, 1], each cut to a square; the rows stand in so many columns."""
    each = max(len(row) for row in rows)
    height = ceil(len(rows) / columns)
    step = cell_px + _GAP_PX
    paper = Image.new("RGB", (columns * (each * step + 2 * _GAP_PX), height * step), _PAPER)
    for number, row in enumerate(rows):
        column, line = divmod(number, height)
        for place, picture in enumerate(row):
            left = column * (each * step + 2 * _GAP_PX) + place * step
            paper.paste(_square(to_picture(picture).image, cell_px), (left, line * step))
    return paper


def _square(image: Image.Image, side_px: int) -> Image.Image:
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    return image.crop((left, top, left + side, top + side)).resize((side_px, side_px), Image.Resampling.LANCZOS)
