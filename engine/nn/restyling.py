"""A photo of any size in the manner of a style: whole where it is small, else window by window, exactly the same.

Knows the encoder, the decoder and how far they see; knows no effect, no file and no color.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.nn.adaptive import CARRIED, AdaptiveDecoder, Manner, Textures, noise_for
from engine.nn.encoders import STYLE_LAYERS, Encoder
from engine.nn.losses import Texture
from engine.nn.objective import textures_of
from engine.nn.passes import Passes
from engine.nn.quality import Quality
from engine.nn.statistics import gram
from engine.nn.tensors import at_least
from engine.nn.windows import GRID_PX, LEAST_SIDE_PX, Window, features_of, piece_of, windows

FRAME_PX: Final = GRID_PX  # of the photo mirrored around it: at its border the encoder sees zeros and paints a frame
ALL_LAYERS: Final = Quality(0.0, gram, 0.0, (1.0,) * len(STYLE_LAYERS))  # for its layers alone
_LEAST_CHANGE: Final = 0.05  # of features that deviate by one over photos; paintings ask for 0.3 and more
WHOLE_PX: Final = 1_500_000  # as many pixels are painted at once
WINDOW_PX: Final = 768  # the side of a window of what is larger


@dataclass(frozen=True, slots=True)
class Networks:
    """What looks and what paints, and where those meet who use them."""

    encoder: Encoder
    decoder: AdaptiveDecoder
    passes: Passes = field(default_factory=Passes)

    def __call__(self, framed: Tensor, strength: Tensor, *rest: Tensor) -> Tensor:
        """Whole photos in their frames (B, 3, H, W), each by a strength (B,) like its style.

        The rest: noise as `noise_for` has it, then means and Gram matrices of the styles, layer after layer.
        """
        noise, moments = rest[: -2 * len(STYLE_LAYERS)], rest[-2 * len(STYLE_LAYERS) :]
        style = {name: Texture(*moments[2 * n : 2 * n + 2]) for n, name in enumerate(STYLE_LAYERS)}
        features = features_of(self.encoder, framed, STYLE_LAYERS)
        mine = {name: Texture.of(map_) for name, map_ in features.items()}
        manner = Manner.of(mine, style, strength)
        return _changed(framed, self.decoder(features, manner, noise), manner)

    @property
    def halo_px(self) -> int:
        """How far beyond a window the decoder sees, on the grid.

        The two convolutions of a block see two positions, the last of all one, a climb and its interpolation two.
        """
        stages = [2 * count + (2 if stage else 1) for stage, count in enumerate(self.decoder.shape.blocks)]
        beyond = sum(positions << stage for stage, positions in enumerate(stages))
        return -(-beyond // GRID_PX) * GRID_PX


@dataclass(frozen=True, slots=True)
class Restyling:
    """A photo in its frame (1, 3, H, W) and all that is global: how it becomes like the style, and its noise.

    `manner` is None where the photo is painted whole: it is found in the same pass. `parts` lie on the photo.
    """

    networks: Networks
    framed: Tensor
    wish: "Wish"
    manner: Manner | None
    noise: Sequence[Tensor]
    parts: tuple[Window, ...]

    @classmethod
    @torch.no_grad()
    def of(cls, networks: Networks, photo: Tensor, wish: "Wish", window_px: int = 0) -> Self:
        """Of a photo (1, 3, height, width) in [0, 1]; `window_px` instead of what its size asks for."""
        parts = windows(photo.shape, window_px or _window_px(photo))
        frame = framed(photo)
        manner = None
        if len(parts) > 1:
            mine = textures_of(networks.encoder, ALL_LAYERS, [(frame, None, 1.0)])
            manner = Manner.of(mine, wish.style, torch.tensor([wish.strength], device=photo.device))
        generator = torch.Generator().manual_seed(wish.seed)  # on the CPU: the same noise on every device
        drawn = noise_for(1, (frame.shape[-2], frame.shape[-1]), generator)
        noise = [(map_ * wish.noisy).to(photo.device) for map_ in drawn]
        return cls(networks, frame, wish, manner, noise, parts)

    def painted(self) -> Iterator[tuple[Window, Tensor]]:
        """The picture in [0, 1], part by part, each with its place on the photo."""
        for part in self.parts:
            yield part, self._whole(part) if self.manner is None else self._part(part, self.manner)

    def _whole(self, photo: Window) -> Tensor:
        """In one pass, with whoever else paints a photo of this size at this moment."""
        strength = torch.tensor([self.wish.strength], device=self.framed.device)
        style = [self.wish.style[name] for name in STYLE_LAYERS]
        moments = [moment for texture in style for moment in (texture.mean, texture.gram)]
        image = self.networks.passes(self.networks, self.framed, strength, *self.noise, *moments)
        return _in_frame(photo).of(image, self.framed.shape)

    @torch.no_grad()
    def _part(self, part: Window, manner: Manner) -> Tensor:
        canvas, inner = self.framed.shape, _in_frame(part)
        seen = _on_grid(inner).with_halo(self.networks.halo_px, canvas)
        features = piece_of(self.networks.encoder, self.framed, CARRIED, seen).features
        noise = [seen.of(map_, canvas) for map_ in self.noise]
        image = self.networks.decoder(features, manner, noise)
        place = inner.within(seen)
        image = image[..., place.top : place.bottom, place.left : place.right]
        return _changed(inner.of(self.framed, canvas), image, manner)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the photo shall become like, how strongly (0 to 1), and which noise strokes grow from, if any."""

    style: Textures
    strength: float
    seed: int = 0
    noisy: bool = True


def _changed(photo: Tensor, painted: Tensor, manner: Manner) -> Tensor:
    """The painting in [0, 1]; the decoder gives back a photo nearly: where no change is asked for it shall be it."""
    degree = (manner.change[:, None, None, None] / _LEAST_CHANGE).clamp(max=1)
    return torch.lerp(photo, painted.float().clamp(0, 1), degree)


def _in_frame(part: Window) -> Window:
    """Where a part of the photo lies in its frame."""
    return Window(*(edge + FRAME_PX for edge in (part.top, part.left, part.bottom, part.right)))


def _window_px(photo: Tensor) -> int:
    height, width = photo.shape[-2:]
    return max(height, width) if height * width <= WHOLE_PX else WINDOW_PX


def _on_grid(window: Window) -> Window:
    top, left = (side // GRID_PX * GRID_PX for side in (window.top, window.left))
    bottom, right = (-(-side // GRID_PX) * GRID_PX for side in (window.bottom, window.right))
    return Window(top, left, bottom, right)


def framed(photo: Tensor) -> Tensor:
    """A picture mirrored beyond its borders, at least 16 px, up to sides that the decoder paints: multiples of 16."""
    photo = at_least(photo, LEAST_SIDE_PX)
    height, width = photo.shape[-2:]
    below, beside = (FRAME_PX + -side % GRID_PX for side in (height, width))
    return F.pad(photo, (FRAME_PX, beside, FRAME_PX, below), mode="reflect")
