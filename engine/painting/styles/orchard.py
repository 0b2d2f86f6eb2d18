"""Oil in thick strokes that follow the land: a summer landscape, impasto."""

import numpy as np

from engine.painting.brush import Brush, Canvas, cover
from engine.painting.fields import Field
from engine.painting.scenes import landscape


def paint(rng: np.random.Generator, side: int) -> Field:
    """Three passes over an ochre ground, each with a smaller brush; the last only where the eye stays."""
    scene = landscape(rng, side)
    unit = side / 512
    canvas = Canvas(np.full((side, side, 3), (0.62, 0.45, 0.28), dtype=np.float32))
    cover(canvas, rng, scene.color, scene.angle, Brush(size=(70 * unit, 18 * unit), density=2.5, jitter=(0.06, 0.05)))
    cover(canvas, rng, scene.color, scene.angle, Brush(size=(36 * unit, 8 * unit), density=2.6, jitter=(0.07, 0.06)))
    cover(canvas, rng, scene.color, scene.angle, Brush(size=(22 * unit, 4.5 * unit), density=1.1, jitter=(0.09, 0.07)))
    return canvas.lit(1.5, sigma=0.9)
