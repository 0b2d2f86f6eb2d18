"""Distillation, second phase: the student's style loss must pull a picture where VGG-19's would. Knows no file.

What an optimizer uses of an encoder is the gradient of the loss with respect to the picture; so that is compared, on
the pictures that the student's own optimization meets (canvases.py). A layer's loss has two terms, relative distances
of Gram matrices and of second moments around the style's mean; each picture mixes all of them with weights of its own,
so that none can hide behind another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.nn.encoders import STYLE_LAYERS, Encoder
from engine.nn.losses import Texture

TERMS = 2 * len(STYLE_LAYERS)
POOLINGS = (1, 2, 4)  # an optimizer adds up many gradients: what is coarse in them counts more than their grain


@dataclass(frozen=True, slots=True)
class Task:
    """Pictures (B, 3, H, W) on their way to a style, the weights (B, 10) of the style's terms on each way.

    `textures` are what the teachers see in the style, by layer.
    """

    canvas: Tensor
    style: Tensor
    weights: Tensor
    textures: Mapping[str, Texture]


def relative_error(found: Tensor, wanted: Tensor) -> Tensor:
    """|found - wanted|^2 / |wanted|^2 of each sample."""
    return (found - wanted).flatten(1).square().sum(1) / wanted.flatten(1).square().sum(1).clamp_min(1e-12)


def style_loss(canvas: Mapping[str, Tensor], style: Mapping[str, Texture], weights: Tensor) -> Tensor:
    """Weighted sum of all samples' terms: the Gram matrix in every layer, then the moments around the mean."""
    found = {name: Texture.of(canvas[name]) for name in STYLE_LAYERS}
    hues = [relative_error(found[name].gram, style[name].gram) for name in STYLE_LAYERS]
    centers = {name: style[name].mean for name in STYLE_LAYERS}
    brushes = [
        relative_error(found[name].around(centers[name]), style[name].around(centers[name])) for name in STYLE_LAYERS
    ]
    return (torch.stack(hues + brushes, dim=1) * weights).sum()


class Network(Protocol):
    """Anything that shows its feature maps by name."""

    def __call__(self, pictures: Tensor, layers: Sequence[str], /) -> dict[str, Tensor]: ...


class Teachers:
    """VGG-19 where it is published here (relu1_1 ... relu3_1), its 16 times compressed copy deeper."""

    def __init__(self, vgg: Network, compressed: Encoder) -> None:
        self.vgg = vgg
        self.compressed = compressed

    def features(self, pictures: Tensor) -> dict[str, Tensor]:
        """Every style layer of pictures (B, 3, H, W) in [0, 1], each from the teacher that knows it best."""
        found: dict[str, Tensor] = self.vgg(pictures, STYLE_LAYERS[:3]) | self.compressed(pictures, STYLE_LAYERS[3:])
        return found

    @torch.no_grad()
    def textures(self, style: Tensor) -> dict[str, Texture]:
        """Of style pictures, by layer."""
        return {name: Texture.of(features) for name, features in self.features(style).items()}

    def gradient(self, task: Task) -> Tensor:
        """Of the style loss, with respect to the canvas."""
        canvas = task.canvas.detach().requires_grad_(True)
        loss = style_loss(self.features(canvas), task.textures, task.weights)
        return torch.autograd.grad(loss, canvas)[0]


class Pull(nn.Module):
    """The student's gradient; its terms carry learned factors, as a relative distance depends on the network."""

    def __init__(self, student: Encoder) -> None:
        super().__init__()
        self.student = student
        self.log_factors = nn.Parameter(torch.zeros(TERMS))

    def forward(self, task: Task, differentiable: bool = True) -> Tensor:
        """Of the style loss, with respect to the canvas."""
        canvas = task.canvas.detach().requires_grad_(True)
        with torch.set_grad_enabled(differentiable):
            style = {name: Texture.of(features) for name, features in self.student(task.style).items()}
        with torch.enable_grad():
            loss = style_loss(self.student(canvas), style, task.weights * self.log_factors.exp())
            return torch.autograd.grad(loss, canvas, create_graph=differentiable)[0]


def gradient_error(found: Tensor, wanted: Tensor) -> Tensor:
    """Mean relative error of gradients (B, 3, H, W) at several poolings; 1 is what a gradient of zero would get."""
    errors = []
    for side in POOLINGS:
        ours, theirs = F.avg_pool2d(found, side), F.avg_pool2d(wanted, side)
        errors.append(relative_error(ours, theirs).clamp_max(4.0).mean())
    return torch.stack(errors).mean()
