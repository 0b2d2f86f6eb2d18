"""What of a style counts: distances between textures, each relative, 0 when equal. Pure mathematics."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import torch
from torch import Tensor

from engine.nn.losses import Texture, relative_distance
from engine.nn.wasserstein import wasserstein as carrying

Statistic = Callable[[Texture, Texture], Tensor]  # found, wanted -> (B,)

_HUE: Final = 10.0  # of the Gram matrix where the brush counts beside it
_FEW: Final = 64  # channels; of more, carrying takes longer than all convolutions of a small canvas do
_CARRYING: Final = 20.0  # then a painting is about as far from its photo as one by Gram matrices


def gram(found: Texture, wanted: Texture) -> Tensor:
    """Gatys et al. 2016. Nearly all of it is the mean: 99 % of the norm in deep layers."""
    return relative_distance(found.gram, wanted.gram)


def covariance(found: Texture, wanted: Texture) -> Tensor:
    """Mean and covariance apart, so that neither drowns the other."""
    return mean(found, wanted) + relative_distance(found.covariance, wanted.covariance)


def mean(found: Texture, wanted: Texture) -> Tensor:
    """Channel means alone (fast-neural-style's *mean*): tone and density, hardly any strokes."""
    return relative_distance(found.mean, wanted.mean)


def strokes(found: Texture, wanted: Texture) -> Tensor:
    """The Gram matrix for tone and hue; for the brush Wasserstein-2, which also weighs directions that are rare.

    Together they come nearer to a style, at the same distance from the photo, than either alone (docs/log.md). In deep
    layers second moments around the style's mean instead (Novak and Nikulin 2016); the wanted mean, not the found one:
    then a wrong mean still pulls.
    """
    if found.mean.shape[1] <= _FEW:
        return _HUE * gram(found, wanted) + wasserstein(found, wanted)
    return _HUE * gram(found, wanted) + relative_distance(found.around(wanted.mean), wanted.around(wanted.mean))


def wasserstein(found: Texture, wanted: Texture) -> Tensor:
    """What it costs to carry one cloud of features onto the other, where they lie and how they are spread."""
    return _CARRYING * carrying(found, wanted)


STATISTICS: Final[Mapping[str, Statistic]] = {
    "strokes": strokes,
    "gram": gram,
    "covariance": covariance,
    "mean": mean,
    "wasserstein": wasserstein,
}


def over_layers(
    statistic: Statistic, weights: Sequence[float], found: Mapping[str, Tensor], wanted: Mapping[str, Texture]
) -> Tensor:
    """Distance (B,) of feature maps from textures: a weighted mean over the layers that textures are there of.

    Through a logarithm, for networks that see a style for the first time are a hundred times as far from it as those
    that know it, and should not be thrown about by it.
    """
    distances = [
        weight / sum(weights) * statistic(Texture.of(found[name]), texture).log1p()
        for weight, (name, texture) in zip(weights, wanted.items(), strict=True)
    ]
    return torch.stack(distances).sum(dim=0)
