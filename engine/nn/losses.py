"""What a painting is judged by while it is painted: textures, content, total variation. Pure mathematics.

Letters: B pictures, C channels, H and W height and width of a feature map.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F


class _Moments(torch.autograd.Function):
    """Mean and Gram matrix at once: autograd would multiply twice for the Gram matrix and add three large gradients.

    Channels come last, as in the maps themselves: nothing is copied, and gradients that meet have one layout.
    """

    @staticmethod
    def forward(ctx: Any, features: Tensor, weights: Tensor | None, total: float | Tensor) -> tuple[Tensor, Tensor]:
        ctx.save_for_backward(features, weights)
        ctx.total = total
        flat = _positions(features)  # (B, H*W, C)
        weighted = flat if weights is None else flat * _positions(weights)
        return weighted.sum(dim=1) / total, weighted.mT @ flat / total

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None]:
        features, weights = ctx.saved_tensors
        of_mean, of_gram = gradients
        flat = _positions(features)
        product = torch.baddbmm((of_mean / ctx.total)[:, None, :], flat, (of_gram + of_gram.mT) / ctx.total)
        if weights is not None:
            product *= _positions(weights)
        batch, channels, height, width = features.shape
        maps = product.view(batch, height, width, channels).permute(0, 3, 1, 2)
        return maps.to(features.dtype), None, None


def _positions(maps: Tensor) -> Tensor:
    """(B, C, H, W) as (B, H*W, C): a view where channels are last in memory."""
    return wide(maps).permute(0, 2, 3, 1).flatten(start_dim=1, end_dim=2)


@dataclass(frozen=True, slots=True)
class Texture:
    """What a style is in one layer: the mean of each feature (B, C) and the Gram matrix (B, C, C), a mean too.

    Summed in fp32 whatever the features are: half precision overflows here and nowhere else (neural-style issue 425).
    """

    mean: Tensor
    gram: Tensor

    @classmethod
    def of(cls, features: Tensor, weights: Tensor | None = None, total: float | Tensor | None = None) -> "Texture":
        """Moments of (B, C, H, W) over its positions, each counting as `weights` (1, 1, H, W) say.

        `total` is what they are divided by, else the sum of the weights: textures of parts of one map, with the sum
        over the whole map as their total, add up to the texture of the whole.
        """
        if total is None:
            total = features.shape[2] * features.shape[3] if weights is None else weights.sum()
        mean, gram_matrix = _Moments.apply(features, weights, total)  # type: ignore[no-untyped-call]
        return cls(mean, gram_matrix)

    def __add__(self, other: "Texture") -> "Texture":
        return Texture(self.mean + other.mean, self.gram + other.gram)

    def __mul__(self, factor: float) -> "Texture":
        return Texture(self.mean * factor, self.gram * factor)

    def around(self, center: Tensor) -> Tensor:
        """Second moments around `center` (B, C) instead of zero; around the own mean: the covariance."""
        cross = self.mean[:, :, None] * center[:, None, :]  # (B, C, C)
        return self.gram - cross - cross.mT + center[:, :, None] * center[:, None, :]

    @property
    def covariance(self) -> Tensor:
        """(B, C, C); in fp32 a difference of large numbers, good to about 1e-6 of the Gram matrix."""
        return self.gram - self.mean[:, :, None] * self.mean[:, None, :]


def wide(features: Tensor) -> Tensor:
    """In fp32 at least: sums over positions need it; fp64, which tests of exactness work in, stays."""
    return features if features.dtype == torch.float64 else features.float()


def gram(features: Tensor) -> Tensor:
    """Which features occur together: (B, C, H, W) -> (B, C, C) in fp32, the mean over positions."""
    return Texture.of(features).gram


def relative_distance(found: Tensor, wanted: Tensor) -> Tensor:
    """Squared distance over the squared norm of what is wanted, for each of B: 0 when equal, 1 for nothing at all.

    Gatys et al. 2016 leave the distance absolute; relative, a pale style and a strong one need the same weight.
    """
    difference, norm = (part.square().flatten(start_dim=1).sum(dim=1) for part in (found - wanted, wanted))
    return difference / norm.clamp(min=1e-12)


def total_variation(image: Tensor) -> Tensor:
    """Squared steps between neighbouring pixels of (B, 3, H, W), a mean over pixels: 0 for a flat image.

    Nine points, so that it is the same in every direction: sides count 2/3 and diagonals 1/6 (on a ramp both together
    give the squared slope). Borders are repeated.
    """
    x = F.pad(image, (1, 1, 1, 1), mode="replicate")
    here = x[..., 1:, 1:]
    sides = (here - x[..., :-1, 1:]).square().mean() + (here - x[..., 1:, :-1]).square().mean()
    falling, rising = here - x[..., :-1, :-1], x[..., 1:, :-1] - x[..., :-1, 1:]
    return 2 / 3 * sides + (falling.square().mean() + rising.square().mean()) / 6
