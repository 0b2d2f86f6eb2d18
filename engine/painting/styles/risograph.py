"""A risograph print: four spot inks in coarse screens on uncoated paper, a little out of register."""

import numpy as np

from engine.painting.fields import Field, blur, clipped, color, coordinates, fractal, noise, single, smoothstep
from engine.painting.scenes import ridge

# ink, angle of its screen in degrees, where its drum slipped to (px of 512)
INKS = (
    ("#ffd23a", 75.0, (0.0, 0.0)),
    ("#ff5c7a", 15.0, (1.6, -1.1)),
    ("#00a0a8", 45.0, (-1.2, 1.5)),
    ("#2f3270", 30.0, (0.8, 0.9)),
)
# the inks of each hill at its outline, and what changes down its slope
HILLS = (
    ((0.1, 0.0), (0.75, -0.5), (0.25, 0.0), (0.0, 0.0)),
    ((0.5, 0.0), (0.15, 0.0), (0.3, 0.5), (0.05, 0.0)),
    ((0.1, 0.0), (0.8, -0.4), (0.1, 0.0), (0.25, 0.3)),
    ((0.6, 0.0), (0.1, 0.0), (0.85, -0.4), (0.0, 0.2)),
)
SCREEN = 5.2  # px of 512 between dots


def paint(rng: np.random.Generator, side: int) -> Field:
    """Inks multiply: where pink lies over yellow it is orange, teal over pink violet."""
    sheet = color("#f6f1e4") * (1 + 0.03 * noise(rng, side, side / 3))[..., None]
    picture = sheet
    for tone, (code, degrees, slip) in zip(separations(rng, side), INKS, strict=True):
        moved = np.roll(tone, (round(slip[1] * side / 512), round(slip[0] * side / 512)), axis=(0, 1))
        ink = screened(moved, degrees, side) * drum(rng, side)
        picture = picture * (1 - ink[..., None] * (1 - color(code)))
    return clipped(picture)


def drum(rng: np.random.Generator, side: int) -> Field:
    """How evenly a drum inks: clouds, streaks along the feed, pinholes."""
    cloud = 0.86 + 0.2 * fractal(rng, side, 5, 5)
    streak = 1 + 0.04 * noise(rng, side, 90)[:1]
    holes = 1 - smoothstep(1.7, 2.2, noise(rng, side, side / 2.6)) * 0.8
    return clipped(cloud * streak * holes)


def screened(tone: Field, degrees: float, side: int) -> Field:
    """A halftone of round dots; solid where the tone is full."""
    x, y = coordinates(side)
    turn = np.deg2rad(degrees)
    pitch = SCREEN / 512
    u, v = (x * np.cos(turn) + y * np.sin(turn)) / pitch, (y * np.cos(turn) - x * np.sin(turn)) / pitch
    dot = 0.5 + 0.25 * (np.cos(2 * np.pi * u) + np.cos(2 * np.pi * v))
    return smoothstep(-0.12, 0.12, tone * 1.12 - 0.06 - dot)


def separations(rng: np.random.Generator, side: int) -> Field:
    """(4, H, W): yellow, pink, teal and blue of a sun over hills, with leaves in front."""
    x, y = coordinates(side)
    sun = smoothstep(0.003, -0.003, np.hypot(x - 0.62, y - 0.3) - 0.19)
    stripes = smoothstep(-0.1, 0.1, np.sin(y * 130) + 3.2 * (0.38 - y) / 0.2)
    yellow = 0.75 * sun + (1 - sun) * clipped(0.5 - 0.6 * np.abs(y - 0.52))
    pink = 0.95 * sun * stripes + (1 - sun) * clipped(0.62 - y) * 0.9
    teal = np.clip(0.55 - y * 1.3, 0, 0.6) * (1 - sun)
    inks = single([yellow, pink, teal, np.zeros_like(x)])
    for depth, plan in enumerate(HILLS):
        top = ridge(rng, side, 0.5 + 0.11 * depth, 0.05)[None]
        fade = clipped((y - top) / 0.2)
        hill = smoothstep(0, 2 / side, y - top)
        inks = single(inks * (1 - hill) + hill * single([full + change * fade for full, change in plan]))
    for _ in range(15):
        leaf, vein = leaves(rng, x, y)
        plain = (0.2, 1.0, 0.1, 0.12) if rng.random() < 0.4 else (0.9, 0.0, 0.75, 0.12)
        tints = single([np.full_like(x, ink) for ink in plain])
        tints[3] += 0.75 * vein
        inks = single(inks * (1 - leaf) + leaf * tints)
    return single([clipped(blur(ink, side / 900)) for ink in inks])


def leaves(rng: np.random.Generator, x: Field, y: Field) -> tuple[Field, Field]:
    """One leaf from the lower edge: its shape and its veins."""
    foot, turn, length = rng.uniform(-0.05, 1.05), rng.uniform(-0.7, 0.7), rng.uniform(0.2, 0.42)
    px, py = x - foot, 1.04 - y
    along, across = px * np.sin(turn) + py * np.cos(turn), px * np.cos(turn) - py * np.sin(turn)
    along, across = along / length, across / length + 0.25 * along * along
    width = 0.2 * clipped(np.sin(np.pi * clipped(along))) ** 0.8
    leaf = smoothstep(0, 0.012, width - np.abs(across)) * (along > 0) * (along < 1)
    ribs = smoothstep(0.75, 0.95, np.cos((along * 1.2 - np.abs(across) * 1.6) * 60))
    middle = smoothstep(0.016, 0.008, np.abs(across))
    return leaf, clipped(ribs * 0.75 + middle)
