"""The lines of a photo as a person would draw them: dark on white, one for each edge. Pure mathematics.

Gradients are found and thinned (Canny 1986) on the structure tensor of the colors (Di Zenzo 1986), whose two directions
cancel where there is only texture: fur and grass leave no lines, outlines do. What is found is a skeleton, lines of one
pixel; `inked` draws it with a pen. `drawing` finds the same in a picture that is a drawing already.
"""

from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F

PEN_PX: Final = 2.4  # at 256 px; people draw with about a hundredth of their sheet
SEEN_PX: Final = 256  # lengths below are for a shorter side of so many px
_BLUR_PX, _TENSOR_PX, _NEAR_PX = 1.3, 1.6, 36.0
_FLOOR: Final = 0.012  # of a gradient: noise in flat parts stays under it
_FAINT: Final = 0.45  # of the threshold: what goes on a strong line may be so weak
_LINKS: Final = 24  # px that such a continuation reaches


@dataclass(frozen=True, slots=True)
class Detail:
    """How much is drawn: `threshold` against what is usual around, `shortest_px` of a line, both at 256 px."""

    threshold: float = 1.6
    shortest_px: float = 14.0


def lines(photo: Tensor, detail: Detail = Detail()) -> Tensor:
    """The skeleton (B, 1, H, W), 1 on lines and 0 elsewhere, of a photo (B, 3, H, W) in [0, 1]."""
    unit = min(photo.shape[-2:]) / SEEN_PX
    strength, across = _edges(photo, unit)
    ridge = strength * _highest(strength, across)
    usual = blurred(strength, _NEAR_PX * unit) + _FLOOR
    strong = ridge > detail.threshold * usual
    faint = ridge > _FAINT * detail.threshold * usual
    return long_ones(grown(strong, faint, _LINKS), round(detail.shortest_px * unit)).float()


def inked(skeleton: Tensor, pen_px: float) -> Tensor:
    """A skeleton drawn with a pen so wide, dark on white, (B, 1, H, W) in [0, 1] with soft borders."""
    if pen_px > 2:
        reach = round((pen_px - 1) / 2)
        skeleton = F.max_pool2d(skeleton, 2 * reach + 1, 1, reach)
        pen_px -= 2 * reach
    spread = blurred(skeleton, 0.5)
    return 1 - (spread * (0.6 + 0.6 * pen_px)).clamp(0, 1)


def blurred(image: Tensor, sigma_px: float) -> Tensor:
    """Gaussian blur; the border is repeated. Wide ones are done on a smaller picture."""
    height, width = image.shape[-2:]
    if sigma_px > 8 and min(height, width) >= 32:
        small = F.avg_pool2d(image, 4, ceil_mode=True, count_include_pad=False)
        return F.interpolate(blurred(small, sigma_px / 4), (height, width), mode="bilinear", align_corners=False)
    reach = max(1, round(3 * sigma_px))
    steps = torch.arange(-reach, reach + 1, dtype=image.dtype, device=image.device)
    bell = torch.exp(-(steps**2) / (2 * sigma_px**2))
    bell = (bell / bell.sum()).expand(image.shape[1], 1, 1, -1)
    wide = F.pad(image, (reach, reach, reach, reach), mode="replicate")
    across = F.conv2d(wide, bell, groups=image.shape[1])
    return F.conv2d(across, bell.transpose(2, 3), groups=image.shape[1])


def long_ones(skeleton: Tensor, shortest_px: int) -> Tensor:
    """The lines (B, 1, H, W) of bool that are at least about so long.

    Ends are taken away, so often that short lines are gone; what is left grows again along the lines that were.
    """
    core = skeleton
    for _ in range(shortest_px // 2):
        core = core & (_count_near(core) > 1)
    return grown(core, skeleton, shortest_px)


def grown(seed: Tensor, within: Tensor, steps: int) -> Tensor:
    """What of `within` can be reached from `seed` in so many steps, both (B, 1, H, W) of bool."""
    allowed, reached = within.float(), (seed & within).float()
    for _ in range(steps):
        before, reached = reached, F.max_pool2d(reached, 3, 1, 1) * allowed
        if torch.equal(before, reached):
            break
    return reached > 0


def _edges(photo: Tensor, unit: float) -> tuple[Tensor, Tensor]:
    """How strongly colors change (B, 1, H, W), and the direction (B, 2, H, W) in which they do, x and y."""
    smooth = F.pad(blurred(photo, _BLUR_PX * max(unit, 0.4)), (1, 1, 1, 1), mode="replicate")
    dx = (smooth[..., 1:-1, 2:] - smooth[..., 1:-1, :-2]) / 2
    dy = (smooth[..., 2:, 1:-1] - smooth[..., :-2, 1:-1]) / 2
    parts = torch.cat([(dx * dx).mean(1, True), (dy * dy).mean(1, True), (dx * dy).mean(1, True)], 1)
    xx, yy, xy = blurred(parts, _TENSOR_PX * max(unit, 0.4)).chunk(3, 1)
    apart = ((xx - yy) ** 2 + 4 * xy**2).clamp_min(1e-16).sqrt()  # of the tensor's eigenvalues
    angle = torch.atan2(2 * xy, xx - yy) / 2
    return apart.sqrt() * unit, torch.cat([angle.cos(), angle.sin()], 1)


def _highest(strength: Tensor, across: Tensor) -> Tensor:
    """1 where no neighbor across the edge is stronger (B, 1, H, W)."""
    height, width = strength.shape[-2:]
    rows = torch.arange(height, device=strength.device, dtype=strength.dtype)
    columns = torch.arange(width, device=strength.device, dtype=strength.dtype)
    here = torch.stack(torch.meshgrid(columns, rows, indexing="xy"), -1)  # (H, W, 2)
    step = across.permute(0, 2, 3, 1)  # (B, H, W, 2)
    scale = torch.tensor([2 / width, 2 / height], device=strength.device, dtype=strength.dtype)
    beside = [
        F.grid_sample(strength, (here + way * step + 0.5) * scale - 1, padding_mode="border", align_corners=False)
        for way in (-1, 1)
    ]
    return ((strength >= beside[0]) & (strength > beside[1])).to(strength.dtype)


def _count_near(lines_: Tensor) -> Tensor:
    """How many of the eight neighbors are on a line."""
    return F.avg_pool2d(lines_.float(), 3, 1, 1, divisor_override=1) - lines_.float()
