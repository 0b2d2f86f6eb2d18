"""What one scale of a painting strives for: the photo's content, the styles' textures where they belong.

A formula says how distances count; this knows where features come from. Knows no optimizer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from math import prod
from operator import add
from typing import Final, Protocol, Self

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.nn.encoders import Encoder
from engine.nn.losses import Texture
from engine.nn.tensors import at_least

LEAST_SIDE_PX: Final = 32  # relu5_1 of anything shorter is a single row
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
class Window:
    """A part of a canvas in px; edges are multiples of 16 or the canvas's own."""

    top: int
    left: int
    bottom: int
    right: int

    def of(self, features: Tensor, canvas: torch.Size) -> Tensor:
        """This part of a whole feature map (or mask) of a canvas (..., H, W)."""
        rows = _edges(self.top, self.bottom, canvas[-2], features.shape[-2])
        columns = _edges(self.left, self.right, canvas[-1], features.shape[-1])
        return features[..., rows, columns]


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
        with torch.no_grad():
            content = features_of(encoder, photo, (layer,))[layer].clone() if formula.content_weight else photo[:, :0]
        variance = content.float().var() if content.numel() > 1 else photo.new_ones(())
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
        error = (here.float() - wanted.float()).square().sum() / self.content.numel()
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
        features = features_of(self.encoder, image, self.names)
        found, whole = self.found(features), sum(self.formula.layers)
        parts = {"content": self.content_loss(features), "pixels": self.pixel_loss(image)}
        for index, name in enumerate(style_layers(self.encoder, self.formula)):
            of_targets = [
                target.share * self.formula.style(textures[name], target.textures[name]).sum()
                for target, textures in zip(self.targets, found.textures, strict=True)
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


def map_size(canvas: torch.Size, name: str) -> tuple[int, int]:
    """Height and width of a layer's whole feature map: each pooling halves and rounds down."""
    halvings = int(name[4]) - 1
    height, width = (max(LEAST_SIDE_PX, side) for side in canvas[-2:])
    return height >> halvings, width >> halvings


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
        with torch.no_grad():
            features = features_of(encoder, style, layers)
        for name in layers:
            here = features[name]
            part = Texture.of(here, None if mask is None else mask_at(mask, (here.shape[2], here.shape[3])))
            part = part if weight == whole else part * (weight / whole)
            blended[name] = blended[name] + part if name in blended else part
    return blended


def features_of(encoder: Encoder, image: Tensor, names: Sequence[str]) -> dict[str, Tensor]:
    """The encoder's features in its own precision; tiny pictures are widened so that every layer sees them."""
    if not names:
        return {}
    weight = next(encoder.parameters())
    x = at_least(image, LEAST_SIDE_PX).to(weight.dtype)
    if weight.is_contiguous(memory_format=torch.channels_last) and not weight.is_contiguous():
        x = x.contiguous(memory_format=torch.channels_last)
    found: dict[str, Tensor] = encoder(x, names)
    return found


def _edges(start: int, stop: int, canvas_px: int, length: int) -> slice:
    """From px of the canvas to positions of a map of this length; to its end where the window ends at the border."""
    factor = 1 << (canvas_px // length).bit_length() - 1  # poolings round down: 47 px are 2 positions of 16
    return slice(start // factor, None if stop >= canvas_px else stop // factor)
