"""Drawings by arithmetic, for tests and sheets: a cat by marker, pencil and chalk, under a lamp; a house, a face."""

from collections.abc import Sequence
from math import cos, radians, sin
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

SIDE_PX = 256
_FINER = 3  # drawn so much larger: Pillow's lines have steps

Points = Sequence[tuple[float, float]]


def arc(middle: tuple[float, float], radii: tuple[float, float], start: int = 0, end: int = 360) -> Points:
    """Points of an ellipse between two angles in degrees."""
    angles = [radians(start + (end - start) * step / 24) for step in range(25)]
    return [(middle[0] + radii[0] * cos(one), middle[1] + radii[1] * sin(one)) for one in angles]


CAT: Final[Sequence[Points]] = [
    arc((50, 48), (26, 22)),
    [(33, 31), (28, 10), (45, 25)],
    [(55, 25), (72, 10), (67, 31)],
    *(arc((x, 44), (4.5, 4)) for x in (40, 60)),
    [(47, 53), (53, 53), (50, 57), (47, 53)],
    *([(50 + side * 9, y), (50 + side * 30, y + turn)] for side in (-1, 1) for y, turn in ((53, -4), (57, 4))),
    [(32, 65), (25, 80), (24, 97)],
    [(68, 65), (75, 80), (76, 97)],
]
HOUSE: Final[Sequence[Points]] = [
    [(20, 90), (20, 45), (80, 45), (80, 90), (20, 90)],
    [(15, 47), (50, 15), (85, 47)],
    [(43, 90), (43, 65), (57, 65), (57, 90)],
    *([(x, 55), (x + 11, 55), (x + 11, 66), (x, 66), (x, 55)] for x in (27, 62)),
]
FACE: Final[Sequence[Points]] = [
    arc((50, 50), (28, 36)),
    *(arc((x, 43), radii) for x in (39, 61) for radii in ((6, 3.5), (2, 2))),
    arc((50, 68), (11, 6), 10, 170),
    [(50, 45), (46, 58), (51, 59)],
]


def drawing(paths: Sequence[Points] = CAT, pen_px: float = 3, ink: int = 0, paper: int = 255) -> Image.Image:
    """Strokes of a pen so wide, at 256 px."""
    side = SIDE_PX * _FINER
    image = Image.new("L", (side, side), paper)
    pen, width = ImageDraw.Draw(image), round(pen_px * _FINER)
    for path in paths:
        points = [(x * side / 100, y * side / 100) for x, y in path]
        pen.line(points, ink, width, "curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), ink)
    return image.resize((SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS).convert("RGB")


def photographed(image: Image.Image, light: float = 0.9, grain: float = 3.0) -> Image.Image:
    """A drawing on a table, under a warm lamp, half of it in a shadow."""
    levels = np.asarray(image, np.float64)
    y, x = np.mgrid[0 : 1 : levels.shape[0] * 1j, 0 : 1 : levels.shape[1] * 1j]
    lit = 0.3 + 0.7 / (1 + np.exp(-(x - 0.55 + 0.4 * (y - 0.5)) / 0.04))
    warm = levels * (light * lit * (1 - 0.3 * y))[..., None] * (1.0, 0.93, 0.82)
    noise = np.random.default_rng(0).normal(0, grain, levels.shape)
    return Image.fromarray((warm + noise).clip(0, 255).astype(np.uint8))
