"""Byzantine mosaic: tesserae of glass and gold in rows that follow the picture, each set at its own tilt in grout."""

import numpy as np

from engine.painting.fields import (
    Field,
    along,
    blended,
    blur,
    clipped,
    color,
    fractal,
    luminance,
    noise,
    ramp,
    smoothstep,
)
from engine.painting.scenes import Palette, landscape
from engine.painting.tessellation import Cells, relaxed, spread

PALETTE = Palette(
    sky=("#e8c45a", "#d9a531", "#5fb3b3", "#2a7fa8", "#1b4f8f"),
    sun="#ffe9a0",
    hills=(("#7f6fb0", "#4f4a9a"), ("#2f8f8a", "#1f5f7a"), ("#5fae5a", "#1f7a4f")),
    field=("#f0c63f", "#e08a2a", "#c2402f", "#8f2f4f", "#e0a02f"),
    tree=("#0f3f3f", "#1f6f4f", "#7fae3f"),
)
TILE = 7.4  # px of 512


def paint(rng: np.random.Generator, side: int) -> Field:
    """Tiles are the cells of a relaxed division in a metric turned along the contours."""
    scene = landscape(rng, side, PALETTE, sun=(0.62, 0.24))
    unit = side / 512
    angle = blended(scene.angle, along(blur(luminance(scene.color), 3 * unit), 8 * unit), 0.35)
    tile = TILE * unit
    cells = relaxed(spread(rng, side, round((side / tile) ** 2)), angle, 1.7 * tile, square=True, rounds=5)
    glass = tesserae(rng, scene.color, cells)
    edge = tile * 0.5 - np.maximum(np.abs(cells.u), np.abs(cells.v)) + 0.35 * unit * noise(rng, side, side / 9)
    body = smoothstep(0.02 * tile, 0.1 * tile, edge) * (cells.owner >= 0)
    grout = (color("#6f675c") * (0.55 + 0.5 * fractal(rng, side, 60, 4))[..., None]).astype(np.float32)
    bevel = smoothstep(0.24 * tile, 0.05 * tile, edge) * np.sign(-cells.u - cells.v) * 0.2
    lit = glass * (1 + bevel[..., None] + 0.07 * noise(rng, side, side / 5)[..., None])
    return clipped(grout * (1 - body[..., None]) + lit * body[..., None])


def tesserae(rng: np.random.Generator, scene: Field, cells: Cells) -> Field:
    """The color of each tile: that of the picture under it, of another melt each time; some of them gold."""
    side = scene.shape[0]
    at = np.clip(cells.sites.astype(int), 0, side - 1)
    melt = blur(scene, 2)[at[:, 1], at[:, 0]]
    gray = luminance(melt)[:, None]
    melt = gray + (melt - gray) * 1.25 + rng.normal(0, 0.05, (len(at), 3)) + rng.normal(0, 0.085, (len(at), 1))
    gold = ramp(("#8a5a14", "#d9a52b", "#ffe79a"), rng.random(len(at)).astype(np.float32))
    warm = (scene[at[:, 1], at[:, 0], 0] - scene[at[:, 1], at[:, 0], 2])[:, None]
    share = (rng.random((len(at), 1)) < 0.12 + 0.45 * (warm > 0.3)) * 0.7
    return clipped(melt * (1 - share) + gold * share)[cells.owner]
