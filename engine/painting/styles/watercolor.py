"""Watercolor: transparent washes on rough paper, dark at their edges, grainy where pigment settles, poppies on top."""

import numpy as np

from engine.painting.fields import Field, blur, clipped, color, coordinates, fractal, noise, ramp, single, smoothstep
from engine.painting.scenes import ridge


def paint(rng: np.random.Generator, side: int) -> Field:
    """Washes laid one over the other as the painter would: sky, distance, meadow, flowers, splashes."""
    grain = paper(rng, side)
    light = np.zeros((side, side, 3), dtype=np.float32)  # optical density: washes add up, light multiplies
    y = coordinates(side)[1]
    sky = smoothstep(0.72, 0.1, y + 0.5 * (fractal(rng, side, 3, 5) - 0.5))
    light += wash(rng, sky, ramp(("#f5c9a8", "#8fc3d9", "#3f7fc0"), sky), grain, wet=18)
    for depth, (code, other) in enumerate((("#9fb0d9", "#c9a0c0"), ("#6f8fb0", "#7fb09f"), ("#4f8f6f", "#a0b04f"))):
        top = ridge(rng, side, 0.45 + 0.1 * depth, 0.05)
        shape = smoothstep(0, 5 / side, y - top[None]) * smoothstep(0.34, 0.05, y - top[None])
        light += wash(rng, shape, ramp((code, other), fractal(rng, side, 4, 4)), grain, wet=5)
    meadow = smoothstep(0.6, 0.72, y + 0.12 * noise(rng, side, 4))
    light += wash(rng, meadow, ramp(("#d9c95f", "#8fb04f", "#3f7f4f"), fractal(rng, side, 5, 5)), grain, wet=9)
    for _ in range(5):
        light += tree(rng, side, grain)
    for reds in (
        ("#f0605f", "#c9202f", "#f0903f"),
        ("#8f6fd0", "#5f4fb0", "#c98fd0"),
        ("#f08f5f", "#d9303f", "#f0b04f"),
    ):
        petals, hearts = poppies(rng, side)
        light *= 1 - 0.9 * np.maximum(petals, hearts)[..., None]  # masking fluid kept the paper white there
        light += wash(rng, petals, ramp(reds, fractal(rng, side, 12, 2)), grain, wet=1.5)
        light += wash(rng, hearts, np.broadcast_to(color("#2f1f2f"), light.shape), grain, wet=1)
    drops = smoothstep(2.95, 3.15, noise(rng, side, 60))
    light += wash(rng, drops, np.broadcast_to(color("#b0508f"), (side, side, 3)), grain, wet=1)
    sheet = color("#fbf6ea") * (0.975 + 0.05 * grain)[..., None]
    return clipped(sheet * np.exp(-light))


def paper(rng: np.random.Generator, side: int) -> Field:
    """The tooth of cold-pressed paper, about -1 to 1."""
    tooth = noise(rng, side, side / 5) * 0.6 + noise(rng, side, side / 11) * 0.7
    return np.clip(tooth, -1.6, 1.6).astype(np.float32)


def wash(rng: np.random.Generator, shape: Field, pigment: Field, grain: Field, wet: float) -> Field:
    """Optical density (H, W, 3) of one wash: its edge bleeds by `wet` px of 512 and dries dark, its middle blooms."""
    side = shape.shape[0]
    unit = side / 512
    ragged = (
        blur(shape, max(0.8, 0.3 * wet * unit)) + 0.22 * noise(rng, side, 26) * 0.35 + 0.1 * noise(rng, side, 90) * 0.3
    )
    body = smoothstep(0.5 - 0.02 * wet, 0.53 + 0.02 * wet, ragged) * smoothstep(0.02, 0.2, shape + 0.15)
    edge = clipped(body - blur(body, 2.2 * unit)) * 1.6 + clipped(body - blur(body, 7 * unit)) * 0.55
    blooms = fractal(rng, side, 4, 5)
    back = np.exp(-(((blooms - 0.5) / 0.018) ** 2)) * 0.22
    amount = body * (0.42 + 0.75 * blooms + back) + edge
    amount = amount * np.clip(1 + 0.2 * grain, 0.3, 1.8) * smoothstep(-2.4, -1.2, grain + 1.4 * body)
    return single(-np.log(np.clip(pigment, 0.04, 0.995)) * (amount * 0.8)[..., None])


def tree(rng: np.random.Generator, side: int, grain: Field) -> Field:
    """A crown of leaves, wet in wet, on a thin trunk."""
    x, y = coordinates(side)
    cx, foot, size = rng.uniform(0, 1), rng.uniform(0.6, 0.72), rng.uniform(0.04, 0.1)
    crown = smoothstep(
        1.1, 0.6, np.hypot((x - cx) / size, (y - foot + 1.5 * size) / (1.3 * size)) + 0.3 * noise(rng, side, 16)
    )
    trunk = (
        smoothstep(0.006, 0.003, np.abs(x - cx - 0.01 * np.sin(y * 30))) * (y > foot - 1.6 * size) * (y < foot + 0.02)
    )
    greens = ("#1f5f5f", "#5f8f3f", "#c9a03f") if rng.random() < 0.7 else ("#8f3f4f", "#d97f3f", "#e9c05f")
    pigment = ramp(greens, fractal(rng, side, 9, 3))
    return wash(rng, crown, pigment, grain, wet=3) + wash(
        rng, trunk, np.broadcast_to(color("#5f4030"), pigment.shape), grain, wet=1
    )


def poppies(rng: np.random.Generator, side: int) -> tuple[Field, Field]:
    """Some twenty cups of petals and their dark hearts, larger the nearer they stand."""
    x, y = coordinates(side)
    petals, hearts = np.zeros((side, side), dtype=np.float32), np.zeros((side, side), dtype=np.float32)
    for near in np.sort(rng.random(20)):
        cx, cy, size = rng.uniform(0, 1), 0.72 + 0.28 * near, 0.01 + 0.05 * near**2
        angle, distance = np.arctan2(y - cy, x - cx), np.hypot(x - cx, (y - cy) * 1.35) / size
        cup = smoothstep(1.05, 0.8, distance / (1 + 0.16 * np.cos(angle * rng.integers(4, 6) + rng.uniform(0, 6))))
        petals = np.maximum(petals * (1 - 0.5 * cup), cup)
        hearts = np.maximum(hearts * (1 - cup), smoothstep(0.3, 0.18, distance))
    return petals, hearts
