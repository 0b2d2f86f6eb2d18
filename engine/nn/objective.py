"""What one scale of a painting strives for: the photo's content, the styles' textures where they belong.

A formula says how distances count; this knows where features come from. Knows no optimizer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod
from operator import add
from typing import Protocol, Self

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.nn.encoders import Encoder
from engine.nn.losses import Texture, wide
from engine.nn.tensors import at_least
from engine.nn.windows import LEAST_SIDE_PX, Window, features_of, layout_of, map_size, pieces_of

Textures = Mapping[str, Texture]  # by layer


class Formula(Protocol):
    """How distances make a loss. `layers` weighs the style layers from relu1_1 down; deeper ones are not computed."""

    @property
    def layers(self) -> tuple[float, ...]: ...

    @property
    def content_weight(self) -> float:
        """Zero: no content is asked for."""

    def style(self, found: Texture, wanted: Texture) -> Tensor:
        """Distance in one layer, (B,)."""

    def content(self, error: Tensor, variance: Tensor) -> Tensor:
        """From the mean squared error of features and the variance of the photo's. Linear in the error."""

    def pixels(self, image: Tensor) -> Tensor:
        """What the picture itself shall be, smooth say."""

    def pulled(self, features: Tensor, weight: float) -> Tensor:
        """The features as one loss of this weight sees them: a place to change its gradient."""


@dataclass(frozen=True, slots=True)
class Target:
    """One style: its textures, where it belongs and its share of all that is painted.

    `masks` are soft, one for each layer at the size of its feature map (1, 1, h, w); None: it belongs everywhere.
    """

    textures: Textures
    masks: Mapping[str, Tensor] | None = None
    share: float = 1.0

    @classmethod
    def within(cls, mask: Tensor, textures: Textures, share: float) -> Self:
        """Where the mask (1, 1, H, W), of the canvas's size, is not zero."""
        masks = {name: mask_at(mask, map_size(mask.shape, name)) for name in textures}
        return cls(textures, masks, share)


@dataclass(frozen=True, slots=True)
class Found:
    """Textures of a canvas for each target; those of disjoint windows add up."""

    textures: tuple[Textures, ...]

    def __add__(self, other: "Found") -> "Found":
        pairs = zip(self.textures, other.textures, strict=True)
        return Found(tuple({name: mine[name] + theirs[name] for name in mine} for mine, theirs in pairs))


@dataclass(frozen=True, slots=True)
class Objective:
    """Called with an image (1, 3, H, W) gives the loss to be lowered, in fp32 whatever the encoder works in.

    `content` holds the photo's features of the content layer; `canvas` is the shape of the image.
    """

    encoder: Encoder
    formula: Formula
    content_layer: str
    content: Tensor
    variance: Tensor
    targets: tuple[Target, ...]
    canvas: torch.Size

    @classmethod
    def of(cls, encoder: Encoder, formula: Formula, photo: Tensor, targets: Sequence[Target], layer: str = "") -> Self:
        """For a photo (1, 3, H, W) at the size of the canvas; `layer` of the content, else the encoder's own."""
        layer = layer or encoder.content_layer
        content = whole_map(encoder, photo, layer) if formula.content_weight else photo[:, :0]
        variance = wide(content).var() if content.numel() > 1 else photo.new_ones(())
        return cls(encoder, formula, layer, content, variance, tuple(targets), photo.shape)

    @property
    def names(self) -> tuple[str, ...]:
        """The feature maps that are needed."""
        content = (self.content_layer,) if self.formula.content_weight else ()
        return tuple(dict.fromkeys((*style_layers(self.encoder, self.formula), *content)))

    def found(self, features: Mapping[str, Tensor], window: Window | None = None) -> Found:
        """Textures of the features, which are those of `window` alone if there is one."""
        return Found(tuple(self._textures(target, features, window) for target in self.targets))

    def style_loss(self, found: Found) -> Tensor:
        loss = self.variance.new_zeros(())
        whole = sum(self.formula.layers)
        for target, textures in zip(self.targets, found.textures, strict=True):
            for weight, (name, texture) in zip(self.formula.layers, textures.items(), strict=True):
                distance = self.formula.style(texture, target.textures[name]).sum()
                loss = loss + target.share * weight / whole * distance
        return loss

    def content_loss(self, features: Mapping[str, Tensor], window: Window | None = None) -> Tensor:
        """Of the features; those of disjoint windows give parts of it, which add up."""
        if not self.formula.content_weight:
            return self.variance.new_zeros(())
        wanted = window.of(self.content, self.canvas) if window else self.content
        here = self.formula.pulled(features[self.content_layer], self.formula.content_weight)
        error = (wide(here) - wide(wanted)).square().sum() / self.content.numel()
        return self.formula.content(error, self.variance)

    def pixel_loss(self, image: Tensor) -> Tensor:
        return self.formula.pixels(image)

    def loss(self, image: Tensor, features: Mapping[str, Tensor]) -> Tensor:
        """All of it."""
        return self.style_loss(self.found(features)) + self.content_loss(features) + self.pixel_loss(image)

    def __call__(self, image: Tensor) -> Tensor:
        return self.loss(image, features_of(self.encoder, image, self.names))

    def gradient(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """The loss and its gradient in the image; neither waits for an accelerator."""
        image = image.detach().requires_grad_()
        loss = self(image)
        (gradient,) = torch.autograd.grad(loss, image)
        return loss.detach(), gradient

    @torch.no_grad()
    def parts(self, image: Tensor) -> dict[str, float]:
        """What the loss is made of: content, pixels and each style layer. Waits for an accelerator."""
        content, found = self.variance.new_zeros(()), list[Found]()
        for piece in pieces_of(self.encoder, image, self.names):
            content = content + self.content_loss(piece.features, piece.window)
            found.append(self.found(piece.features, piece.window))
        textures, whole = reduce(add, found).textures, sum(self.formula.layers)
        parts = {"content": content, "pixels": self.pixel_loss(image)}
        for index, name in enumerate(style_layers(self.encoder, self.formula)):
            of_targets = [
                target.share * self.formula.style(mine[name], target.textures[name]).sum()
                for target, mine in zip(self.targets, textures, strict=True)
            ]
            parts[name] = reduce(add, of_targets) * self.formula.layers[index] / whole
        return {name: float(part) for name, part in parts.items()}

    def _textures(self, target: Target, features: Mapping[str, Tensor], window: Window | None) -> Textures:
        found: dict[str, Texture] = {}
        for weight, name in zip(self.formula.layers, style_layers(self.encoder, self.formula), strict=True):
            here = self.formula.pulled(features[name], weight)
            mask: Tensor | None = None
            total: float | Tensor = float(prod(map_size(self.canvas, name)))
            if target.masks is not None:
                mask = target.masks[name]
                total = mask.sum()
                mask = window.of(mask, self.canvas) if window else mask
            found[name] = Texture.of(here, mask, total)
        return found


def style_layers(encoder: Encoder, formula: Formula) -> tuple[str, ...]:
    return tuple(encoder.style_layers[: len(formula.layers)])


def mask_at(mask: Tensor, size: tuple[int, int]) -> Tensor:
    """A soft mask (1, 1, H, W) at the (height, width) of a feature map: means of areas."""
    return F.interpolate(at_least(mask, LEAST_SIDE_PX).float(), size, mode="area")


def textures_of(
    encoder: Encoder, formula: Formula, styles: Sequence[tuple[Tensor, Tensor | None, float]]
) -> dict[str, Texture]:
    """What styles (1, 3, H, W), each with a mask of what counts and a weight, look like together.

    Means and second moments are averaged, not pictures: crowsonkb's way. Weights are relative to their sum.
    """
    layers, blended = style_layers(encoder, formula), dict[str, Texture]()
    whole = sum(weight for _, _, weight in styles)
    for style, mask, weight in styles:
        for name, texture in _textures_of_one(encoder, layers, style, mask).items():
            part = texture if weight == whole else texture * (weight / whole)
            blended[name] = blended[name] + part if name in blended else part
    return blended


def whole_map(encoder: Encoder, image: Tensor, name: str) -> Tensor:
    """One feature map of a picture (1, 3, H, W) of any size, without gradient."""
    whole: Tensor | None = None
    for piece in pieces_of(encoder, image, (name,)):
        part = piece.features[name]
        if whole is None:
            size = (*part.shape[:2], *map_size(image.shape, name))
            whole = part.new_empty(size).contiguous(memory_format=layout_of(part))
        piece.window.of(whole, image.shape).copy_(part)
    assert whole is not None
    return whole


def _textures_of_one(encoder: Encoder, layers: Sequence[str], style: Tensor, mask: Tensor | None) -> dict[str, Texture]:
    """Textures of a picture of any size, where the mask lets it count."""
    textures = dict[str, Texture]()
    masks = {name: None if mask is None else mask_at(mask, map_size(style.shape, name)) for name in layers}
    for piece in pieces_of(encoder, style, layers):
        for name, of_layer in masks.items():
            total = float(prod(map_size(style.shape, name))) if of_layer is None else of_layer.sum()
            here = None if of_layer is None else piece.window.of(of_layer, style.shape)
            part = Texture.of(piece.features[name], here, total)
            textures[name] = textures[name] + part if name in textures else part
    return textures
