"""Whether a picture has colors, or is grey or toned in one color. Pillow only; knows no effect and no file."""

from collections import defaultdict
from math import atan2, cos, sin, sqrt

from engine.picture import Picture, shrink

SIDE_PX = 96  # small enough that the noise of sensors, scanners and JPEG is averaged away
LEVELS = 16  # of brightness
GREY = 4.0  # sepia and noisy scans lie below it, 94 of 100 color photos above: docs/log.md

Chroma = tuple[float, float]


def is_grey(picture: Picture) -> bool:
    """Whether all of it could have been printed in one ink: sepia, a faded print and a noisy scan count as grey."""
    return colors_of(picture) < GREY


def colors_of(picture: Picture) -> float:
    """How far colors differ that one ink would make alike, as root mean square in CbCr of 8 bits.

    A toned print has one hue (or that and the opposite one), and where it is equally bright it is equally toned: what
    counts is the chroma off the main axis of hue, and on it off the mean of its level of brightness.
    """
    by_level: defaultdict[int, list[Chroma]] = defaultdict(list)
    bands = shrink(picture, SIDE_PX).image.convert("RGB").convert("YCbCr").split()
    for light, blue, red in zip(*(band.tobytes() for band in bands), strict=True):
        by_level[light * LEVELS // 256].append((blue - 128, red - 128))
    everywhere = [chroma for level in by_level.values() for chroma in level]
    turned = cos(hue := main_hue(everywhere)), sin(hue)
    off_axis = sum((red * turned[0] - blue * turned[1]) ** 2 for blue, red in everywhere)
    off_level = 0.0
    for level in by_level.values():
        along = [blue * turned[0] + red * turned[1] for blue, red in level]
        mean = sum(along) / len(along)
        off_level += sum((one - mean) ** 2 for one in along)
    return sqrt((off_axis + off_level) / len(everywhere))


def main_hue(chromas: list[Chroma]) -> float:
    """The direction, in radians, in which the chromas lie furthest from grey; the opposite one is the same."""
    blue_blue = sum(blue * blue for blue, _ in chromas)
    red_red = sum(red * red for _, red in chromas)
    blue_red = sum(blue * red for blue, red in chromas)
    return atan2(2 * blue_red, blue_blue - red_red) / 2
