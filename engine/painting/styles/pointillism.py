"""Pointillism: pure dots side by side, the complement of each color among them, as Seurat set them."""

import numpy as np

from engine.painting.brush import Canvas
from engine.painting.fields import Field, clipped, luminance, noise, smoothstep
from engine.painting.scenes import Palette, landscape

PALETTE = Palette(
    sky=("#ffd7b0", "#ffc4c0", "#c9c4f0", "#8fc0f0", "#5f9fe0"),
    sun="#fff6c8",
    hills=(("#b0b4f0", "#8f8fe0"), ("#6f9fd0", "#5f6fc0"), ("#8fd07f", "#3f9f6f")),
    field=("#f7e05f", "#9fd04f", "#5fb04f", "#f0a04f", "#e0607f"),
    tree=("#1f3f7f", "#1f7f5f", "#8fc03f"),
)


def paint(rng: np.random.Generator, side: int) -> Field:
    """Large dots first, then smaller ones that stand out of them."""
    scene = landscape(rng, side, PALETTE, sun=(0.75, 0.22)).mirrored().color
    unit = side / 512
    canvas = Canvas(np.full((side, side, 3), (0.93, 0.88, 0.78), dtype=np.float32))
    for diameter, density in ((9.5, 1.5), (7.0, 1.2), (5.6, 0.8)):
        dots(rng, canvas, scene, diameter * unit, density)
    return canvas.lit(0.45, sigma=1.0)


def dab(rng: np.random.Generator) -> Field:
    """A round touch of the tip of a brush."""
    u = np.linspace(-1, 1, 40, dtype=np.float32)
    radius = np.hypot(np.linspace(-1, 1, 96, dtype=np.float32)[:, None], u[None])
    uneven = noise(rng, 96, 5)[:, :40]
    return np.asarray(smoothstep(0, 0.3, 0.95 - radius + 0.1 * uneven) * (0.8 + 0.2 * radius), dtype=np.float32)


def dots(rng: np.random.Generator, canvas: Canvas, scene: Field, diameter: float, density: float) -> None:
    """Dots of one size, `density` times over the picture."""
    side = scene.shape[0]
    dabs = [dab(rng) for _ in range(10)]
    for x, y in rng.random((int(density * (side / diameter) ** 2), 2)) * side:
        paint = pure(rng, scene[int(y), int(x)])
        size = diameter * rng.uniform(0.8, 1.15)
        canvas.stroke(dabs[rng.integers(10)], (x, y), rng.uniform(0, np.pi), (size * 1.1, size), paint)


def pure(rng: np.random.Generator, mixed: Field) -> Field:
    """One of the colors that the eye mixes to this one: itself stronger, now and then a neighbor or its opposite."""
    gray = float(luminance(mixed))
    strong = gray + (mixed - gray) * np.float32(1.7)
    chance = rng.random()
    if chance < 0.12:
        strong = gray + 0.08 - (mixed - gray) * np.float32(1.3)
    elif chance < 0.36:
        strong = (
            gray
            + np.roll(mixed - gray, 1 if chance < 0.24 else -1) * np.float32(0.75)
            + (mixed - gray) * np.float32(0.7)
        )
    return clipped(strong + np.float32(rng.normal(0, 0.06)))
