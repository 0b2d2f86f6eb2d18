"""What the house styles show: a landscape and a night, as colors and as the directions in which a hand would go."""

from dataclasses import dataclass

import numpy as np

from engine.painting.fields import Field, blended, clipped, color, coordinates, fractal, noise, over, ramp, smoothstep


@dataclass(frozen=True)
class Scene:
    """Colors (H, W, 3), directions of strokes (H, W) in radians, and layers (H, W): 0 sky, 1 and up nearer things."""

    color: Field
    angle: Field
    layer: Field

    def mirrored(self) -> "Scene":
        """Left and right exchanged."""
        return Scene(self.color[:, ::-1], -self.angle[:, ::-1], self.layer[:, ::-1])


@dataclass(frozen=True)
class Palette:
    """Stops of color for each part of a landscape."""

    sky: tuple[str, ...]
    sun: str
    hills: tuple[tuple[str, ...], ...]
    field: tuple[str, ...]
    tree: tuple[str, ...]


SUMMER = Palette(
    sky=("#f7d9a0", "#f2b880", "#9cc3c9", "#4f8fb5", "#2f6a9e"),
    sun="#fff2c0",
    hills=(("#8aa6c1", "#6f8fb5"), ("#5d7f8f", "#4a6b7a"), ("#6f8f4f", "#3f6b45")),
    field=("#e9c24f", "#d99a2b", "#a9b04a", "#6f9a3f", "#c96f3a"),
    tree=("#1f4a3a", "#2f6b3f", "#5f8f3f"),
)


def ridge(rng: np.random.Generator, side: int, height: float, rough: float) -> Field:
    """The outline of a chain of hills: y of its top for each column, in (0, 1)."""
    profile = sum((noise(rng, side, 2.3 * 2**i)[0] * 0.5**i for i in range(6)), np.float32(0))
    return (height + rough * np.asarray(profile)).astype(np.float32)


def sky(rng: np.random.Generator, side: int, palette: Palette, sun: tuple[float, float]) -> tuple[Field, Field]:
    """Clouds drawn out by the wind around a sun; strokes follow the wind and ring the sun."""
    x, y = coordinates(side)
    wind = noise(rng, side, 3, stretch=1.6)
    clouds = fractal(rng, side, 4, 5)
    t = 1 - y * 1.5 + 0.35 * (clouds - 0.5) + 0.05 * wind
    colors = ramp(palette.sky, t)
    distance = np.hypot(x - sun[0], y - sun[1])
    bright = smoothstep(0.55, 0.78, clouds) * 0.75
    colors = over(colors, ramp((palette.sky[0], "#ffffff"), clouds), bright)
    colors = over(colors, np.broadcast_to(color(palette.sun), colors.shape), np.exp(-((distance / 0.16) ** 2)) * 0.85)
    colors = over(colors, np.broadcast_to(color(palette.sun), colors.shape), smoothstep(0.075, 0.065, distance))
    rings = np.arctan2(y - sun[1], x - sun[0]) + np.pi / 2
    return colors, blended((wind * 0.35).astype(np.float32), rings, np.exp(-((distance / 0.2) ** 2)))


def landscape(
    rng: np.random.Generator, side: int, palette: Palette = SUMMER, sun: tuple[float, float] = (0.68, 0.2)
) -> Scene:
    """Sky and sun, hills one behind the other, a field that runs to the horizon, cypresses in front."""
    y = coordinates(side)[1]
    colors, angle = sky(rng, side, palette, sun)
    layer = np.zeros((side, side), dtype=np.float32)
    for depth, stops in enumerate(palette.hills):
        top = ridge(rng, side, 0.44 + 0.075 * depth, 0.035 - 0.005 * depth)
        mask = smoothstep(0, 2.5 / side, y - top[None])
        folds = fractal(rng, side, 7 + 4 * depth, 4)
        light = folds * 0.7 + 0.3 * (1 - (y - top[None]) * 4)
        colors = over(colors, ramp(stops[::-1], light), mask)
        slope = np.gradient(top)[None] * side + 0.9 * (folds - 0.5)
        angle = np.where(mask > 0.5, np.arctan(slope), angle).astype(np.float32)
        layer = np.where(mask > 0.5, depth + 1, layer).astype(np.float32)
    return with_trees(rng, with_field(rng, Scene(colors, angle, layer), palette), palette)


def with_field(rng: np.random.Generator, scene: Scene, palette: Palette) -> Scene:
    """Furrows that meet on the horizon."""
    side = scene.angle.shape[0]
    x, y = coordinates(side)
    horizon = 0.66 + 0.02 * noise(rng, side, 3)[:1]
    depth = np.maximum(y - horizon + 0.03, 1e-3)
    across = (x - 0.35) / depth
    wobble = fractal(rng, side, 5, 4)
    rows = 0.5 + 0.5 * np.sin(across * 6.5 + wobble * 3)
    colors = ramp(palette.field, 0.55 * rows + 0.45 * wobble + 0.25 * (y - 0.8))
    mask = smoothstep(0, 3 / side, y - horizon)
    angle = np.arctan2(depth, x - 0.35 + 0.25 * (wobble - 0.5))
    return Scene(
        over(scene.color, colors, mask),
        np.where(mask > 0.5, angle, scene.angle).astype(np.float32),
        np.where(mask > 0.5, 4, scene.layer).astype(np.float32),
    )


def with_trees(rng: np.random.Generator, scene: Scene, palette: Palette) -> Scene:
    """Cypresses like flames."""
    side = scene.angle.shape[0]
    x, y = coordinates(side)
    colors, angle, layer = scene.color, scene.angle, scene.layer
    flicker = noise(rng, side, 12)
    for foot_x, foot_y, tall, wide in ((0.16, 0.98, 0.78, 0.075), (0.27, 0.86, 0.36, 0.04), (0.87, 0.8, 0.24, 0.03)):
        up = (foot_y - y) / tall
        sway = foot_x + 0.02 * np.sin(up * 7 + foot_x * 40) + 0.012 * flicker
        shape = wide * np.sqrt(clipped(up)) * clipped(1 - up) ** 0.6 * 1.9
        mask = smoothstep(0, 3 / side, shape - np.abs(x - sway)) * (up > 0)
        light = 0.5 + 0.5 * np.clip((x - sway) / (shape + 1e-3), -1, 1) + 0.25 * flicker
        colors = over(colors, ramp(palette.tree, light), mask)
        lean = np.pi / 2 + 0.5 * np.sin(up * 9 + flicker * 2) * 0.6
        angle = np.where(mask > 0.5, lean, angle).astype(np.float32)
        layer = np.where(mask > 0.5, 5, layer).astype(np.float32)
    return Scene(colors, angle, layer)
