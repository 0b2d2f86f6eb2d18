"""jcjohnson/neural-style and its PyTorch port: 500 iterations of L-BFGS at full size.

Their arithmetic and their defaults: Gram / CHW, mean squared errors, TV as a sum of steps, start from the photo,
torch.optim.LBFGS with its history of 100. An evaluation is one pass of the network, as in their own count.
"""

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F

from benchmarks.peers.recipe import Peer, Seen, features_of
from engine.nn.encoders import Encoder

EVALUATIONS: Final = 500
CONTENT: Final = 5.0
STYLE: Final = 100.0
TOTAL_VARIATION: Final = 1e-3
HISTORY: Final = 100
_RANGE: Final = 255.0  # they optimize 0 ... 255
_DEVIATION: Final = 100.0  # of the original VGG-19's features, about: 40 in relu1_1, 160 in relu2_1, 240 in relu3_1
_FROM_TORCHVISION: Final = 57.0  # levels of 255 in one unit of the normalized picture that torchvision's VGG-19 sees


def gram(features: Tensor) -> Tensor:
    """Sum over positions of (1, C, H, W) divided by C*H*W, as in their code."""
    flat = features[0].flatten(start_dim=1)  # (C, H*W)
    return flat @ flat.T / features.numel()


def total_variation(image: Tensor) -> Tensor:
    """Sum of absolute steps."""
    return (image[..., 1:, :] - image[..., :-1, :]).abs().sum() + (image[..., :, 1:] - image[..., :, :-1]).abs().sum()


def paint(encoder: Encoder, photo: Tensor, style: Tensor, evaluations: int, seen: Seen) -> Tensor:
    """Optimize from the photo."""
    layers = (*encoder.style_layers, encoder.content_layer)
    with torch.no_grad():
        content = _features(encoder, photo, [encoder.content_layer])[encoder.content_layer]
        wanted = _features(encoder, style, encoder.style_layers)
        grams = {name: gram(features) for name, features in wanted.items()}
    image = (photo * _RANGE).requires_grad_()
    # With a line search, unlike theirs: from a photo torch's first step, 1 / |g|_1, lies below the resolution of fp32,
    # and what L-BFGS makes of the difference of two equal gradients is NaN.
    optimizer = torch.optim.LBFGS(
        [image],
        max_iter=evaluations,
        max_eval=evaluations,
        tolerance_grad=-1,
        tolerance_change=-1,
        history_size=HISTORY,
        line_search_fn="strong_wolfe",
    )
    done = 0

    def closure() -> Tensor:
        nonlocal done
        optimizer.zero_grad(set_to_none=True)
        features = _features(encoder, image / _RANGE, layers)
        loss = CONTENT * F.mse_loss(features[encoder.content_layer], content)
        loss = loss + STYLE * sum(F.mse_loss(gram(features[name]), target) for name, target in grams.items())
        loss = loss + TOTAL_VARIATION * total_variation(image)
        loss.backward()  # type: ignore[no-untyped-call]
        done += 1
        seen(done, image.detach() / _RANGE)
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return (image.detach() / _RANGE).clamp(0, 1)


def _features(encoder: Encoder, image: Tensor, layers: Sequence[str]) -> dict[str, Tensor]:
    return features_of(encoder, image, layers, (_DEVIATION,) * 5, _FROM_TORCHVISION)


PEER: Final = Peer("neural-style", paint, lambda _: EVALUATIONS)
