"""The U-Net of pix2pix (Isola et al. 2017): down to almost nothing and up again, with a way across on every level.

Knows no loss, no training and no file. Departures from the paper: it goes up by repeating pixels and a 3x3 convolution,
which leaves no checkerboard as 4x4 transposed ones do (Odena et al. 2016; `transposed` is the paper's), and it has no
dropout, so that the same picture is always painted alike.
"""

from dataclasses import dataclass
from typing import Final, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Norm = Literal["batch", "instance"]
_WIDEST: Final = 8  # times the width of the first level
_LEAK: Final = 0.2
_KERNEL: Final = 4  # dimensions of a convolution's weight
_DEVIATION: Final = 0.02  # of first weights, as in the paper


@dataclass(frozen=True, slots=True)
class UNetShape:
    """`width` is the dial: channels of the first level. Each level halves the picture; 8 levels see 256 px at once."""

    channels_in: int = 3
    channels_out: int = 3
    width: int = 64
    levels: int = 8
    transposed: bool = False
    norm: Norm = "batch"

    @property
    def grid_px(self) -> int:
        """Sides of pictures are padded to multiples of this."""
        return int(2**self.levels)

    def widths(self) -> list[int]:
        """Channels of the levels, from the picture downwards."""
        return [self.width * min(2**level, _WIDEST) for level in range(self.levels)]


class UNet(nn.Module):
    """Pictures (B, C, H, W) in [0, 1] of any size become pictures of that size, also in [0, 1]."""

    def __init__(self, shape: UNetShape = UNetShape(), generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.shape = shape
        widths = shape.widths()
        last = shape.levels - 1
        self.down, self.up = nn.ModuleList(), nn.ModuleList()
        for level, (before, width) in enumerate(zip([shape.channels_in, *widths], widths, strict=False)):
            bare = level in (0, last)  # at 1x1 there is nothing to normalize by, and the picture is not normalized
            self.down.append(_Down(before, width, None if bare else shape.norm, first=level == 0))
            out = shape.channels_out if level == 0 else before
            self.up.append(_Up(width * (1 if level == last else 2), out, shape, outermost=level == 0))
        begin(self, generator)

    def forward(self, x: Tensor) -> Tensor:
        height, width = x.shape[-2:]
        x = self.padded(x) * 2 - 1
        passed = []
        for down in self.down:
            x = down(x)
            passed.append(x)
        x = passed.pop()
        for level in range(self.shape.levels - 1, -1, -1):
            x = self.up[level](x)
            if level:
                x = torch.cat([passed[level - 1], x], 1)
        painted: Tensor = torch.tanh(x) * 0.5 + 0.5
        return painted[..., :height, :width]

    def padded(self, x: Tensor) -> Tensor:
        """The picture continued to the right and below until the levels divide it: mirrored, then repeated."""
        height, width = x.shape[-2:]
        grid = self.shape.grid_px
        right, below = -width % grid, -height % grid
        mirrored = (0, min(right, width - 1), 0, min(below, height - 1))
        x = F.pad(x, mirrored, mode="reflect") if any(mirrored) else x
        rest = (0, right - mirrored[1], 0, below - mirrored[3])
        return F.pad(x, rest, mode="replicate") if any(rest) else x


class _Down(nn.Module):
    """Half the size: activation, 4x4 convolution with stride 2, normalization."""

    def __init__(self, before: int, width: int, norm: Norm | None, *, first: bool) -> None:
        super().__init__()
        self.first = first
        self.convolution = nn.Conv2d(before, width, 4, 2, 1, bias=False)
        self.norm = norm_of(norm, width)

    def forward(self, x: Tensor) -> Tensor:
        result: Tensor = self.norm(self.convolution(x if self.first else F.leaky_relu(x, _LEAK)))
        return result


class _Up(nn.Module):
    """Twice the size: activation, repeated pixels and a 3x3 convolution (or a transposed one), normalization."""

    def __init__(self, before: int, width: int, shape: UNetShape, *, outermost: bool) -> None:
        super().__init__()
        self.transposed = shape.transposed
        side = 4 if shape.transposed else 3
        self.weight = nn.Parameter(torch.empty(before, width, side, side))  # as a transposed convolution has it
        self.bias = nn.Parameter(torch.zeros(width)) if outermost else None
        self.norm = norm_of(None if outermost else shape.norm, width)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(x)
        kernel = self.weight if self.transposed else doubled(self.weight)
        result: Tensor = self.norm(F.conv_transpose2d(x, kernel, self.bias, stride=2, padding=1))
        return result


def doubled(kernel: Tensor) -> Tensor:
    """(I, O, 3, 3) as the (I, O, 4, 4) of the transposed convolution of stride 2 that does the same to a picture as
    repeating its pixels twice and convolving does, with four ninths of the multiplications."""
    wide = F.pad(kernel, (1, 1, 1, 1))  # (I, O, 5, 5)
    return wide[..., 1:, 1:] + wide[..., :-1, 1:] + wide[..., 1:, :-1] + wide[..., :-1, :-1]


def norm_of(kind: Norm | None, width: int) -> nn.Module:
    if kind is None:
        return nn.Identity()
    return nn.BatchNorm2d(width) if kind == "batch" else nn.InstanceNorm2d(width)


def begin(network: nn.Module, generator: torch.Generator | None) -> None:
    """First weights as in the paper: kernels normal, of deviation 0.02, convolutions without a bias."""
    with torch.no_grad():
        for weight in network.parameters():
            if weight.dim() == _KERNEL:
                weight.normal_(0, _DEVIATION, generator=generator)
        for module in network.modules():
            if isinstance(module, nn.Conv2d) and module.bias is not None:
                module.bias.zero_()
