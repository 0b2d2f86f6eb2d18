"""From light to color: what a colorizer says, drawn along the edges of the picture. Knows no file and no option.

The network always sees about as many pixels, so that the size of a picture changes nothing; what it says is coarse, and
is made as fine as the picture by the guided filter.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

import torch
from torch import Tensor

from engine.ladder import Size
from engine.nn.colorizer import COARSE, STEP_PX, Colorizer
from engine.nn.guided import along_edges
from engine.nn.lab import colored, grey, lightness
from engine.nn.palette import TEMPERATURE, annealed_mean, taste
from engine.nn.tensors import resize, size_of

SEEN_PX: Final = 176  # root of the area of what the network sees
_RADIUS_PX: Final = 4  # of the filter, on what the network sees
_SOFTNESS: Final = 6.0  # of edges, in L squared


@dataclass(frozen=True, slots=True)
class Liking:
    """How to read what is said where several colors are likely: sharply or not, and in favor of one hue (radians)."""

    temperature: float = TEMPERATURE
    angle: float = 0.0
    weight: float = 0.0


PLAIN: Final = Liking()


def seen_size(size: Size) -> Size:
    """What the network sees of a picture: its proportions on the same area, multiples of 16."""
    factor = SEEN_PX / sqrt(size[0] * size[1])
    width, height = (max(1, round(side * factor / STEP_PX)) * STEP_PX for side in size)
    return width, height


@torch.no_grad()
def said_of(network: Colorizer, light: Tensor) -> tuple[Tensor, Tensor]:
    """What the network says of L (1, 1, H, W), and the L that it saw."""
    seen = resize(light, seen_size(size_of(light))).clamp(0, 100)
    return network(grey(seen)), seen


def color_of(network: Colorizer, said: Tensor, liking: Liking = PLAIN) -> Tensor:
    """a and b, (1, 2, H / 4, W / 4)."""
    if not len(network.colors):
        return said
    if liking.weight:
        said = said + taste(network.colors, liking.angle, liking.weight)
    return annealed_mean(said, network.colors, liking.temperature)


def drawn(coarse: Tensor, seen: Tensor, light: Tensor) -> Tensor:
    """a and b (1, 2, H / 4, W / 4) along the edges of L (1, 1, H', W'), of which `seen` (1, 1, H, W) is the shrunk."""
    height, width = (COARSE * side for side in coarse.shape[2:])
    return along_edges(resize(coarse, (width, height)), seen, light, _RADIUS_PX, _SOFTNESS)


def colorized(network: Colorizer, photo: Tensor) -> Tensor:
    """The colors of sRGB (1, 3, H, W) in [0, 1] anew, its light kept."""
    light = lightness(photo)
    said, seen = said_of(network, light)
    return colored(light, drawn(color_of(network, said), seen, light))
