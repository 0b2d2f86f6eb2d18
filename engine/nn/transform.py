"""The transform network: paints a photo in one pass, in the manner of a *look*. Knows no loss, no file, no training.

Johnson et al. 2016 with conditional instance normalization (Dumoulin et al. 2017): the convolutions are shared, a style
is nothing but the scale and shift of every normalized feature. All of them together are its look, a vector of P
numbers; looks may be blended as vectors may. Look 0 is the photo itself: the way from it to a style is the strength.

Departures: nothing is normalized in the last convolution, whose scale and shift are looks too; the photo's own color
goes past the network by a gate, which is part of the look as well. With the gate open and nothing from the network the
photo comes back exactly, whatever instance normalization has forgotten of its light.

Letters: B pictures, C channels, H and W height and width, S styles, P numbers of a look.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

PHOTO: Final = 0  # the look that gives the photo back
SETTLED: Final = 9  # last numbers of the photo's look, never learned: nothing is drawn, the gate stands open
STEP_PX: Final = 4  # sides of what the network sees are multiples of it
_FIRST_PX: Final = 9  # side of the first and the last kernel (Johnson et al. 2016, supplement)
_REACH: Final = 0.6  # of tanh, around grey: 0.1 beyond black and white, so that both are reached before it is flat
_RESIDUE: Final = 0.2  # of a residual block before training: what it adds to a feature of deviation one
_SOFTNESS: Final = 1e-5  # added to variances, as torch's InstanceNorm does


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide and how deep; a quarter of the full resolution is 4 times as wide as the full one.

    `bounded`: what is drawn goes through tanh; networks of others may go beyond black and white and be cut off.
    """

    width: int = 16
    blocks: int = 5
    bounded: bool = field(default=True, repr=False)  # not in the name of a plan: what is trained here always is

    def layers(self) -> tuple["Layer", ...]:
        """All convolutions in their order."""
        full, half, quarter = self.width, 2 * self.width, 4 * self.width
        blocks = [Layer(f"block{n}{part}", quarter, quarter) for n in range(1, self.blocks + 1) for part in "ab"]
        return (
            Layer("first", 3, full, _FIRST_PX),
            Layer("down1", full, half, stride=2),
            Layer("down2", half, quarter, stride=2),
            *blocks,
            Layer("up1", quarter, half, larger=True),
            Layer("up2", half, full, larger=True),
            Layer("last", full, 3, _FIRST_PX),
        )


class Layer(NamedTuple):
    """A convolution over a reflected border; `larger`: each pixel is doubled before it (Odena et al. 2016)."""

    name: str
    before: int
    after: int
    kernel: int = 3
    stride: int = 1
    larger: bool = False


SHAPE: Final = Shape()
Affine = tuple[Tensor, Tensor]  # scale and shift, (B, C, 1, 1) each


class TransformNet(nn.Module):
    """(B, 3, H, W) in [0, 1] and looks (B, P) -> (B, 3, H, W); a little outside of [0, 1] too, which training sees.

    `looks` are those that it was trained with, (S, P), the photo's first.
    """

    def __init__(self, styles: int, shape: Shape = SHAPE, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.shape = shape
        self.layers = {layer.name: layer for layer in shape.layers()}
        self.convolutions = nn.ModuleDict({layer.name: _convolution(layer, generator) for layer in shape.layers()})
        self.looks = nn.Parameter(_beginning(shape, styles))

    def forward(self, photo: Tensor, look: Tensor) -> Tensor:
        height, width = photo.shape[2:]
        x = padded(photo)
        affines = self.affines(look)
        for name in ("first", "down1", "down2"):
            x = self.step(name, x, affines)
        x = self.inner(x, affines)
        for name in ("up1", "up2"):
            x = self.step(name, x, affines)
        return self.painted(self.convolved("last", x), photo, look)[..., :height, :width]

    def inner(self, x: Tensor, affines: Mapping[str, Affine]) -> Tensor:
        """The residual blocks, at a quarter of the resolution."""
        for number in range(1, self.shape.blocks + 1):
            found = self.step(f"block{number}a", x, affines)
            found = self.convolved(f"block{number}b", found)
            x = x + normalized(found, affines[f"block{number}b"])
        return x

    def step(self, name: str, x: Tensor, affines: Mapping[str, Affine]) -> Tensor:
        """A convolution, normalized, and what of it is positive."""
        return F.relu(normalized(self.convolved(name, x), affines[name]))

    def convolved(self, name: str, x: Tensor, *, reflect: bool = True) -> Tensor:
        """A convolution alone; without `reflect` only where the kernel sees no border."""
        layer = self.layers[name]
        if layer.larger:
            x = F.interpolate(x, scale_factor=2.0, mode="nearest")
        beyond = layer.kernel // 2
        found: Tensor = self.convolutions[name](F.pad(x, (beyond,) * 4, mode="reflect") if reflect else x)
        return found

    def painted(self, found: Tensor, photo: Tensor, look: Tensor) -> Tensor:
        """What the last convolution has `found` (B, 3, H, W) as colors, and the photo's own as far as the gate lets."""
        scale, shift = self.affines(look)["last"]
        gate = look[:, -3:, None, None]
        height, width = photo.shape[2:]
        drawn = found[..., :height, :width] * scale + shift
        if self.shape.bounded:
            drawn = _REACH * torch.tanh(drawn)
        return 0.5 + gate * (photo - 0.5) + drawn

    def affines(self, look: Tensor) -> dict[str, Affine]:
        """A look (B, P) as scale and shift of every layer."""
        found, start = {}, 0
        for layer in self.layers.values():
            parts = look[:, start : start + 2 * layer.after, None, None]
            found[layer.name] = (parts[:, : layer.after], parts[:, layer.after :])
            start += 2 * layer.after
        return found

    def blend(self, weights: Sequence[float], strength: float = 1.0) -> Tensor:
        """The look (1, P) of styles 1, 2 ... mixed by weights, `strength` of the way from the photo, 0 to 1."""
        shares = torch.tensor(weights, device=self.looks.device, dtype=self.looks.dtype)
        style = (shares / shares.sum()) @ self.looks[1 : 1 + len(weights)]
        return torch.lerp(self.looks[PHOTO], style, strength)[None]


def normalized(x: Tensor, affine: Affine) -> Tensor:
    """Each feature (B, C, H, W) of each picture with the look's deviation and mean instead of its own."""
    return rescaled(x, moments(x), affine)


def moments(x: Tensor) -> Affine:
    """Mean and variance of each feature, (B, C, 1, 1) each."""
    variance, mean = torch.var_mean(x, dim=(2, 3), correction=0, keepdim=True)
    return mean, variance


def rescaled(x: Tensor, found: Affine, affine: Affine) -> Tensor:
    """Features with the mean and variance `found`, at the look's scale and shift."""
    mean, variance = found
    scale = affine[0] * torch.rsqrt(variance + _SOFTNESS)
    return torch.addcmul(affine[1] - mean * scale, x, scale)


def padded(photo: Tensor) -> Tensor:
    """Reflected to the right and below until both sides are multiples of 4."""
    height, width = photo.shape[2:]
    missing = (0, -width % STEP_PX, 0, -height % STEP_PX)
    return F.pad(photo, missing, mode="reflect") if any(missing) else photo


def numbers_of_a_look(shape: Shape) -> int:
    """P."""
    return 2 * sum(layer.after for layer in shape.layers()) + 3


def _convolution(layer: Layer, generator: torch.Generator | None) -> nn.Conv2d:
    """At He's random weights. Where features are normalized after it a bias would be taken away again."""
    convolution = nn.Conv2d(layer.before, layer.after, layer.kernel, layer.stride, bias=False)
    nn.init.kaiming_normal_(convolution.weight, nonlinearity="relu", generator=generator)
    return convolution


def _beginning(shape: Shape, styles: int) -> Tensor:
    """Looks (S, P) before training: scale one, no shift; the last convolution faint, and most of the photo's color."""
    parts = [
        torch.cat([torch.full((layer.after,), _RESIDUE if layer.name.endswith("b") else 1.0), torch.zeros(layer.after)])
        for layer in shape.layers()[:-1]
    ]
    plain = torch.cat(parts)
    style = torch.cat([plain, torch.full((3,), 0.2), torch.zeros(3), torch.full((3,), 0.8)])
    photo = torch.cat([plain, torch.zeros(6), torch.ones(3)])
    return torch.stack([photo, *(style for _ in range(styles))])
