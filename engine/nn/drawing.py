"""The lines of a drawing, however it came here: from a canvas, a scanner, or photographed on a table at dusk.

Uneven light is taken away, dark strokes on a light sheet or light ones on a dark board are found, and thinned to lines
of one pixel, as `engine.nn.edges` finds them in photos. Knows no network. Pure mathematics.
"""

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.nn.edges import SEEN_PX, blurred, long_ones

BLANK: Final = 0.0025  # share of the sheet that lines must take at least: half a side of it
_LUMA: Final = (0.299, 0.587, 0.114)  # Rec. 601
_THICKEST_PX: Final = 22  # of a stroke, at 256 px: what is thicker is an area, and its border is drawn
_SPECKS_PX: Final = 6  # at 256 px: shorter marks are dust and grain
_FAINTEST: Final = 0.07  # contrast of a pencil with its paper; grain of paper has less
_DARKEST: Final = 0.04  # paper that gets no more light than this has no contrast that could be told from noise
_BOARD: Final = 0.55  # a board is darker than this
_LEVELS: Final = 64  # of contrast, to find the threshold among

# What a drawing is known by: most of it is one even sheet, of one hue, and what is not stands out.
_EVEN: Final = 0.045
_SHEET_SHARE: Final = 0.72
_COLORED: Final = 0.10
_COLORED_SHARE: Final = 0.10


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture (1, 1, H, W) seen as a drawing: how far each place stands out from the `paper`, as a share of it."""

    paper: Tensor
    contrast: Tensor


def sheet_of(picture: Tensor) -> Sheet:
    """The sheet of a picture (1, 3, H, W) in [0, 1], with dark strokes on it; a chalk board is turned into one."""
    light = (picture * torch.tensor(_LUMA, device=picture.device)[:, None, None]).sum(1, keepdim=True)
    light = blurred(light, 0.6)
    return _darker(1 - light if _is_board(light) else light)


def strokes(sheet: Sheet) -> Tensor:
    """Where the pen has been, (1, 1, H, W) of bool."""
    threshold = max(_FAINTEST, _between(sheet.contrast))
    return sheet.contrast > threshold


def skeleton_of(pen: Tensor) -> Tensor:
    """The middle lines (1, 1, H, W) of strokes, and the borders of filled areas, 1 on lines and 0 elsewhere."""
    unit = min(pen.shape[-2:]) / SEEN_PX
    reach = max(1, round(_THICKEST_PX * unit / 2))
    core = _shrunk(pen, reach)
    areas = _widened(core, reach + 1) & pen
    borders = areas & ~_shrunk(areas, 1)
    found = thinned((pen & ~areas) | borders, 2 * reach + 2)
    return long_ones(found, round(_SPECKS_PX * unit)).float()


def thinned(shape: Tensor, passes: int) -> Tensor:
    """A shape (1, 1, H, W) of bool worn down to lines of one pixel, as connected as it is (Zhang and Suen 1984)."""
    for _ in range(passes):
        before = shape
        for half in (0, 1):
            shape = shape & ~_worn(shape, half)
        if torch.equal(before, shape):
            break
    return shape


def is_drawing(picture: Tensor) -> bool:
    """Whether a picture (1, 3, H, W) in [0, 1] is a drawing: strokes of one color on an even sheet."""
    sheet = sheet_of(picture)
    even = float((sheet.contrast < _EVEN).float().mean())
    hue = picture - picture.mean(1, keepdim=True)
    usual = torch.stack([band.median() for band in hue[0]])[None, :, None, None]
    colored = float(((hue - usual).abs().amax(1) > _COLORED).float().mean())
    return even > _SHEET_SHARE and colored < _COLORED_SHARE


def _is_board(light: Tensor) -> bool:
    """Whether strokes are lighter than what is around them: then there are more far above it than far below."""
    around = blurred(light, _THICKEST_PX * min(light.shape[-2:]) / SEEN_PX)
    return bool((light - around).pow(3).mean() > 0) and bool(light.median() < _BOARD)


def _darker(light: Tensor) -> Sheet:
    """The sheet around dark strokes, and their contrast: a closing fills whatever is narrower than it."""
    unit = min(light.shape[-2:]) / SEEN_PX
    reach = max(2, round(_THICKEST_PX * unit))
    wide = F.pad(light, (2 * reach,) * 4, mode="replicate")
    filled = -_brightest(-_brightest(wide, reach), reach)[..., 2 * reach : -2 * reach, 2 * reach : -2 * reach]
    paper = blurred(filled, max(1.0, 2 * unit))
    return Sheet(paper, ((paper - light) / paper.clamp_min(_DARKEST)).clamp(0, 1))


def _between(contrast: Tensor) -> float:
    """The contrast that parts strokes from paper best (Otsu 1979)."""
    counts = torch.histc(contrast.float().cpu(), _LEVELS, 0, 1)
    levels = (torch.arange(_LEVELS) + 0.5) / _LEVELS
    below = counts.cumsum(0)
    sums = (counts * levels).cumsum(0)
    above = below[-1] - below
    apart = sums / below.clamp_min(1) - (sums[-1] - sums) / above.clamp_min(1)
    return float(levels[int((below * above * apart.square()).argmax())]) + 0.5 / _LEVELS


def _brightest(image: Tensor, reach: int) -> Tensor:
    """The highest value within so many px, row by row and then column by column."""
    rows = F.max_pool2d(image, (1, 2 * reach + 1), 1, (0, reach))
    return F.max_pool2d(rows, (2 * reach + 1, 1), 1, (reach, 0))


def _widened(shape: Tensor, reach: int) -> Tensor:
    return _brightest(shape.float(), reach) > 0


def _shrunk(shape: Tensor, reach: int) -> Tensor:
    return _brightest((~shape).float(), reach) == 0


def _worn(shape: Tensor, half: int) -> Tensor:
    """What one half pass of thinning takes away: borders to the south-east, then to the north-west."""
    height, width = shape.shape[-2:]
    wide = F.pad(shape, (1, 1, 1, 1))
    steps = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))  # clockwise from the north
    near = [wide[..., 1 + y : 1 + y + height, 1 + x : 1 + x + width] for y, x in steps]
    count = torch.stack([one.byte() for one in near]).sum(0)
    turns = torch.stack([(~a & b).byte() for a, b in zip(near, near[1:] + near[:1], strict=True)]).sum(0)
    north, east, south, west = near[::2]
    if half == 0:
        open_ = ~(north & east & south) & ~(east & south & west)
    else:
        open_ = ~(north & east & west) & ~(north & south & west)
    return (count >= 2) & (count <= 6) & (turns == 1) & open_
