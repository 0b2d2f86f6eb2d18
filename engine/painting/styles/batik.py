"""Batik: wax-drawn kawung and flowers on cotton, dyed in soga brown and indigo, veined where the wax cracked."""

import numpy as np

from engine.painting.fields import Field, clipped, color, coordinates, fractal, noise, over, smoothstep


def paint(rng: np.random.Generator, side: int) -> Field:
    """Cream stays where wax was first, brown where it was second; indigo enters through every crack."""
    x, y = coordinates(side)
    px, py = x + 0.006 * noise(rng, side, 7), y + 0.006 * noise(rng, side, 7)
    cream, brown, dots = pattern(px, py)
    cotton = color("#f0e2c0") * (0.94 + 0.1 * fractal(rng, side, 6, 4))[..., None]
    soga = color("#a8622a") * (0.8 + 0.4 * fractal(rng, side, 5, 5))[..., None]
    indigo = color("#16254f") * (0.75 + 0.6 * fractal(rng, side, 4, 5))[..., None]
    bleed = 0.35 * noise(rng, side, 70)
    picture = over(indigo, soga, smoothstep(-0.3, 0.3, brown + bleed * 0.4))
    picture = over(picture, cotton, smoothstep(-0.3, 0.3, cream + bleed * 0.4))
    picture = over(picture, cotton, dots)
    veins = np.maximum(cracks(rng, side, 5), 0.8 * cracks(rng, side, 11)) * smoothstep(
        0.25, 0.5, fractal(rng, side, 3, 3)
    )
    picture = over(
        picture,
        np.broadcast_to(color("#1f2f5f"), picture.shape),
        veins * 0.85 * (0.35 + 0.65 * (np.maximum(cream, brown) > 0)),
    )
    return woven(rng, picture)


def pattern(x: Field, y: Field) -> tuple[Field, Field, Field]:
    """Signed: positive where the first wax (cream) and the second (brown) lie; and the points of the canting."""
    cells = 4.0
    u, v = (x * cells) % 1 - 0.5, (y * cells) % 1 - 0.5
    radius, angle = np.hypot(u, v), np.arctan2(v, u)
    petal = 0.33 + 0.13 * np.cos(4 * angle)
    flower = (petal - radius) * 14
    inner = (0.66 * petal - radius) * 14
    heart = (0.1 + 0.03 * np.cos(8 * angle) - radius) * 20
    cu, cv = (u + 1.0) % 1 - 0.5, (v + 1.0) % 1 - 0.5
    far, turn = np.hypot(cu, cv), np.arctan2(cv, cu)
    star = (0.16 + 0.05 * np.cos(8 * turn) - far) * 18
    rim = 1.1 - np.abs(far - 0.245) * 70
    vein = 0.9 - np.abs(np.sin(2 * angle)) * 5 - np.abs(radius - 0.24) * 12
    cream = np.maximum.reduce(
        [1.1 - np.abs(flower) * 1.6, heart, rim, vein, 0.9 - np.abs(star) * 1.5, (0.05 - far) * 30]
    )
    brown = np.maximum.reduce([np.minimum(flower, -inner), star])
    ring = (angle * 24 / (2 * np.pi)) % 1 - 0.5
    dots = smoothstep(0.013, 0.007, np.hypot(ring * 2 * np.pi * petal * 0.82 / 24, radius - petal * 0.82))
    grain_u, grain_v = (x * cells * 13) % 1 - 0.5, (y * cells * 13) % 1 - 0.5
    filling = smoothstep(0.2, 0.1, np.hypot(grain_u, grain_v)) * (flower < -0.9) * (far > 0.3)
    return cream.astype(np.float32), brown.astype(np.float32), clipped(dots + 0.75 * filling)


def cracks(rng: np.random.Generator, side: int, cells: float) -> Field:
    """Fine lines where two noises cross zero: they branch and end as cracks in wax do."""
    ridge = np.abs(noise(rng, side, cells) + 0.4 * noise(rng, side, cells * 3) + 0.12 * noise(rng, side, cells * 9))
    return smoothstep(0.11, 0.02, ridge)


def woven(rng: np.random.Generator, picture: Field) -> Field:
    """Warp and weft of the cloth."""
    side = picture.shape[0]
    steps = np.arange(side, dtype=np.float32) / side * 512
    weft = np.sin(steps * 2.4)[:, None] + 0.5 * noise(rng, side, 100, stretch=14)
    warp = np.sin(steps * 2.4)[None] + 0.5 * noise(rng, side, 100, stretch=14).T
    return clipped(picture * (1 + 0.028 * weft + 0.028 * warp)[..., None])
