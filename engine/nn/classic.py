"""The objective of neural-style (Johnson 2015) and its PyTorch port, in their own numbers. Knows no network.

Their pictures are 0 ... 255 less a mean, ours lie in [0, 1]. Of features nothing changes: the range is a factor of the
first convolution's weights, and whoever has their network has it folded in. Total variation, taken of the picture
itself, is multiplied by `RANGE`. The picture's own gradient is that of [0, 1]: `RANGE` times theirs.
"""

from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor

from engine.nn.losses import Texture

RANGE: Final = 255.0  # the port's; the Lua original multiplies by 256
_LEAST_NORM: Final = 1e-8  # theirs, too


@dataclass(frozen=True, slots=True)
class Classic:
    """The formula of the `classic` preset; weights are neural-style's defaults, those of `layers` their style weight.

    `deviation` is how many times larger their features are than the encoder's: features of VGG-19 as published deviate
    by 50 in relu1_1 and 400 in relu3_1, ours by one everywhere. 1 leaves them as they are.
    `normalized`: the gradient of each content and style loss in its features is divided by its L1 norm, so that only
    weights decide. The Lua original does so; the port multiplies by the weight once more instead (its issue is not
    ours). Norms are of whole feature maps: such an objective cannot be painted in windows.
    """

    content_weight: float = 5.0
    layers: tuple[float, ...] = (100.0,) * 5
    smoothness: float = 1e-3
    deviation: float = 100.0
    normalized: bool = False

    def style(self, found: Texture, wanted: Texture) -> Tensor:
        """Mean squared difference of Gram matrices over C*H*W, for each of B, times the sum of all layers' weights.

        The objective takes of it this layer's part of the sum: its weight times the difference.
        """
        channels = found.gram.shape[1]
        difference = (found.gram - wanted.gram) * (self.deviation**2 / channels)  # ours is over H*W
        return sum(self.layers) * difference.square().mean(dim=(1, 2))

    def content(self, error: Tensor, variance: Tensor) -> Tensor:
        """The squared error alone: a busy photo pulls more than a calm one."""
        return self.content_weight * self.deviation**2 * error

    def pixels(self, image: Tensor) -> Tensor:
        """Sum of absolute steps between neighbours."""
        down, right = (image.diff(dim=side).abs().sum() for side in (-2, -1))
        return self.smoothness * RANGE * (down + right)

    def pulled(self, features: Tensor, weight: float) -> Tensor:
        return pulled_by(features, weight) if self.normalized else features


def pulled_by(features: Tensor, weight: float) -> Tensor:
    """The same features (B, C, H, W); on the way back the gradient of each of B gets `weight` as its L1 norm."""
    same: Tensor = _Pulled.apply(features, weight)  # type: ignore[no-untyped-call]
    return same


class _Pulled(torch.autograd.Function):
    """`pulled_by`; in fp32, for the sum over a feature map overflows half precision."""

    @staticmethod
    def forward(ctx: Any, features: Tensor, weight: float) -> Tensor:
        ctx.weight = weight
        return features.view_as(features)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        gradient = gradients[0].float()
        norm = gradient.abs().sum(dim=(1, 2, 3), keepdim=True)
        return (gradient * (ctx.weight / (norm + _LEAST_NORM))).to(gradients[0].dtype), None
