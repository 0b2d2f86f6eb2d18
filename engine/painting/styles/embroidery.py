"""Embroidery: flowers and leaves in satin stitch, silk on dark linen, every thread catching the light."""

from collections.abc import Callable, Iterator

import numpy as np

from engine.painting.brush import Brush, Canvas, cover
from engine.painting.fields import Field, clipped, color, coordinates, noise, over, ramp, single, smoothstep, window

SILKS = (
    ("#7a0f2f", "#d92f4f", "#ff8f8f"),
    ("#c9601f", "#f0a02f", "#ffe08f"),
    ("#3f2f8f", "#7f6fd0", "#d0c0ff"),
    ("#0f5f7f", "#2fa0b0", "#b0f0e0"),
    ("#a02f7f", "#e06fb0", "#ffd0e8"),
)
GREENS = (
    ("#0f4f3f", "#3f9f5f", "#c0e08f"),
    ("#2f4f1f", "#7f9f3f", "#e0e08f"),
    ("#0f4f5f", "#3f8f8f", "#a0e0d0"),
)
Shape = Callable[[np.random.Generator, Field, Field], tuple[Field, Field, Field]]
Motif = tuple[Shape, tuple[float, float], float]  # what, where, how large


def paint(rng: np.random.Generator, side: int) -> Field:
    """The linen, then stitches along every petal and leaf, then a second layer of finer ones."""
    picture, angle, worked = garden(rng, side)
    unit = side / 512
    linen = ground(rng, side)
    canvas = Canvas(linen.copy())
    for (length, width), density, jitter in (((26.0, 3.0), 2.6, 0.05), ((17.0, 2.3), 1.5, 0.08)):
        thread = Brush((length * unit, width * unit), density, (jitter, 0.02), roughness=0.1, bend=0.015)
        cover(canvas, rng, picture, angle, thread, where=worked)
    return canvas.lit(2.1, sigma=0.7)


def ground(rng: np.random.Generator, side: int) -> Field:
    """Linen: a plain weave of uneven yarn."""
    steps = np.arange(side, dtype=np.float32) / side * 512
    phase = 2 * np.pi / 3.4
    u = np.sin(steps * phase)[None] + 0.5 * noise(rng, side, 110, stretch=12).T
    v = np.sin(steps * phase)[:, None] + 0.5 * noise(rng, side, 110, stretch=12)
    weave = np.where(np.sin(steps * phase / 2)[None] * np.sin(steps * phase / 2)[:, None] > 0, u, v)
    return clipped(color("#1f2a3a") * (1 + 0.2 * weave)[..., None])


def garden(rng: np.random.Generator, side: int) -> tuple[Field, Field, Field]:
    """Colors, directions of the thread, and where there is thread at all."""
    picture = np.zeros((side, side, 3), np.float32)
    angle, worked = np.zeros((side, side), np.float32), np.zeros((side, side), np.float32)
    for motif, middle, size in [*leaves(rng), *blooms(rng)]:
        at = window(side, middle, 1.1 * size)
        x, y = (field[at] for field in coordinates(side))
        tint, direction, shape = motif(rng, (x - middle[0]) / size, (y - middle[1]) / size)
        picture[at] = over(picture[at], tint, shape)
        angle[at] = np.where(shape > 0.5, direction, angle[at])
        worked[at] = np.maximum(worked[at], shape)
    return picture, angle, worked


def leaves(rng: np.random.Generator) -> Iterator[Motif]:
    """Leaves anywhere."""
    for _ in range(60):
        yield leaf, (rng.uniform(), rng.uniform()), rng.uniform(0.08, 0.16)


def blooms(rng: np.random.Generator) -> Iterator[Motif]:
    """Flowers of falling size, each where it finds room."""
    placed: list[tuple[float, float, float]] = []
    for size in (0.17, 0.15, 0.14, 0.12, 0.11, *([0.075] * 9), *([0.045] * 22)):
        for _ in range(60):
            x, y = rng.uniform(0.04, 0.96, 2).tolist()
            if all(np.hypot(x - ox, y - oy) > 0.86 * (size + other) for ox, oy, other in placed):
                placed.append((x, y, size))
                yield bloom, (x, y), size
                break


def bloom(rng: np.random.Generator, x: Field, y: Field) -> tuple[Field, Field, Field]:
    """A flower of radius 1: rows of petals around knots; the thread runs from the heart outwards."""
    turn, petals = rng.uniform(0, 6), rng.integers(5, 9)
    distance, direction = np.hypot(x, y), np.arctan2(y, x)
    lobes = np.abs(np.cos((direction + turn) * petals / 2))
    silk = SILKS[rng.integers(len(SILKS))]
    rows = 0.5 + 0.5 * np.cos(distance * 9 - 2.4 * lobes)
    tint = ramp(silk, 0.25 + 0.55 * rows * distance + 0.2 * lobes)
    gap = smoothstep(0.05, 0.16, lobes + 0.25 * (1 - distance))
    heart = smoothstep(0.3, 0.24, distance)
    tint = over(tint * (0.45 + 0.55 * gap)[..., None], ramp(SILKS[1], 0.5 + 0.5 * np.cos(distance * 40)), heart)
    thread = single(np.where(heart > 0.5, direction + np.pi / 2, direction))
    return tint, thread, smoothstep(0, 0.03, 0.78 + 0.2 * lobes - distance)


def leaf(rng: np.random.Generator, x: Field, y: Field) -> tuple[Field, Field, Field]:
    """A leaf of length 2: two rows of slanted stitches that meet at the rib."""
    turn = rng.uniform(0, 2 * np.pi)
    u = x * np.cos(turn) + y * np.sin(turn)
    v = y * np.cos(turn) - x * np.sin(turn) + 0.25 * u * u
    width = 0.3 * np.sqrt(np.clip(1 - u * u, 0, None))
    tint = ramp(GREENS[rng.integers(len(GREENS))], 0.35 + 0.4 * (v > 0) + 0.8 * np.abs(v))
    tint = single(tint * (0.5 + 0.5 * smoothstep(0.0, 0.05, np.abs(v)))[..., None])
    return tint, single(turn + np.where(v > 0, 0.75, -0.75)), smoothstep(0, 0.02, width - np.abs(v))
