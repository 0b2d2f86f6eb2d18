"""What a painting is judged by while it is painted: Gram matrices, features, total variation. Pure mathematics.

Letters: B pictures, C channels, H and W height and width of a feature map.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor


class _Moments(torch.autograd.Function):
    """Mean and Gram matrix at once: autograd would multiply twice for the Gram matrix and add three large gradients."""

    @staticmethod
    def forward(ctx: Any, features: Tensor) -> tuple[Tensor, Tensor]:
        ctx.save_for_backward(features)
        flat = features.float().flatten(start_dim=2)  # (B, C, H*W)
        return flat.mean(dim=2), flat @ flat.mT / flat.shape[2]

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        (features,) = ctx.saved_tensors
        of_mean, of_gram = gradients
        flat = features.float().flatten(start_dim=2)
        positions = flat.shape[2]
        product = torch.baddbmm((of_mean / positions)[:, :, None], (of_gram + of_gram.mT) / positions, flat)
        return product.view(features.shape).to(features.dtype)


def gram(features: Tensor) -> Tensor:
    """Which features occur together: (B, C, H, W) -> (B, C, C) in fp32, the mean over positions.

    Summed in fp32 whatever the features are: half precision overflows here and nowhere else (neural-style issue 425).
    """
    return Texture.of(features).gram


@dataclass(frozen=True, slots=True)
class Texture:
    """What a style is in one layer: the mean of each feature (B, C) and the Gram matrix (B, C, C)."""

    mean: Tensor
    gram: Tensor

    @classmethod
    def of(cls, features: Tensor) -> "Texture":
        mean, gram_matrix = _Moments.apply(features)  # type: ignore[no-untyped-call]
        return cls(mean, gram_matrix)

    def around(self, center: Tensor) -> Tensor:
        """Second moments around `center` (B, C) instead of zero; around the own mean: the covariance."""
        cross = self.mean[:, :, None] * center[:, None, :]  # (B, C, C)
        return self.gram - cross - cross.mT + center[:, :, None] * center[:, None, :]


def relative_distance(found: Tensor, wanted: Tensor) -> Tensor:
    """Squared distance over the squared norm of what is wanted: 0 when equal, 1 for nothing at all.

    Gatys et al. 2016 leave the distance absolute; relative, a pale style and a strong one need the same weight.
    """
    return (found - wanted).square().sum() / wanted.square().sum().clamp(min=1e-12)


def style_distance(found: Texture, wanted: Texture, *, color: float = 1.0, stroke: float = 1.0) -> Tensor:
    """How far a texture is from a style's, as a sum of two relative distances.

    `color` weighs the Gram matrix, which is nearly all mean (99 % of its norm in deep layers): tone and hue. `stroke`
    weighs the second moments around the style's mean (Novak and Nikulin 2016): what the brush did.
    """
    hue = relative_distance(found.gram, wanted.gram)
    brush = relative_distance(found.around(wanted.mean), wanted.around(wanted.mean))
    return color * hue + stroke * brush


def content_distance(features: Tensor, target: Tensor) -> Tensor:
    """Squared distance of feature maps relative to the variance of the photo's: 0 for the photo itself."""
    wanted = target.float()
    return (features.float() - wanted).square().mean() / wanted.var().clamp(min=1e-12)


def total_variation(image: Tensor) -> Tensor:
    """Mean squared step between neighbouring pixels of (B, 3, H, W): 0 for a flat image."""
    down = (image[..., 1:, :] - image[..., :-1, :]).square().mean()
    right = (image[..., :, 1:] - image[..., :, :-1]).square().mean()
    return down + right
