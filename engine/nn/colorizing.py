"""From light to color: what a colorizer says, drawn along the edges of the picture. Knows no file and no option.

The network always sees about as many pixels, so that the size of a picture changes nothing; what it says is coarse, and
is made as fine as the picture by the guided filter.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final, NamedTuple

import torch
from torch import Tensor

from engine.ladder import Size
from engine.nn.colorizer import COARSE, STEP_PX, Colorizer
from engine.nn.guided import Lines
from engine.nn.lab import WHITE, colored, grey, lightness
from engine.nn.palette import TEMPERATURE, annealed_mean, taste
from engine.nn.tensors import resize, size_of

SEEN_PX: Final = 176  # root of the area of what the network sees
BAND_PX: Final = 2**19  # of the picture that are colored at a time
_RADIUS_PX: Final = 4  # of the filter, on what the network sees
_SOFTNESS: Final = 6.0  # of edges, in L squared
_DARKEST, _BRIGHTEST = 0.01, 0.99  # quantiles of the light that are shown to the network as black and white
_LEAST_RANGE: Final = 15.0  # of L: what has less is not stretched further, it is noise
_BLACK: Final = 16.0  # Lab is a straight line below: dark colors are as much paler as they are darker


@dataclass(frozen=True, slots=True)
class Liking:
    """How to read what is said where several colors are likely: sharply or not, and in favor of one hue (radians)."""

    temperature: float = TEMPERATURE
    angle: float = 0.0
    weight: float = 0.0


class Seen(NamedTuple):
    """What the network saw, L (1, 1, H, W) as it is, how much brighter it was shown, and what it said."""

    light: Tensor
    brighter: Tensor
    said: Tensor


PLAIN: Final = Liking()


def seen_size(size: Size) -> Size:
    """What the network sees of a picture: its proportions on the same area, multiples of 16."""
    factor = SEEN_PX / sqrt(size[0] * size[1])
    width, height = (max(1, round(side * factor / STEP_PX)) * STEP_PX for side in size)
    return width, height


@torch.no_grad()
def seen_by(network: Colorizer, light: Tensor) -> Seen:
    """What the network says of L (1, 1, H, W). A pale or dark picture is shown to it with more contrast."""
    small = resize(light, seen_size(size_of(light))).clamp(0, WHITE)
    ends = torch.quantile(small.flatten(), small.new_tensor([_DARKEST, _BRIGHTEST]))
    low, reach = ends[0], (ends[1] - ends[0]).clamp(min=_LEAST_RANGE)
    shown = ((small - low) / reach * WHITE).clamp(0, WHITE)
    return Seen(small, (shown + _BLACK) / (small + _BLACK), network(grey(shown)))


def color_of(network: Colorizer, seen: Seen, liking: Liking = PLAIN) -> Lines:
    """a and b along the light."""
    said = seen.said
    if len(network.colors):
        liked = taste(network.colors, liking.angle, liking.weight) if liking.weight else 0
        said = annealed_mean(said + liked, network.colors, liking.temperature)
    height, width = (COARSE * side for side in said.shape[2:])
    ab = resize(said, (width, height)) / seen.brighter.clamp(min=1)
    return Lines.between(ab, seen.light, _RADIUS_PX, _SOFTNESS)


def in_color(light: Tensor, lines: Lines, strength: float = 1.0, warmth: float = 0.0) -> Tensor:
    """sRGB (1, 3, H, W) of L (1, 1, H, W), band by band; `warmth` is what is added to b in the middle tones."""
    height, width = light.shape[2:]
    painted = light.new_empty((1, 3, height, width))
    rows = max(1, BAND_PX // width)
    for start in range(0, height, rows):
        band = light[:, :, start : start + rows]
        ab = strength * lines.drawn(band, start, height)
        if warmth:
            ab = ab + warmth * _warm(band)
        painted[:, :, start : start + rows] = colored(band, ab)
    return painted


def _warm(light: Tensor) -> Tensor:
    """What is added to a and b by one unit of warmth: black and white stay."""
    share = light / WHITE
    return 4 * share * (1 - share) * light.new_tensor([0.25, 1.0])[None, :, None, None]


@torch.no_grad()
def colorized(network: Colorizer, photo: Tensor) -> Tensor:
    """The colors of sRGB (1, 3, H, W) in [0, 1] anew, its light kept."""
    light = lightness(photo)
    return in_color(light, color_of(network, seen_by(network, light)))
