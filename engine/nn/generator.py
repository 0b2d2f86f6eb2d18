"""A generator of textures: noise in, out a picture that goes on at its opposite border. Knows no loss and no file.

Ulyanov et al. 2016 (Texture Networks), section 3.2: noise at every scale, coarse to fine; nearest-neighbour upsampling;
circular convolutions, for a texture has no border. Every convolution is normalized by the statistics of its own picture
(Ulyanov et al. 2017) instead of a batch's.

Departures, for a processor: noise joins a scale as it is, not through convolutions of its own; scales grow slimmer
towards full resolution, where the paper's are widest. What comes out are colors along the picture's own axes of color,
so that the palette is right before anything was learned.

Letters: B pictures, C channels, H and W height and width, N channels of noise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.ladder import Size
from engine.nn.transform import Affine, rescaled

REACH: Final = 2  # pixels beyond theirs that the two convolutions of a scale see
_LEAK: Final = 0.1  # of what is negative
_DEVIATION: Final = 12**0.5  # what noise of [0, 1] is multiplied by to deviate by one


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide each scale is, the coarsest first; each has twice the resolution of the one before."""

    widths: tuple[int, ...] = (64, 64, 48, 32, 16)
    noise: int = 3

    @property
    def grid_px(self) -> int:
        """Where both sides are multiples of it, noise rolled by one at the coarsest scale rolls the picture by it."""
        return 1 << (len(self.widths) - 1)

    def sizes(self, size: Size) -> tuple[Size, ...]:
        """(width, height) of every scale of a picture, the coarsest first: halves, rounded up."""
        halvings = range(len(self.widths) - 1, -1, -1)
        return tuple((-(-size[0] // 2**n), -(-size[1] // 2**n)) for n in halvings)


SHAPE: Final = Shape()


class Generator(nn.Module):
    """Noise of every scale, (B, N, H, W) each, the coarsest first -> (B, 3, H, W) of the finest's size.

    Colors lie around [0, 1], some beyond it. `palette` (3, 4) is a picture's: axes of color, and its mean color.
    """

    palette: Tensor

    def __init__(self, shape: Shape = SHAPE, seed: int = 0) -> None:
        super().__init__()
        self.shape = shape
        generator = torch.Generator().manual_seed(seed)
        self.convolutions, self.scales, self.shifts = nn.ModuleDict(), nn.ParameterDict(), nn.ParameterDict()
        before = 0
        for number, width in enumerate(shape.widths):
            for name, channels in zip(names_of(number), (before + shape.noise, width), strict=True):
                self.convolutions[name] = _convolution(channels, width, 3, generator)
                self.scales[name] = nn.Parameter(torch.ones(1, width, 1, 1))
                self.shifts[name] = nn.Parameter(torch.zeros(1, width, 1, 1))
            before = width
        self.convolutions["last"] = _convolution(before, 3, 1, generator)
        self.register_buffer("palette", torch.cat([torch.eye(3) / 4, torch.full((3, 1), 0.5)], dim=1))

    def forward(self, noises: Sequence[Tensor]) -> Tensor:
        x: Tensor | None = None
        for number, noise in enumerate(noises):
            x = self.scale(number, wrapped(x, noise, 0, noise.shape[2]))
        assert x is not None
        return self.colored(x)

    def scale(self, number: int, x: Tensor) -> Tensor:
        """The features of a scale, normalized over all of it, from what `wrapped` put together."""
        for beyond, name in zip((1, 0), names_of(number), strict=True):
            x = self.convolved(name, x)
            x = self.normalized(name, x, moments(x, beyond))
        return x

    def convolved(self, name: str, x: Tensor) -> Tensor:
        """A convolution where its kernel sees no border: one pixel is lost on every side."""
        found: Tensor = self.convolutions[name](x)
        return found

    def normalized(self, name: str, x: Tensor, found: Affine) -> Tensor:
        """Features with the mean and variance `found` at their own scale and shift, and little of what is negative."""
        return F.leaky_relu(rescaled(x, found, (self.scales[name], self.shifts[name])), _LEAK)

    def colored(self, x: Tensor) -> Tensor:
        """Features of the finest scale as colors."""
        axes, mean = self.palette[:, :3, None, None], self.palette[:, 3]
        return F.conv2d(self.convolved("last", x), axes, mean)


def names_of(number: int) -> tuple[str, str]:
    """Of the convolutions of a scale."""
    return f"{number}a", f"{number}b"


def noise_for(shape: Shape, size: Size, generator: torch.Generator) -> list[Tensor]:
    """Noise for a picture of (width, height) px: evenly spread, its mean zero and its deviation one."""
    return [
        torch.rand((1, shape.noise, height, width), generator=generator).sub_(0.5).mul_(_DEVIATION)
        for width, height in shape.sizes(size)
    ]


def wrapped(before: Tensor | None, noise: Tensor, start: int, stop: int) -> Tensor:
    """What rows `start` to `stop` of a scale are made from: the scale `before`, enlarged, and noise.

    Beyond the borders lies what is at the opposite ones, so that nothing is a border to the convolutions. Sides need
    not be twice those before: then some pixels are repeated once more or less, and it still closes.
    """
    height, width = noise.shape[2:]
    down = torch.arange(start - REACH, stop + REACH, device=noise.device) % height
    right = torch.arange(-REACH, width + REACH, device=noise.device) % width
    here = noise.index_select(2, down).index_select(3, right)
    if before is None:
        return here
    down, right = down * before.shape[2] // height, right * before.shape[3] // width
    return torch.cat([before.index_select(2, down).index_select(3, right), here], dim=1)


def moments(x: Tensor, beyond: int) -> Affine:
    """Mean and variance of each feature of each picture, (B, C, 1, 1); what was wrapped around it counts once."""
    inner = x[:, :, beyond : x.shape[2] - beyond, beyond : x.shape[3] - beyond]
    variance, mean = torch.var_mean(inner, dim=(2, 3), correction=0, keepdim=True)
    return mean, variance


def _convolution(before: int, after: int, kernel: int, generator: torch.Generator) -> nn.Conv2d:
    """At random weights that keep deviations as they are."""
    convolution = nn.Conv2d(before, after, kernel, bias=False)
    nn.init.kaiming_normal_(convolution.weight, nonlinearity="linear", generator=generator)
    return convolution
