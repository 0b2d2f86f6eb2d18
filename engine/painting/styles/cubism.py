"""Cubist facets: planes of ochre, gray and olive broken out of each other, brushed in small dabs, edged in black."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from engine.painting.brush import Brush, Canvas, cover
from engine.painting.fields import Field, clipped, color, coordinates, noise, over, ramp, single, smoothstep, window

FAMILIES = (
    ("#2f2a26", "#7a5f3f", "#c9a468", "#efdcae"),
    ("#23292f", "#55636a", "#98a49c", "#e3dfcc"),
    ("#2f2f1f", "#6a6a3a", "#a8a468", "#e6dfae"),
    ("#3a211a", "#8f4a2a", "#cf8a4f", "#f0cf9a"),
    ("#1f2f3f", "#3f6478", "#87a9b0", "#dfe6dc"),
)
PLANES = 84
Points = NDArray[np.float64]  # (N, 2)


def paint(rng: np.random.Generator, side: int) -> Field:
    """Planes cut by lines and arcs, each shaded away from one of its edges."""
    picture, angle, edges = planes(rng, side)
    unit = side / 512
    canvas = Canvas(np.full((side, side, 3), (0.5, 0.42, 0.3), dtype=np.float32))
    cover(canvas, rng, picture, angle, Brush(size=(30 * unit, 9 * unit), density=3.4, jitter=(0.03, 0.012), bend=0.01))
    cover(canvas, rng, picture, angle, Brush(size=(13 * unit, 5 * unit), density=1.5, jitter=(0.055, 0.015), bend=0.0))
    lit = canvas.lit(1.3, sigma=0.9)
    contour = smoothstep(0.25, 0.75, edges + 0.16 * noise(rng, side, 60)) * 0.85
    return clipped(over(lit, np.broadcast_to(color("#1c1815"), lit.shape), contour))


def planes(rng: np.random.Generator, side: int) -> tuple[Field, Field, Field]:
    """Colors, directions of the brush, and contour lines of all planes, which stand closer in the middle."""
    x, y = coordinates(side)
    picture = ramp(FAMILIES[1], (0.5 + 0.25 * noise(rng, side, 3)).astype(np.float32))
    angle = np.full((side, side), 0.5, dtype=np.float32)
    edges = np.zeros((side, side), dtype=np.float32)
    for index in range(PLANES):
        outline = figure(rng, 1 - index / PLANES)
        middle = outline.mean(axis=0)
        at = window(side, (middle[0], middle[1]), float(np.abs(outline - middle).max()) + 0.01)
        shape, line = drawn(outline, side, at)
        turn = rng.uniform(0, 2 * np.pi)
        depth = stretched((x[at] * np.cos(turn) + y[at] * np.sin(turn)), shape)
        family = FAMILIES[rng.choice(len(FAMILIES), p=(0.32, 0.26, 0.14, 0.14, 0.14))]
        shade = ramp(family, depth * rng.uniform(0.9, 1.3) - rng.uniform(0.0, 0.25))
        picture[at] = over(picture[at], shade, shape * (0.55 + 0.45 * smoothstep(0, 0.4, depth)))
        angle[at] = np.where(shape > 0.5, turn + np.pi / 2, angle[at])
        edges[at] = np.maximum(edges[at] * (1 - 0.75 * shape), line)
    return picture, angle, edges


def stretched(depth: Field, shape: Field) -> Field:
    """`depth` from 0 on one edge of the plane to 1 on the other."""
    inside = depth[shape > 0.5]
    if not inside.size:
        return np.zeros_like(depth)
    return single((depth - inside.min()) / (np.ptp(inside) + 1e-4))


def figure(rng: np.random.Generator, size: float) -> Points:
    """The corners of one plane in (0, 1): straight-edged, or round on one side."""
    cx, cy = np.clip(rng.normal(0.5, 0.29, 2), 0.0, 1.0)
    reach = (0.08 + 0.32 * size) * rng.uniform(0.7, 1.3)
    corners = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 6)))
    if rng.random() < 0.3:
        corners = rng.uniform(0, 2 * np.pi) + np.linspace(0, rng.uniform(2.0, 4.2), 24)
    stretch, lean = rng.uniform(0.45, 1.0), rng.choice((0.5, 1.05, 1.57, 2.1, 2.6)) + rng.normal(0, 0.08)
    px, py = np.cos(corners) * reach, np.sin(corners) * reach * stretch
    return np.stack([cx + px * np.cos(lean) - py * np.sin(lean), cy + px * np.sin(lean) + py * np.cos(lean)], axis=1)


def drawn(outline: Points, side: int, at: tuple[slice, slice]) -> tuple[Field, Field]:
    """The plane, and that part of its edge which is drawn in black, in the window `at`."""
    rows, columns = (range(side)[part] for part in at)
    path = [(float(px) * side - columns.start, float(py) * side - rows.start) for px, py in outline]
    size = (len(columns), len(rows))
    shape, line = Image.new("L", size), Image.new("L", size)
    ImageDraw.Draw(shape).polygon(path, fill=255)
    ImageDraw.Draw(line).line(path[: max(2, len(path) * 2 // 3)], fill=255, width=max(2, side // 170))
    soft = ImageFilter.GaussianBlur(0.8)
    return single(shape.filter(soft)) / np.float32(255), single(line.filter(soft)) / np.float32(255)
