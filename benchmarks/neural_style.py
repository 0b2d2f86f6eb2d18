"""The peer's recipe: jcjohnson/neural-style and its PyTorch port, 500 iterations of L-BFGS at full size.

Their arithmetic and their defaults (Gram / CHW, mean squared errors, TV as a sum of steps, start from the photo,
torch.optim.LBFGS with its history of 100), on any encoder of ours. Knows nothing of our objective.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.nn.encoders import Encoder

ITERATIONS: Final = 500
_RANGE: Final = 255.0  # they optimize 0 ... 255
_DEVIATION: Final = 100.0  # of VGG-19's features for such pictures, about; our encoders' deviate by one


@dataclass(frozen=True, slots=True)
class Recipe:
    """Their weights and their defaults. L-BFGS cares for the size of a loss, so features get the size of VGG-19's."""

    content: float = 5.0
    style: float = 100.0
    total_variation: float = 1e-3
    history: int = 100


def gram(features: Tensor) -> Tensor:
    """Sum over positions divided by C*H*W, as in their code."""
    flat = features[0].flatten(start_dim=1)  # (C, H*W)
    return flat @ flat.T / features.numel()


def total_variation(image: Tensor) -> Tensor:
    """Sum of absolute steps."""
    return (image[..., 1:, :] - image[..., :-1, :]).abs().sum() + (image[..., :, 1:] - image[..., :, :-1]).abs().sum()


def paint(
    encoder: Encoder, photo: Tensor, style: Tensor, iterations: int, recipe: Recipe, seen: Callable[[int, Tensor], None]
) -> Tensor:
    """Optimize (1, 3, H, W) from the photo; `seen` is called after each evaluation with its number and the picture."""
    with torch.no_grad():
        content = _features(encoder, photo)[encoder.content_layer].clone()
        grams = {name: gram(features) for name, features in _features(encoder, style).items()}
    image = (photo * _RANGE).requires_grad_()
    # With a line search, unlike theirs: from a photo torch's first step, 1 / |g|_1, lies below the resolution of fp32,
    # and what L-BFGS makes of the difference of two equal gradients is NaN.
    optimizer = torch.optim.LBFGS(
        [image],
        max_iter=iterations,
        max_eval=iterations,
        tolerance_grad=-1,
        tolerance_change=-1,
        history_size=recipe.history,
        line_search_fn="strong_wolfe",
    )
    evaluations = 0

    def closure() -> Tensor:
        nonlocal evaluations
        optimizer.zero_grad(set_to_none=True)
        features = _features(encoder, image / _RANGE)
        loss = recipe.content * F.mse_loss(features[encoder.content_layer], content)
        loss = loss + recipe.style * sum(F.mse_loss(gram(features[name]), wanted) for name, wanted in grams.items())
        loss = loss + recipe.total_variation * total_variation(image)
        loss.backward()  # type: ignore[no-untyped-call]
        evaluations += 1
        seen(evaluations, image.detach() / _RANGE)
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return (image.detach() / _RANGE).clamp(0, 1)


def _features(encoder: Encoder, image: Tensor) -> dict[str, Tensor]:
    layers = tuple(dict.fromkeys((*encoder.style_layers, encoder.content_layer)))
    return {name: features * _DEVIATION for name, features in encoder(image, layers).items()}
