"""The critic of pix2pix (Isola et al. 2017): is this patch of a picture real? Knows no loss and no training."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.nn.unet import Norm, begin, norm_of

_WIDEST: Final = 8  # times the width of the first layer
_LEAK: Final = 0.2


@dataclass(frozen=True, slots=True)
class CriticShape:
    """`layers` that halve the picture make the patch that one answer is about 16, 34, 70 (three) ... 286 px (five)."""

    channels: int = 6
    width: int = 64
    layers: int = 3
    norm: Norm = "batch"


class PatchGAN(nn.Module):
    """A picture (B, C, H, W) in [0, 1], with what it was painted from as more channels, to answers (B, 1, h, w)."""

    def __init__(self, shape: CriticShape = CriticShape(), generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.shape = shape
        widths = [shape.width * min(2**layer, _WIDEST) for layer in range(shape.layers + 1)]
        self.first = nn.Conv2d(shape.channels, widths[0], 4, 2, 1)
        self.convolutions, self.norms = nn.ModuleList(), nn.ModuleList()
        for layer, (before, width) in enumerate(pairwise(widths), 1):
            stride = 1 if layer == shape.layers else 2
            self.convolutions.append(nn.Conv2d(before, width, 4, stride, 1, bias=False))
            self.norms.append(norm_of(shape.norm, width))
        self.last = nn.Conv2d(widths[-1], 1, 4, 1, 1)
        begin(self, generator)

    def forward(self, x: Tensor) -> Tensor:
        x = F.leaky_relu(self.first(x * 2 - 1), _LEAK)
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            x = F.leaky_relu(norm(convolution(x)), _LEAK)
        answers: Tensor = self.last(x)
        return answers
