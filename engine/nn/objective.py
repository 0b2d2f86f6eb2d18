"""What one scale of a painting strives for: the photo's content, the style's textures. Knows no optimizer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor

from engine.nn.encoders import Encoder
from engine.nn.losses import Texture, content_distance, style_distance, total_variation
from engine.nn.tensors import at_least

LEAST_SIDE_PX = 32  # relu5_1 of anything shorter is a single row


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part of the objective counts; the style's layers are averaged with `layers`."""

    content: float
    color: float
    stroke: float
    total_variation: float
    layers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Objective:
    """Called with an image (1, 3, H, W) gives the loss to be lowered, in fp32 whatever the encoder works in."""

    encoder: Encoder
    weights: Weights
    content: Tensor
    textures: dict[str, Texture]

    @classmethod
    def of(cls, encoder: Encoder, weights: Weights, photo: Tensor, styles: Sequence[Tensor]) -> Self:
        """Targets from the photo at this scale and from style pictures, whose textures are averaged."""
        layers = tuple(encoder.style_layers[: len(weights.layers)])
        with torch.no_grad():
            content = _features(encoder, photo, (encoder.content_layer,))[encoder.content_layer]
            seen = [{name: Texture.of(f) for name, f in _features(encoder, style, layers).items()} for style in styles]
        textures = {name: _mean([one[name] for one in seen]) for name in layers}
        return cls(encoder, weights, content.clone(), textures)

    def __call__(self, image: Tensor) -> Tensor:
        wanted = self.weights
        features = _features(self.encoder, image, (*self.textures, self.encoder.content_layer))
        loss = wanted.content * content_distance(features[self.encoder.content_layer], self.content)
        if wanted.total_variation:
            loss = loss + wanted.total_variation * total_variation(image)
        for weight, (name, texture) in zip(wanted.layers, self.textures.items(), strict=True):
            distance = style_distance(Texture.of(features[name]), texture, color=wanted.color, stroke=wanted.stroke)
            loss = loss + weight / sum(wanted.layers) * distance
        return loss

    def gradient(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """The loss and its gradient in the image; neither waits for an accelerator."""
        image = image.detach().requires_grad_()
        loss = self(image)
        (gradient,) = torch.autograd.grad(loss, image)
        return loss.detach(), gradient


def _features(encoder: Encoder, image: Tensor, layers: Sequence[str]) -> dict[str, Tensor]:
    """The encoder's features in its own precision; tiny pictures are widened so that every layer sees them."""
    weight = next(encoder.parameters())
    x = at_least(image, LEAST_SIDE_PX).to(weight.dtype)
    if weight.is_contiguous(memory_format=torch.channels_last) and not weight.is_contiguous():
        x = x.contiguous(memory_format=torch.channels_last)
    found: dict[str, Tensor] = encoder(x, tuple(dict.fromkeys(layers)))
    return found


def _mean(textures: Sequence[Texture]) -> Texture:
    mean = torch.stack([texture.mean for texture in textures]).mean(dim=0)
    return Texture(mean, torch.stack([texture.gram for texture in textures]).mean(dim=0))
