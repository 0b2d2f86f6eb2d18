"""crowsonkb/style-transfer-pytorch: Adam up a ladder of sizes with Wasserstein-2 styles and an average of iterates.

Written from the facts of its recipe, not from its code: sizes sqrt(2) apart from 128 px; at the first 1000 iterations,
at each further one 500; Adam 0.02 (0.9, 0.99), clamped at each step; an average with decay 0.99, begun again at each
size, from which the next size starts together with Adam's resized moments.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor
from torch.nn import functional as F

from benchmarks.peers.recipe import Peer, Seen, features_of
from engine.ladder import Size
from engine.nn.encoders import Encoder

SMALLEST_PX: Final = 128
FIRST, FURTHER = 1000, 500
CONTENT: Final = 0.015
TOTAL_VARIATION: Final = 2.0
LAYERS: Final = (256.0, 64.0, 16.0, 4.0, 1.0)
RATE, BETAS, AVERAGE = 0.02, (0.9, 0.99), 0.99
EPSILON: Final = 1e-4  # on the diagonal of a covariance
ROOT_STEPS: Final = 12
# Of VGG-19's features for a normalized picture, block by block: three measured, the deeper ones estimated. The weights
# above fall because these grow.
_DEVIATIONS: Final = (0.7, 2.6, 4.0, 4.0, 1.0)


class SquareRoot(torch.autograd.Function):
    """Of a symmetric positive matrix, by Newton-Schulz; the gradient by the same steps on Lyapunov's equation.

    Lin and Maji 2017, "Improved bilinear pooling with CNNs".
    """

    @staticmethod
    def forward(ctx: Any, matrix: Tensor) -> Tensor:
        size, one = matrix.norm(), torch.eye(len(matrix), device=matrix.device)
        root, inverse = matrix / size, one
        for _ in range(ROOT_STEPS):
            factor = (3 * one - inverse @ root) / 2
            root, inverse = root @ factor, factor @ inverse
        result: Tensor = root * size.sqrt()
        ctx.save_for_backward(result)
        return result

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        (root,) = ctx.saved_tensors
        size, one = root.norm(), torch.eye(len(root), device=root.device)
        q: Tensor = gradients[0] / size
        a = root / size
        for _ in range(ROOT_STEPS):
            rest = 3 * one - a @ a
            q = (q @ rest - a.T @ (a.T @ q - q @ a)) / 2
            a = a @ rest / 2
        return q / 2


def square_root(matrix: Tensor) -> Tensor:
    result: Tensor = SquareRoot.apply(matrix)  # type: ignore[no-untyped-call]
    return result


@dataclass(frozen=True, slots=True)
class Gaussian:
    """A layer's features (1, C, H, W) as their mean (C) and covariance (C, C)."""

    mean: Tensor
    covariance: Tensor

    @classmethod
    def of(cls, features: Tensor) -> "Gaussian":
        flat = features[0].flatten(start_dim=1)  # (C, H*W)
        mean = flat.mean(dim=1)
        second = flat @ flat.T / flat.shape[1]
        return cls(mean, second - mean.outer(mean) + EPSILON * torch.eye(len(mean), device=mean.device))


def wasserstein(found: Gaussian, wanted: Gaussian, wanted_root: Tensor) -> Tensor:
    """Squared Wasserstein-2 distance of two normal distributions, per channel."""
    cross = square_root(wanted_root @ found.covariance @ wanted_root)
    of_means = (found.mean - wanted.mean).square().mean()
    return of_means + (found.covariance + wanted.covariance - 2 * cross).diagonal().mean()


def total_variation(image: Tensor) -> Tensor:
    """Mean squared steps to the eight neighbors of (1, 3, H, W), the diagonal ones halved; the border is repeated."""
    wide = F.pad(image, (1, 1, 1, 1), mode="replicate")
    across = (wide[..., 1:-1, 1:] - wide[..., 1:-1, :-1]).square().mean()
    down = (wide[..., 1:, 1:-1] - wide[..., :-1, 1:-1]).square().mean()
    falling = (wide[..., 1:, 1:] - wide[..., :-1, :-1]).square().mean()
    rising = (wide[..., 1:, :-1] - wide[..., :-1, 1:]).square().mean()
    return across + down + (falling + rising) / 2


class Adam:
    """Adam with what it remembers at hand, so that it can be resized; and the average of the pictures."""

    def __init__(self, image: Tensor) -> None:
        self.image, self.first, self.second, self.steps = image, torch.zeros_like(image), torch.zeros_like(image), 0
        self._average, self._averaged = torch.zeros_like(image), 0

    @property
    def average(self) -> Tensor:
        return self._average / (1 - AVERAGE**self._averaged)

    def step(self, gradient: Tensor) -> None:
        self.steps += 1
        self.first.lerp_(gradient, 1 - BETAS[0])
        self.second.lerp_(gradient.square(), 1 - BETAS[1])
        mean, square = self.first / (1 - BETAS[0] ** self.steps), self.second / (1 - BETAS[1] ** self.steps)
        self.image = (self.image - RATE * mean / (square.sqrt() + 1e-8)).clamp(0, 1)
        self._average.lerp_(self.image, 1 - AVERAGE)
        self._averaged += 1

    def resized(self, size: Size) -> "Adam":
        """The same at a larger size, from the average."""
        larger = Adam(resized(self.average, size).clamp(0, 1))
        larger.first, larger.steps = resized(self.first, size), self.steps
        larger.second = F.interpolate(self.second, size[::-1], mode="bilinear", align_corners=False)
        return larger


def resized(image: Tensor, size: Size) -> Tensor:
    """(1, 3, H, W) at another width and height."""
    smaller = size[0] < image.shape[-1]
    return F.interpolate(image, size[::-1], mode="bicubic", align_corners=False, antialias=smaller)


def sizes(size: Size) -> list[Size]:
    """The ladder up to this width and height, smallest first."""
    factors = [1.0]
    while max(size) * factors[0] / 2**0.5 >= SMALLEST_PX:
        factors.insert(0, factors[0] / 2**0.5)
    return [(max(1, round(size[0] * factor)), max(1, round(size[1] * factor))) for factor in factors]


def iterations(size: Size, evaluations: int | None = None) -> list[int]:
    """How many at each size; `evaluations` in all are spread as theirs are."""
    theirs = [FIRST] + [FURTHER] * (len(sizes(size)) - 1)
    return theirs if evaluations is None else [max(1, round(evaluations * n / sum(theirs))) for n in theirs]


class Loss:
    """Theirs, of one photo and one style at one size."""

    def __init__(self, encoder: Encoder, photo: Tensor, style: Tensor) -> None:
        self._encoder = encoder
        weights = LAYERS[: len(encoder.style_layers)]
        self._weights = {n: w / sum(weights) for n, w in zip(encoder.style_layers, weights, strict=True)}
        with torch.no_grad():
            self._content = _features(encoder, photo, [encoder.content_layer])[encoder.content_layer]
            wanted = _features(encoder, style, encoder.style_layers)
            self._wanted = {name: Gaussian.of(features) for name, features in wanted.items()}
            self._roots = {name: square_root(wanted.covariance) for name, wanted in self._wanted.items()}

    def __call__(self, image: Tensor) -> Tensor:
        layers = (*self._encoder.style_layers, self._encoder.content_layer)
        features = _features(self._encoder, image, layers)
        loss = CONTENT * F.mse_loss(features[self._encoder.content_layer], self._content)
        loss = loss + TOTAL_VARIATION * total_variation(image)
        for name, weight in self._weights.items():
            loss = loss + weight * wasserstein(Gaussian.of(features[name]), self._wanted[name], self._roots[name])
        return loss


def paint(encoder: Encoder, photo: Tensor, style: Tensor, evaluations: int, seen: Seen) -> Tensor:
    """Climb the ladder; a look sees the average, as their web page does."""
    full = (photo.shape[-1], photo.shape[-2])
    ladder, done = sizes(full), 0
    adam = Adam(resized(photo, ladder[0]).clamp(0, 1))
    for size, count in zip(ladder, iterations(full, evaluations), strict=True):
        if size != ladder[0]:
            adam = adam.resized(size)
        smaller = (round(style.shape[-1] * size[0] / full[0]), round(style.shape[-2] * size[0] / full[0]))
        loss = Loss(encoder, resized(photo, size).clamp(0, 1), resized(style, smaller).clamp(0, 1))
        for _ in range(count):
            image = adam.image.requires_grad_()
            (gradient,) = torch.autograd.grad(loss(image), image)
            with torch.no_grad():
                adam.step(gradient)
            done += 1
            seen(done, adam.average)
    return adam.average.clamp(0, 1)


def _features(encoder: Encoder, image: Tensor, layers: Sequence[str]) -> dict[str, Tensor]:
    return features_of(encoder, image, layers, _DEVIATIONS)


PEER: Final = Peer("style-transfer-pytorch", paint, lambda size: sum(iterations(size)))
