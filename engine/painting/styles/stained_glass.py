"""A window: panes of mouth-blown glass in lead, light coming through a rose of petals and rays."""

import numpy as np
from numpy.typing import NDArray

from engine.painting.fields import Field, blur, clipped, color, coordinates, fractal, noise, ramp, slopes, smoothstep
from engine.painting.tessellation import relaxed, spread

BLUES = ("#0b1f7a", "#1446b0", "#1f7fc9", "#2fb0c0")
REDS = ("#7a0b1a", "#c01f1f", "#e9502f", "#f0902f")
GOLDS = ("#c97f0f", "#f0b01f", "#ffe06f", "#fff0b0")
GREENS = ("#0f4f2f", "#1f8f4f", "#6fc05f", "#c0d95f")
VIOLETS = ("#3f0f5f", "#7f2f9f", "#b06fc9", "#e0a0c9")


def paint(rng: np.random.Generator, side: int) -> Field:
    """Panes by pattern inside the rose, by chance outside; then glass, lead, and light that spills over the lead."""
    pane = panes(rng, side)
    count = int(pane.max()) + 1
    glass = tinted(rng, side, pane, count)
    lead = leading(rng, pane, side)
    streaks = 0.8 + 0.5 * fractal(rng, side, 6, 5) + 0.07 * noise(rng, side, 70, stretch=4)
    seeds = smoothstep(2.3, 2.6, noise(rng, side, 110)) * 0.35
    lit = glass * (streaks + seeds)[..., None]
    dx, dy = slopes(blur(lead, side / 330))
    metal = (
        color("#23242b") * (1 + 5 * np.clip(-dx - dy, -0.12, 0.3))[..., None] + 0.03 * noise(rng, side, 120)[..., None]
    )
    picture = lit * (1 - lead[..., None]) + metal * lead[..., None]
    return clipped(picture + 0.28 * blur(lit * (1 - lead[..., None]), side / 60) * (0.4 + lead[..., None]))


def panes(rng: np.random.Generator, side: int) -> NDArray[np.int32]:
    """The number of the pane at each pixel."""
    x, y = coordinates(side)
    warp = 0.012
    px, py = x - 0.5 + warp * noise(rng, side, 4), y - 0.47 + warp * noise(rng, side, 4)
    radius, angle = np.hypot(px, py), np.arctan2(py, px) / (2 * np.pi) + 0.5
    outside = relaxed(
        spread(rng, side, 150), np.zeros((side, side), np.float32), side / 6, square=False, rounds=2
    ).owner
    pane = outside + 1000
    ring = 0
    rings = ((0.06, 1, 0.0), (0.15, 12, 0.0), (0.235, 12, 0.5), (0.33, 24, 0.0), (0.4, 24, 0.5))
    for outer, spokes, shift in reversed(rings):
        ring += 100
        petal = 0.018 * np.abs(np.sin(np.pi * (angle * spokes + shift))) if spokes > 1 else 0
        pane = np.where(radius < outer + petal, ring + np.floor(angle * spokes + shift).astype(np.int32) % spokes, pane)
    return np.unique(pane, return_inverse=True)[1].reshape(side, side).astype(np.int32)


def tinted(rng: np.random.Generator, side: int, pane: NDArray[np.int32], count: int) -> Field:
    """One melt of glass for each pane, chosen by where it stands."""
    x, y = coordinates(side)
    area = np.bincount(pane.ravel(), minlength=count)
    middle_x = np.bincount(pane.ravel(), weights=x.ravel(), minlength=count) / area
    middle_y = np.bincount(pane.ravel(), weights=y.ravel(), minlength=count) / area
    radius = np.hypot(middle_x - 0.5, middle_y - 0.47)
    melts = np.empty((count, 3), dtype=np.float32)
    for index in range(count):
        far = radius[index]
        inside = (GOLDS, REDS, BLUES, VIOLETS, GOLDS, BLUES)[min(5, int(far / 0.085))]
        ground = GREENS if middle_y[index] > 0.85 else BLUES
        family = inside if far < 0.42 else (ground if rng.random() < 0.72 else (REDS, VIOLETS, GOLDS)[rng.integers(3)])
        melts[index] = ramp(family, np.float32(rng.beta(2, 2)))
    return melts[pane]


def leading(rng: np.random.Generator, pane: NDArray[np.int32], side: int) -> Field:
    """Came: a soft-edged line wherever two panes meet, uneven as lead is."""
    meets = np.zeros(pane.shape, dtype=np.float32)
    meets[:, 1:] = np.maximum(meets[:, 1:], pane[:, 1:] != pane[:, :-1])
    meets[1:] = np.maximum(meets[1:], pane[1:] != pane[:-1])
    width = side / 512 * (1.75 + 0.25 * noise(rng, side, 20))
    spread_out = blur(meets, side / 512 * 1.8) * (side / 512 * 1.8) * 2.5
    return smoothstep(0.45, 0.75, spread_out * width / 1.75)
