"""The gradient of an objective by tiles: that of the whole picture, in the memory of a tile, on one device or several.

Textures are sums over positions, so they add up over tiles. The distance between what was found and what is wanted is a
function of these small sums; its gradient in them, taken once, is all that a tile must know of the others.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import replace
from functools import reduce
from operator import add
from typing import TypeVar

import torch
from torch import Tensor

from engine.ladder import Size
from engine.nn.encoders import Encoder
from engine.nn.losses import Texture
from engine.nn.objective import Found, Objective, style_layers
from engine.nn.tensors import size_of
from engine.nn.windows import Window, piece_of, windows

ResultT = TypeVar("ResultT")
Gradient = Callable[[Objective, Tensor], tuple[Tensor, Tensor]]  # in an image: loss and gradient


class Tiles:
    """Gradients by tiles, on all of `devices` at once; none: where the image is.

    `tile_px` says how large tiles of a canvas (width, height) are without their halo, or 0: then `whole` computes.

    Two passes over the tiles: one without gradient to learn the textures, one for the gradient; a third more work than
    untiled, and the halo. The image's device sums up, always in the order of the tiles: the same picture gives the
    same bytes.
    """

    def __init__(
        self, tile_px: Callable[[Size], int], devices: Sequence[str] = (), whole: Gradient = Objective.gradient
    ) -> None:
        self._tile_px = tile_px
        self._devices = tuple(devices)
        self._whole = whole
        self._encoders: list[Encoder] = []  # one for each device
        self._objective: Objective | None = None  # the last one, as it is
        self._replicas: list[Objective] = []  # and on each device

    def gradient(self, objective: Objective, image: Tensor) -> tuple[Tensor, Tensor]:
        """The loss and its gradient in the image (1, 3, H, W), as `Objective.gradient` has them."""
        parts = windows(image.shape, self._tile_px(size_of(image)) or max(size_of(image)))
        if len(parts) == 1:
            return self._whole(objective, image)
        image = image.detach()
        loss, gradient = _of_pixels(objective, image)
        style_loss, pulls = _of_textures(objective, self._found(objective, image, parts))
        loss += style_loss

        def of_tile(replica: Objective, window: Window) -> tuple[Tensor, Window, Tensor]:
            return _of_tile(replica, image, window, pulls)

        for content_loss, view, part in self._each(objective, parts, of_tile):
            loss += content_loss.to(loss.device)
            view.of(gradient, image.shape).add_(part.to(gradient.device))
        return loss, gradient

    def _found(self, objective: Objective, image: Tensor, parts: Sequence[Window]) -> Found:
        names = style_layers(objective.encoder, objective.formula)

        def found(replica: Objective, window: Window) -> Found:
            with torch.no_grad():  # in the thread that works
                seen = piece_of(replica.encoder, image, names, window)
                return replica.found(seen.features, window)

        found_here = (
            _each_tensor(part, lambda tensor: tensor.to(image.device)) for part in self._each(objective, parts, found)
        )
        return reduce(add, found_here)

    def _each(
        self, objective: Objective, parts: Sequence[Window], work: Callable[[Objective, Window], ResultT]
    ) -> Iterator[ResultT]:
        """The work on every window, in their order, on as many at a time as there are devices."""
        replicas = self._on_devices(objective)
        if len(replicas) == 1:
            yield from (work(replicas[0], window) for window in parts)
            return
        with ThreadPoolExecutor(len(replicas)) as pool:
            for start in range(0, len(parts), len(replicas)):
                yield from pool.map(work, replicas, parts[start : start + len(replicas)])

    def _on_devices(self, objective: Objective) -> list[Objective]:
        if len(self._devices) < 2:
            return [objective]
        if self._objective is not objective:
            if self._objective is None or self._objective.encoder is not objective.encoder:
                self._encoders = [deepcopy(objective.encoder).to(device) for device in self._devices]
            self._objective, self._replicas = objective, [_on(objective, encoder) for encoder in self._encoders]
        return self._replicas


def _of_pixels(objective: Objective, image: Tensor) -> tuple[Tensor, Tensor]:
    """The part of loss and gradient that no feature has to do with."""
    with torch.enable_grad():
        image = image.detach().requires_grad_()
        loss = objective.pixel_loss(image)
        return loss.detach(), _gradient([loss], [torch.ones_like(loss)], image)


def _of_textures(objective: Objective, found: Found) -> tuple[Tensor, list[Tensor | None]]:
    """The style loss and its gradient in each number that was found; None where nothing depends on it."""
    leaves = _each_tensor(found, lambda tensor: tensor.detach().requires_grad_())
    with torch.enable_grad():
        loss = objective.style_loss(leaves)
    tensors = _tensors(leaves)
    if not loss.requires_grad:
        return loss, [None] * len(tensors)
    return loss.detach(), list(torch.autograd.grad(loss, tensors, allow_unused=True))


def _of_tile(
    objective: Objective, image: Tensor, window: Window, pulls: Sequence[Tensor | None]
) -> tuple[Tensor, Window, Tensor]:
    """A window's part of the content loss, and its part of the gradient of everything, which reaches into the halo."""
    with torch.enable_grad():
        piece = piece_of(objective.encoder, image, objective.names, window)
        content_loss = objective.content_loss(piece.features, window)
        found = _tensors(objective.found(piece.features, window))
    pulls = [None if pull is None else pull.to(piece.seen.device) for pull in pulls]
    gradient = _gradient([content_loss, *found], [torch.ones_like(content_loss), *pulls], piece.seen)
    return content_loss.detach(), piece.view, gradient


def _gradient(outputs: Sequence[Tensor], pulls: Sequence[Tensor | None], source: Tensor) -> Tensor:
    """Of the outputs, each as strong as its pull, in `source`; zero where nothing depends on it."""
    pairs = [
        (output, pull) for output, pull in zip(outputs, pulls, strict=True) if pull is not None and output.requires_grad
    ]
    if not pairs:
        return torch.zeros_like(source, requires_grad=False)
    (gradient,) = torch.autograd.grad([output for output, _ in pairs], source, [pull for _, pull in pairs])
    return gradient


def _on(objective: Objective, encoder: Encoder) -> Objective:
    """The objective where this copy of its encoder is, as far as windows ask it."""
    device = next(encoder.parameters()).device
    targets = [
        replace(
            target, masks=None if target.masks is None else {name: m.to(device) for name, m in target.masks.items()}
        )
        for target in objective.targets
    ]
    content, variance = objective.content.to(device), objective.variance.to(device)
    return replace(objective, encoder=encoder, content=content, variance=variance, targets=tuple(targets))


def _each_tensor(found: Found, change: Callable[[Tensor], Tensor]) -> Found:
    return Found(
        tuple(
            {name: Texture(change(texture.mean), change(texture.gram)) for name, texture in textures.items()}
            for textures in found.textures
        )
    )


def _tensors(found: Found) -> list[Tensor]:
    """All that it holds, always in the same order."""
    return [
        tensor
        for textures in found.textures
        for texture in textures.values()
        for tensor in (texture.mean, texture.gram)
    ]
