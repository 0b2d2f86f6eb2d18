"""Parts of a canvas, and what an encoder sees of each without seeing the rest: exactly what it sees of the whole.

A feature depends on no more of the picture than its receptive field. So a window's features are right when the encoder
gets the window with a halo around it and the features of the halo are dropped. Knows no loss.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import torch
from torch import Tensor

from engine.nn.encoders import Architecture, Encoder
from engine.nn.tensors import at_least

LEAST_SIDE_PX: Final = 32  # relu5_1 of anything shorter is a single row
GRID_PX: Final = 16  # four poolings: what lies on this grid lies on the grid of every layer
LOOK_PX: Final = 512  # windows of a picture that is only looked at, once a scale: half more work, in little memory


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

    def with_halo(self, halo_px: int, canvas: torch.Size) -> "Window":
        """As much more on every side, as far as there is canvas."""
        bottom, right = min(self.bottom + halo_px, canvas[-2]), min(self.right + halo_px, canvas[-1])
        return Window(max(0, self.top - halo_px), max(0, self.left - halo_px), bottom, right)

    def within(self, other: "Window") -> "Window":
        """The same place in the coordinates of a window around it."""
        return Window(self.top - other.top, self.left - other.left, self.bottom - other.top, self.right - other.left)


@dataclass(frozen=True, slots=True)
class Piece:
    """A window's features, by layer; `seen` is the part of the picture at `view` that they were computed from."""

    window: Window
    view: Window
    seen: Tensor
    features: Mapping[str, Tensor]


def windows(canvas: torch.Size, tile_px: int) -> tuple[Window, ...]:
    """Disjoint windows of nearly one size, no side longer than `tile_px` by more than 15, row by row."""
    rows, columns = (_cuts(side_px, tile_px) for side_px in canvas[-2:])
    return tuple(
        Window(top, left, bottom, right) for top, bottom in pairwise(rows) for left, right in pairwise(columns)
    )


def halo_px(architecture: Architecture, names: Sequence[str]) -> int:
    """How far beyond a window the encoder must see for these layers: 80 for relu5_1 of VGG-19, 64 of ours.

    A 3x3 convolution sees one position beyond, which poolings before it make 1, 2, 4 ... px; a pooling sees nothing
    beyond, as windows lie on its grid. Rounded up to that grid.
    """
    layers = architecture.layers()
    deepest = max((layers.index(name) for name in names), default=-1)
    beyond = sum(1 << int(name[4]) - 1 for name in layers[: deepest + 1])
    return -(-beyond // GRID_PX) * GRID_PX


def piece_of(encoder: Encoder, image: Tensor, names: Sequence[str], window: Window) -> Piece:
    """The features of a window of the image (B, 3, H, W), which may lie on another device than the encoder.

    Where gradients are enabled they go back to `seen`, and not to the image.
    """
    view = window.with_halo(halo_px(encoder.architecture, names), image.shape)
    seen = view.of(image, image.shape).detach().to(next(encoder.parameters()).device)
    seen.requires_grad_(torch.is_grad_enabled())
    inner, features = window.within(view), features_of(encoder, seen, names)
    return Piece(window, view, seen, {name: inner.of(map_, seen.shape) for name, map_ in features.items()})


def pieces_of(encoder: Encoder, image: Tensor, names: Sequence[str], tile_px: int = LOOK_PX) -> Iterator[Piece]:
    """All features of the image (B, 3, H, W), a window after the other, without gradient."""
    for window in windows(image.shape, tile_px):
        with torch.no_grad():
            piece = piece_of(encoder, image, names, window)
        yield piece


def map_size(canvas: torch.Size, name: str) -> tuple[int, int]:
    """Height and width of a layer's whole feature map: each pooling halves and rounds down."""
    halvings = int(name[4]) - 1
    height, width = (max(LEAST_SIDE_PX, side) for side in canvas[-2:])
    return height >> halvings, width >> halvings


def features_of(encoder: Encoder, image: Tensor, names: Sequence[str]) -> dict[str, Tensor]:
    """The encoder's features in its own precision; tiny pictures are widened so that every layer sees them."""
    if not names:
        return {}
    weight = next(encoder.parameters())
    x = at_least(image, LEAST_SIDE_PX).to(weight.dtype).contiguous(memory_format=layout_of(weight))
    found: dict[str, Tensor] = encoder(x, names)
    return found


def layout_of(tensor: Tensor) -> torch.memory_format:
    """How a tensor (B, C, H, W) lies in memory."""
    last = tensor.is_contiguous(memory_format=torch.channels_last) and not tensor.is_contiguous()
    return torch.channels_last if last else torch.contiguous_format


def _edges(start: int, stop: int, canvas_px: int, length: int) -> slice:
    """From px of the canvas to positions of a map of this length; to its end where the window ends at the border."""
    ratio = max(1, canvas_px // length)  # a widened picture's first map is longer than the picture
    factor = 1 << ratio.bit_length() - 1  # poolings round down: 47 px are 2 positions of 16
    return slice(start // factor, None if stop >= canvas_px else stop // factor)


def _cuts(side_px: int, tile_px: int) -> list[int]:
    """Where a side is cut, on the grid; the last part takes what the grid leaves over, which poolings drop."""
    cells = max(1, side_px // GRID_PX)
    parts = min(cells, -(-side_px // max(GRID_PX, tile_px)))
    return [GRID_PX * (cells * part // parts) for part in range(parts)] + [side_px]
