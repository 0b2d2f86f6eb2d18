"""The tutorial "Neural transfer using PyTorch": what somebody who searches for the words finds and runs.

Gram / CHW in the first five convolutions, content in the fourth, style weight 1e6, 300 steps of torch.optim.LBFGS as
it comes, from the photo at full size, clamped before each step. Unlike theirs: features after their ReLU, for our
encoders have no others, and no normalization of the input, which our encoders do themselves.
"""

from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F

from benchmarks.peers.recipe import Peer, Seen, block, features_of
from engine.nn.encoders import Encoder

STEPS: Final = 300
CONTENT: Final = 1.0
STYLE: Final = 1e6
STYLE_LAYERS: Final = ("relu1_1", "relu1_2", "relu2_1", "relu2_2", "relu3_1")
CONTENT_LAYER: Final = "relu2_2"
_AS_THEY_ARE: Final = (1.0,) * 5  # the features of our encoders
WIDTHS: Final = (64, 128, 256)  # of VGG-19's first blocks


def gram(features: Tensor, layer: str) -> Tensor:
    """Sum over positions of (1, C, H, W) divided by C*H*W, with the C that VGG-19 has in this layer."""
    flat = features[0].flatten(start_dim=1)  # (C, H*W)
    return flat @ flat.T / (flat.shape[1] * WIDTHS[block(layer)])


def paint(encoder: Encoder, photo: Tensor, style: Tensor, evaluations: int, seen: Seen) -> Tensor:
    """Optimize from the photo; they count evaluations, of which torch makes up to 25 in a step."""
    with torch.no_grad():
        content = features_of(encoder, photo, [CONTENT_LAYER], _AS_THEY_ARE)[CONTENT_LAYER]
        wanted = features_of(encoder, style, STYLE_LAYERS, _AS_THEY_ARE)
        grams = {name: gram(features, name) for name, features in wanted.items()}
    image = photo.clone().requires_grad_()
    optimizer = torch.optim.LBFGS([image])
    done = 0

    def closure() -> Tensor:
        nonlocal done
        with torch.no_grad():
            image.clamp_(0, 1)
        optimizer.zero_grad()
        features = features_of(encoder, image, STYLE_LAYERS, _AS_THEY_ARE)
        loss = CONTENT * F.mse_loss(features[CONTENT_LAYER], content)
        loss = loss + STYLE * sum(F.mse_loss(gram(features[name], name), target) for name, target in grams.items())
        loss.backward()  # type: ignore[no-untyped-call]
        done += 1
        seen(done, image.detach())
        return loss

    while done < evaluations:
        optimizer.step(closure)  # type: ignore[no-untyped-call]
    return image.detach().clamp(0, 1)


PEER: Final = Peer("PyTorch tutorial", paint, lambda _: STEPS)
