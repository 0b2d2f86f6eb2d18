"""Charcoal and chalk on gray laid paper: smudged masses, grainy strokes, a few touches of sanguine."""

import numpy as np

from engine.painting.brush import Brush, Canvas, cover
from engine.painting.fields import Field, blur, clipped, color, fractal, luminance, noise, over, smoothstep
from engine.painting.scenes import landscape


def paint(rng: np.random.Generator, side: int) -> Field:
    """Coverage by each stick is a drawing of its own; the tooth of the paper decides what of it stays."""
    scene = landscape(rng, side, sun=(0.3, 0.22))
    unit = side / 512
    tone = luminance(blur(scene.color, 2 * unit))
    tone = (tone - tone.min()) / np.ptp(tone) + 0.04 * noise(rng, side, 12)
    tooth = noise(rng, side, side / 3.2) * 0.55 + noise(rng, side, side / 8) * 0.5
    laid = 0.5 * np.sin(np.arange(side, dtype=np.float32)[:, None] / unit * 2.1) + 0.3 * noise(
        rng, side, 60, stretch=30
    )
    tooth = tooth + 0.45 * laid
    sheet = color("#b9b0a0") * (1 + 0.035 * tooth + 0.14 * (fractal(rng, side, 3, 5) - 0.5))[..., None]
    smudge = blur(smoothstep(0.62, 0.05, tone), 5 * unit) * (0.55 + 0.6 * fractal(rng, side, 5, 4))
    picture = over(sheet.astype(np.float32), np.broadcast_to(color("#3a3634"), sheet.shape), clipped(smudge) * 0.75)
    sticks = (
        ("#2b2829", smoothstep(0.72, 0.2, tone), (60.0, 8.0), 2.6),
        ("#171517", smoothstep(0.5, 0.1, tone), (42.0, 4.5), 3.2),
        ("#080708", smoothstep(0.28, 0.05, tone), (24.0, 3.2), 3.0),
        ("#9a4128", smoothstep(0.2, 0.0, np.abs(tone - 0.5)) * (scene.layer > 2), (40.0, 3.6), 0.9),
        ("#f9f5ea", smoothstep(0.62, 0.95, tone), (52.0, 6.0), 1.9),
    )
    for code, where, (length, width), density in sticks:
        mark = strokes(rng, scene.angle, where, (length * unit, width * unit), density)
        grip = smoothstep(0.2, 0.7, mark * (0.72 + 0.42 * tooth))
        picture = over(picture, np.broadcast_to(color(code), picture.shape), grip * 0.9)
    return clipped(picture)


def strokes(rng: np.random.Generator, angle: Field, where: Field, size: tuple[float, float], density: float) -> Field:
    """How much of one stick lies where, 0 to 1."""
    side = angle.shape[0]
    canvas = Canvas(np.zeros((side, side, 3), dtype=np.float32))
    white = np.ones((side, side, 3), dtype=np.float32)
    lean = (angle + 0.25 * noise(rng, side, 4)).astype(np.float32)
    stick = Brush(size, density, jitter=(0, 0), roughness=0.9, bend=0.06)
    cover(canvas, rng, white, lean, stick, where=where)
    return canvas.color[..., 0]
