"""Pen and ink: a landscape in thousands of hatched lines on old paper, crossed where it is dark."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from engine.painting.fields import (
    Field,
    blur,
    clipped,
    color,
    fractal,
    luminance,
    noise,
    over,
    resized,
    single,
    smoothstep,
)
from engine.painting.scenes import landscape

FINE = 3  # lines are drawn at this many times the side, for Pillow's lines have hard edges
STEPS, STEP = 16, 2.2  # of a line, px of 512


def paint(rng: np.random.Generator, side: int) -> Field:
    """Three directions of hatching, each for darker tones than the one before."""
    scene = landscape(rng, side, sun=(0.3, 0.2)).mirrored()
    tone = blur(luminance(scene.color), side / 400)
    tone = clipped((tone - tone.min()) / (np.ptp(tone))) ** 0.85 + 0.05 * noise(rng, side, 30)
    plate = Image.new("L", (side * FINE, side * FINE), 0)
    for turn, dark, share in ((0.0, 0.9, 1.0), (0.95, 0.5, 0.62), (-0.75, 0.32, 0.5), (1.57, 0.18, 0.35)):
        hatch(rng, plate, tone, scene.angle + np.float32(turn), dark, round(13_000 * share))
    ink = resized(single(plate) / np.float32(255), side)
    ink = clipped(ink * (0.9 + 0.15 * noise(rng, side, side / 3)))
    age = fractal(rng, side, 3, 6)
    sheet = color("#efe3c6") * (0.93 + 0.1 * age)[..., None] - 0.02 * noise(rng, side, side / 2.5)[..., None]
    return over(sheet.astype(np.float32), np.broadcast_to(color("#1d1a24"), sheet.shape), ink.astype(np.float32))


def hatch(rng: np.random.Generator, plate: Image.Image, tone: Field, angle: Field, dark: float, count: int) -> None:
    """Lines along `angle` wherever `tone` is darker than `dark`: the darker, the closer and the broader."""
    side = tone.shape[0]
    place = rng.random((count, 2)) * side
    path, live = traced(place, tone, angle, dark)
    pen = ImageDraw.Draw(plate)
    depth = clipped((dark - tone[tuple(np.clip(place[:, ::-1].astype(int), 0, side - 1).T)]) / dark)
    chosen = rng.random(count) < smoothstep(0.0, 0.55, depth.astype(np.float32)) * 0.85 + 0.15
    widths = np.maximum(1, np.round(side / 512 * FINE * (0.35 + 0.4 * depth))).astype(int)
    for line, length, width in zip(path[chosen], live[chosen], widths[chosen], strict=True):
        if length > 3:
            pen.line(
                [tuple(point) for point in (line[:length] * FINE).tolist()], fill=255, width=int(width), joint="curve"
            )


def traced(
    place: NDArray[np.float64], tone: Field, angle: Field, dark: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Paths (N, STEPS, 2) that follow `angle`, and how many of their points come before the first in the light."""
    side = tone.shape[0]
    step = STEP * side / 512
    path = np.empty((len(place), STEPS, 2))
    inside = np.ones(len(place), dtype=bool)
    live = np.zeros(len(place), dtype=np.int64)
    heading = np.zeros((len(place), 2))
    for index in range(STEPS):
        path[:, index] = place
        row, column = (np.clip(place[:, axis].astype(int), 0, side - 1) for axis in (1, 0))
        inside &= tone[row, column] < dark
        live += inside
        direction = np.stack([np.cos(angle[row, column]), np.sin(angle[row, column])], axis=1)
        direction *= np.where((direction * heading).sum(axis=1) < 0, -1, 1)[:, None]
        heading, place = direction, place + direction * step
    return path, live
