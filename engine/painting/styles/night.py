"""A night of whirls: blue strokes that turn around stars and a moon over a sleeping village."""

import numpy as np

from engine.painting.brush import Brush, Canvas, cover
from engine.painting.fields import Field, blended, clipped, color, coordinates, fractal, noise, over, ramp, smoothstep
from engine.painting.scenes import ridge

STARS = ((0.13, 0.16, 0.045), (0.33, 0.08, 0.03), (0.36, 0.36, 0.035), (0.6, 0.1, 0.035), (0.16, 0.42, 0.028))
MOON = (0.84, 0.15, 0.085)
WHIRLS = ((0.46, 0.27, 0.17, 1), (0.64, 0.36, 0.11, -1), (0.2, 0.3, 0.1, -1))
HOUSES = (
    (0.42, 0.84, 0.05),
    (0.53, 0.87, 0.045),
    (0.63, 0.83, 0.04),
    (0.74, 0.88, 0.055),
    (0.86, 0.85, 0.04),
    (0.33, 0.9, 0.04),
)


def paint(rng: np.random.Generator, side: int) -> Field:
    """Broad strokes, then narrow ones, then lights set thickly on top."""
    picture, angle = village(rng, *heaven(rng, side))
    unit = side / 512
    canvas = Canvas(np.full((side, side, 3), (0.13, 0.15, 0.28), dtype=np.float32))
    cover(canvas, rng, picture, angle, Brush(size=(48 * unit, 11 * unit), density=2.4, jitter=(0.05, 0.04), bend=0.03))
    cover(canvas, rng, picture, angle, Brush(size=(26 * unit, 5.5 * unit), density=2.6, jitter=(0.09, 0.05), bend=0.04))
    lights = smoothstep(0.45, 0.6, picture[..., 0])
    small = Brush((13 * unit, 4.5 * unit), density=3.0, jitter=(0.05, 0.03))
    cover(canvas, rng, picture, angle, small, where=lights)
    return canvas.lit(1.5, sigma=0.9)


def heaven(rng: np.random.Generator, side: int) -> tuple[Field, Field]:
    """The sky: directions turn around every whirl and every light; bands of blue run along them."""
    x, y = coordinates(side)
    angle = (0.35 * np.sin(x * 5 + 1) + 0.3 * noise(rng, side, 3)).astype(np.float32)
    bands = 0.5 * noise(rng, side, 7, stretch=2) + noise(rng, side, 22, stretch=3) * 0.6
    for cx, cy, radius, turn in WHIRLS:
        distance = np.hypot(x - cx, (y - cy) * 1.15)
        near = np.exp(-((distance / radius) ** 2))
        spin = np.arctan2(y - cy, x - cx) + np.pi / 2 + turn * 0.5
        angle = blended(angle, spin.astype(np.float32), near)
        bands = bands * (1 - near) + near * 2.0 * np.sin(3 * np.arctan2(y - cy, x - cx) * turn + distance * 55)
    blues = ("#101c4a", "#1c3a7f", "#2f62b0", "#5f9fd0", "#b9d9d0", "#e9e2a0")
    picture = ramp(blues, 0.36 + 0.17 * bands + 0.1 * y)
    for cx, cy, radius in (*STARS, MOON):
        picture, angle = light(picture, angle, cx, cy, radius)
    return crescent(picture), angle


def light(picture: Field, angle: Field, cx: float, cy: float, radius: float) -> tuple[Field, Field]:
    """One star with its rings."""
    x, y = coordinates(picture.shape[0])
    distance = np.hypot(x - cx, y - cy) / radius
    rings = 0.55 + 0.45 * np.cos(distance * 5.2)
    halo = np.exp(-((distance / 1.6) ** 2))
    glow = ramp(("#3f7fb0", "#d9c95f", "#fff3b0", "#fffbe0"), clipped(halo * 0.8 + 0.2 * rings))
    around = np.arctan2(y - cy, x - cx) + np.pi / 2
    return over(picture, glow, smoothstep(0.05, 0.75, halo)), blended(
        angle, around.astype(np.float32), smoothstep(0.02, 0.4, halo)
    )


def crescent(picture: Field) -> Field:
    """The moon itself, orange inside its halo."""
    x, y = coordinates(picture.shape[0])
    full = smoothstep(0.052, 0.046, np.hypot(x - MOON[0], y - MOON[1]))
    shadow = smoothstep(0.05, 0.044, np.hypot(x - MOON[0] + 0.024, y - MOON[1] + 0.008))
    return over(picture, np.broadcast_to(color("#f0a52f"), picture.shape), full * (1 - shadow))


def village(rng: np.random.Generator, picture: Field, angle: Field) -> tuple[Field, Field]:
    """Hills, roofs with lit windows, a cypress."""
    side = angle.shape[0]
    x, y = coordinates(side)
    for depth, stops in enumerate((("#16264f", "#3f6fa0"), ("#122347", "#2f5f7f"), ("#0f1f2f", "#2f5f4f", "#6f7f3f"))):
        top = ridge(rng, side, 0.62 + 0.1 * depth, 0.045 - 0.01 * depth)
        mask = smoothstep(0, 3 / side, y - top[None])
        picture = over(picture, ramp(stops, fractal(rng, side, 9, 4)), mask)
        slope = np.arctan(np.gradient(top)[None] * side * 1.2 + 0.5 * noise(rng, side, 9))
        angle = np.where(mask > 0.5, slope, angle).astype(np.float32)
    for hx, hy, size in HOUSES:
        roof = (np.abs(x - hx) < size * (1 - (hy - y) / size * 0.9)) & (y < hy) & (y > hy - size * 0.7)
        wall = (np.abs(x - hx) < size * 0.85) & (y >= hy) & (y < hy + size)
        window = (np.abs(x - hx - size * 0.2) < size * 0.2) & (np.abs(y - hy - size * 0.4) < size * 0.2)
        for part, code in ((wall, "#2f4f7f"), (roof, "#1f2a4f"), (window, "#ffd23f")):
            picture = over(picture, np.broadcast_to(color(code), picture.shape), part.astype(np.float32))
    up = (1.02 - y) / 0.95
    shape = 0.1 * np.sqrt(clipped(up)) * clipped(1 - up) ** 0.8 * 1.8
    tree = smoothstep(0, 0.006, shape - np.abs(x - 0.13 - 0.03 * np.sin(up * 8)))
    picture = over(picture, ramp(("#0c1a1c", "#1f3a2a", "#4f5a2a"), 0.5 + 0.25 * noise(rng, side, 14)), tree)
    return picture, np.where(tree > 0.5, np.pi / 2 + 0.4 * np.sin(up * 12), angle).astype(np.float32)
