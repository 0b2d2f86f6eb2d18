"""Distillation, second phase: the student's style loss must pull a picture where VGG-19's would. Knows no file.

What an optimizer uses of an encoder is the gradient of the loss with respect to the picture; so that is compared, on
the pictures that the student's own optimization meets (canvases.py). A layer's loss has two terms, relative distances
of Gram matrices and of second moments around the style's mean. One lesson is about one layer, so that none can hide
behind another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.nn.encoders import STYLE_LAYERS, Encoder
from engine.nn.losses import Texture

POOLINGS = (1, 2, 4)  # an optimizer adds up many gradients: what is coarse in them counts more than their grain
STRENGTH_WEIGHT = 0.1  # of a gradient's length beside its direction; lengths are what balances the layers


@dataclass(frozen=True, slots=True)
class Task:
    """Pictures (B, 3, H, W) on their way to a style, by some layers; weights (B, 2 L) of their terms on each way."""

    canvas: Tensor
    style: Tensor
    layers: tuple[str, ...]
    weights: Tensor


def relative_error(found: Tensor, wanted: Tensor) -> Tensor:
    """|found - wanted|^2 / |wanted|^2 of each sample."""
    return (found - wanted).flatten(1).square().sum(1) / wanted.flatten(1).square().sum(1).clamp_min(1e-12)


def style_loss(canvas: Mapping[str, Tensor], style: Mapping[str, Tensor], weights: Tensor) -> Tensor:
    """Weighted sum of all samples' terms: the Gram matrix in every layer, then the moments around the mean."""
    found = {name: Texture.of(features) for name, features in canvas.items()}
    wanted = {name: Texture.of(features) for name, features in style.items()}
    hues = [relative_error(found[name].gram, wanted[name].gram) for name in canvas]
    brushes = [
        relative_error(found[name].around(wanted[name].mean), wanted[name].around(wanted[name].mean)) for name in canvas
    ]
    return (torch.stack(hues + brushes, dim=1) * weights).sum()


class Network(Protocol):
    """Anything that shows its feature maps by name."""

    def __call__(self, pictures: Tensor, layers: Sequence[str], /) -> dict[str, Tensor]: ...


PUBLISHED = STYLE_LAYERS[:3]  # what we have of the true VGG-19


class Teachers:
    """VGG-19 where it is published here (relu1_1 ... relu3_1), its 16 times compressed copy deeper."""

    def __init__(self, vgg: Network, compressed: Encoder) -> None:
        self.vgg = vgg
        self.compressed = compressed

    def features(self, pictures: Tensor, layers: Sequence[str] = STYLE_LAYERS) -> dict[str, Tensor]:
        """Style layers of pictures (B, 3, H, W) in [0, 1], each from the teacher that knows it best."""
        shallow = [name for name in layers if name in PUBLISHED]
        deep = [name for name in layers if name not in PUBLISHED]
        found: dict[str, Tensor] = self.vgg(pictures, shallow) if shallow else {}
        if deep:
            found |= self.compressed(pictures, deep)
        return found

    def gradient(self, task: Task) -> Tensor:
        """Of the style loss, with respect to the canvas."""
        canvas = task.canvas.detach().requires_grad_(True)
        loss = style_loss(self.features(canvas, task.layers), self.features(task.style, task.layers), task.weights)
        (gradient,) = torch.autograd.grad(loss, canvas)
        assert isinstance(gradient, Tensor)
        return gradient


def pull(student: Encoder, task: Task, *, differentiable: bool = True) -> Tensor:
    """The student's gradient of the style loss, with respect to the canvas."""
    canvas = task.canvas.detach().requires_grad_(True)
    with torch.set_grad_enabled(differentiable):
        style = student(task.style, task.layers)
    loss = style_loss(student(canvas, task.layers), style, task.weights)
    (gradient,) = torch.autograd.grad(loss, canvas, create_graph=differentiable)
    assert isinstance(gradient, Tensor)
    return gradient


def gradient_error(found: Tensor, wanted: Tensor) -> Tensor:
    """Of gradients (B, 3, H, W): one minus their cosine, at several poolings, and how their lengths differ."""
    errors = []
    for side in POOLINGS:
        ours, theirs = F.avg_pool2d(found, side).flatten(1), F.avg_pool2d(wanted, side).flatten(1)
        errors.append(1 - F.cosine_similarity(ours, theirs, eps=1e-20).mean())
    lengths = [gradient.flatten(1).norm(dim=1).clamp_min(1e-12).log() for gradient in (found, wanted)]
    length_error: Tensor = (lengths[0] - lengths[1]).square().mean()
    return torch.stack(errors).mean() + STRENGTH_WEIGHT * length_error
