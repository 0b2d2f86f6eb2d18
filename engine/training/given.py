"""Inputs that are made of the photo which shall be painted from them: its grey, its lines, itself but small.

A way of making has a name, so that a command can ask for it. Knows no file and no network.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.nn.edges import PEN_PX, SEEN_PX, Detail, inked, lines

_LUMA: Final = (0.299, 0.587, 0.114)  # Rec. 601
_SMALLER: Final = 4
_DETAILS: Final = (0.9, 1.15, 1.4, 1.8)  # as much as is drawn, from much to little
_USUAL: Final = 2  # of them
_PENS_PX: Final = (1.2, 3.4)  # at 256 px
_FORGOTTEN: Final = 0.5  # the share of drawings in which some lines are missing
_SHAKY: Final = 0.5  # the share of drawings by a hand that shakes
_SHAKE_PX, _SHAKE_CELL_PX = 3.0, 24  # at 256 px: how far a line may be off, and how soon it is elsewhere


class Made(Protocol):
    """A way to make the input of a photo: `sketched` what can be kept, `finished` what is drawn anew each time."""

    @property
    def channels(self) -> int: ...

    def sketched(self, photo: Tensor) -> Tensor:
        """Of a whole photo (3, H, W) uint8: (C, H, W) uint8."""

    def finished(self, sketch: Tensor, generator: torch.Generator | None) -> Tensor:
        """Of a square of a sketch: the input (channels, H, W) in [0, 1]; without a generator the usual one."""


@dataclass(frozen=True, slots=True)
class Grey:
    """The photo without its colors."""

    channels: int = 1

    def sketched(self, photo: Tensor) -> Tensor:
        return photo

    def finished(self, sketch: Tensor, generator: torch.Generator | None) -> Tensor:
        weights = torch.tensor(_LUMA)[:, None, None]
        return (sketch.float() * weights).sum(0, keepdim=True) / 255


@dataclass(frozen=True, slots=True)
class Downscale:
    """The photo with a quarter of its pixels on each side, at its size again."""

    channels: int = 3

    def sketched(self, photo: Tensor) -> Tensor:
        return photo

    def finished(self, sketch: Tensor, generator: torch.Generator | None) -> Tensor:
        size = sketch.shape[1:]
        small = F.interpolate(sketch[None].float() / 255, [max(1, side // _SMALLER) for side in size], mode="area")
        return F.interpolate(small, size, mode="bicubic", align_corners=False)[0].clamp(0, 1)


@dataclass(frozen=True, slots=True)
class Edges:
    """A drawing of the photo: more or fewer lines, some forgotten, a hand that shakes, a thick pen or a thin one."""

    channels: int = 1

    def sketched(self, photo: Tensor) -> Tensor:
        """One channel for each amount of detail, 1 on lines."""
        image = photo[None].float() / 255
        return torch.cat([lines(image, Detail(threshold))[0] for threshold in _DETAILS]).byte()

    def finished(self, sketch: Tensor, generator: torch.Generator | None) -> Tensor:
        unit = min(sketch.shape[1:]) / SEEN_PX
        if generator is None:
            return inked(sketch[None, _USUAL, None].float(), PEN_PX * unit)[0]
        detail = int(torch.randint(len(_DETAILS), (), generator=generator))
        skeleton = sketch[None, detail, None].float()  # (1, 1, H, W)
        forgotten, shaky, pen = torch.rand(3, generator=generator).tolist()
        if forgotten < _FORGOTTEN:
            skeleton = skeleton * _patches(skeleton, generator)
        drawn = inked(skeleton, (_PENS_PX[0] + pen * (_PENS_PX[1] - _PENS_PX[0])) * unit)
        return (_shaken(drawn, unit, generator) if shaky < _SHAKY else drawn)[0]


MAKING: Final[Mapping[str, Made]] = {"grey": Grey(), "edges": Edges(), "downscale": Downscale()}


def _patches(skeleton: Tensor, generator: torch.Generator) -> Tensor:
    """1 where lines stay, 0 in random patches."""
    noise = torch.randn(1, 1, 7, 7, generator=generator)
    size = skeleton.shape[-2:]
    return (F.interpolate(noise, size, mode="bicubic", align_corners=False) < 0.9).float()


def _shaken(drawn: Tensor, unit: float, generator: torch.Generator) -> Tensor:
    """A drawing (1, 1, H, W) bent smoothly."""
    height, width = drawn.shape[-2:]
    cells = max(2, round(min(height, width) / (_SHAKE_CELL_PX * unit)))
    noise = torch.randn(1, 2, cells, cells, generator=generator) * _SHAKE_PX * unit / 2
    bend = F.interpolate(noise, (height, width), mode="bicubic", align_corners=False).permute(0, 2, 3, 1)
    same = torch.eye(2, 3)[None]
    grid = F.affine_grid(same, [1, 1, height, width], align_corners=False)
    scale = torch.tensor([2 / width, 2 / height])
    return F.grid_sample(drawn, grid + bend * scale, padding_mode="border", align_corners=False)
