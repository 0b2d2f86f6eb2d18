"""What a drawing leaves open: where its figure is, and a smudge of colors for it. Knows no network; mathematics."""

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.nn.edges import SEEN_PX, blurred, grown
from engine.nn.smudge import smudged

_GAPS_PX: Final = (4, 9, 24)  # at 256 px: gaps in an outline that are still closed; the wider ones lose what is narrow
_LEAST, _MOST = 0.15, 0.85  # of the sheet; another share is no figure but an outline that leaks
_SOFT_PX: Final = 8
_WIDE: Final = 1.5  # deviations of the lines' places: half an axis of the ellipse about them
_LIGHT: Final = 0.08  # from above: so much lighter at the top of the sheet, darker at its foot
_LIGHT_ON_FUR: Final = 0.7  # of that


def figure(skeleton: Tensor) -> Tensor:
    """Where the figure of a drawing (1, 1, H, W) is, soft in [0, 1]: within its outline, or about its lines.

    Its foot may stand on the border of the sheet.
    """
    unit = min(skeleton.shape[-2:]) / SEEN_PX
    insides = [_inside(skeleton, max(1, round(gap * unit / 2))) for gap in _GAPS_PX]
    found = torch.stack(insides).amax(0)
    share = float(found.mean())
    if share > _MOST:
        found = about(skeleton)
    elif share < _LEAST:
        found = torch.maximum(found, about(skeleton))
    return blurred(found, _SOFT_PX * unit)


def about(skeleton: Tensor) -> Tensor:
    """An ellipse about most of the lines, (1, 1, H, W); in the middle where there are none."""
    height, width = skeleton.shape[-2:]
    drawn = skeleton if bool(skeleton.any()) else torch.ones_like(skeleton)
    rows, columns = (place.float() for place in (drawn[0, 0] > 0).nonzero(as_tuple=True))
    down, across = (torch.arange(side, device=skeleton.device) for side in (height, width))
    y, x = (
        (side - place.mean()) / (_WIDE * place.std(correction=0) + 1)
        for side, place in ((down, rows), (across, columns))
    )
    return (y[:, None] ** 2 + x[None, :] ** 2 < 1).float()[None, None]


def _inside(skeleton: Tensor, reach: int) -> Tensor:
    """What cannot be reached from the border of the sheet through gaps narrower than twice `reach`."""
    walls = F.pad(F.max_pool2d(skeleton, 2 * reach + 1, 1, reach) > 0, (1, 1, 1, 0))  # a way around, but not below
    border = torch.zeros_like(walls)
    border[..., 0, :] = border[..., 0] = border[..., -1] = True
    outside = grown(border, ~walls, 2 * sum(skeleton.shape[-2:]))[..., 1:, 1:-1]
    return (F.max_pool2d(outside.float(), 2 * reach + 1, 1, reach) == 0).float()


def colored(where: Tensor, figure_color: Sequence[float], ground_color: Sequence[float]) -> Tensor:
    """A smudge (1, 3, H, W) of a figure (1, 1, H, W) in one color on a ground of another, lit from above."""
    inner, outer = (
        torch.tensor(color, device=where.device)[None, :, None, None] for color in (figure_color, ground_color)
    )
    height = where.shape[-2]
    light = torch.linspace(_LIGHT, -_LIGHT, height, device=where.device)[:, None]
    return smudged((inner + _LIGHT_ON_FUR * light) * where + (outer + light) * (1 - where)).clamp(0, 1)
