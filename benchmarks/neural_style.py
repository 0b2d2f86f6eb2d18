"""The peer's recipe: jcjohnson/neural-style and its PyTorch port, 500 iterations of L-BFGS at full size.

Their arithmetic and their defaults (Gram / CHW, mean squared errors, TV as a sum of steps, start from the photo,
torch.optim.LBFGS as neural-style-pt calls it), on any encoder of ours. Knows nothing of our objective.
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


@dataclass(frozen=True, slots=True)
class Recipe:
    """Weights in the units of the encoder's features; theirs are 5, 100 and 1e-3 for VGG-19's of 0 ... 255.

    An encoder whose features deviate by one has content errors and Gram errors of other sizes, so `style` is what
    has to be found for it: the figures that `benchmarks.gatys` prints say which was taken.
    """

    content: float = 5.0
    style: float = 1e5
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
        content = encoder(photo, (encoder.content_layer,))[encoder.content_layer].clone()
        grams = {name: gram(features) for name, features in encoder(style, encoder.style_layers).items()}
    image = (photo * _RANGE).requires_grad_()
    optimizer = torch.optim.LBFGS(
        [image], iterations, tolerance_grad=-1, tolerance_change=-1, history_size=recipe.history
    )
    evaluations = 0

    def closure() -> Tensor:
        nonlocal evaluations
        optimizer.zero_grad(set_to_none=True)
        features = encoder(image / _RANGE, (*encoder.style_layers, encoder.content_layer))
        loss = recipe.content * F.mse_loss(features[encoder.content_layer], content)
        loss = loss + recipe.style * sum(F.mse_loss(gram(features[name]), wanted) for name, wanted in grams.items())
        loss = loss + recipe.total_variation * total_variation(image) / image.numel()
        loss.backward()  # type: ignore[no-untyped-call]
        evaluations += 1
        seen(evaluations, image.detach() / _RANGE)
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return (image.detach() / _RANGE).clamp(0, 1)
