"""A loaded brush on a canvas: oriented strokes of bristles that cover what lies below and stand out of it."""

from dataclasses import dataclass, field

import numpy as np

from engine.painting.fields import Field, blur, clipped, noise, slopes, smoothstep

ALONG, ACROSS = 96, 40  # size of a stored bristle texture


def bristles(rng: np.random.Generator, roughness: float = 0.5, count: int = 12) -> Field:
    """(count, ALONG, ACROSS): paint left by a brush; streaks run along, ends are ragged, edges thin out."""
    made = []
    u = np.linspace(-1, 1, ALONG, dtype=np.float32)[:, None]
    v = np.linspace(-1, 1, ACROSS, dtype=np.float32)[None]
    for _ in range(count):
        streaks = np.repeat(noise(rng, ACROSS, 14)[:1], ALONG, axis=0)
        speckle = noise(rng, ALONG, 26)[:, :ACROSS]
        ragged = 0.82 + 0.14 * streaks * roughness
        ends = smoothstep(0, 0.22, ragged - np.abs(u + 0.08 * streaks * roughness))
        sides = smoothstep(0, 0.3, 1 - np.abs(v) + 0.12 * speckle * roughness)
        dry = smoothstep(-1.9, -0.6, streaks + 0.5 * speckle - roughness * (u + 0.2))
        made.append(ends * sides * dry * (0.72 + 0.28 * np.tanh(streaks)))
    return clipped(np.stack(made))


@dataclass
class Canvas:
    """Color (H, W, 3) and height of the paint (H, W), worked on in place."""

    color: Field
    height: Field = field(init=False)

    def __post_init__(self) -> None:
        self.height = np.zeros(self.color.shape[:2], dtype=np.float32)

    def stroke(
        self,
        texture: Field,
        at: tuple[float, float],
        angle: float,
        size: tuple[float, float],
        paint: Field,
        bend: float = 0.0,
    ) -> None:
        """One stroke in the middle of `at` (x, y), `size` = (length, width) px, bent by `bend` of its length."""
        length, width = size
        cos, sin = float(np.cos(angle)), float(np.sin(angle))
        reach_x = abs(cos) * length / 2 + abs(sin) * (width / 2 + abs(bend) * length) + 1
        reach_y = abs(sin) * length / 2 + abs(cos) * (width / 2 + abs(bend) * length) + 1
        side_y, side_x = self.height.shape
        left, right = max(0, int(at[0] - reach_x)), min(side_x, int(at[0] + reach_x) + 1)
        top, bottom = max(0, int(at[1] - reach_y)), min(side_y, int(at[1] + reach_y) + 1)
        if left >= right or top >= bottom:
            return
        x = np.arange(left, right, dtype=np.float32)[None] - np.float32(at[0])
        y = np.arange(top, bottom, dtype=np.float32)[:, None] - np.float32(at[1])
        u = (x * cos + y * sin) / length
        v = (y * cos - x * sin) / width - 4 * bend * (u * u - 0.08) * length / width
        row, column = ((u + 0.5) * (ALONG - 1)).astype(np.int32), ((v + 0.5) * (ACROSS - 1)).astype(np.int32)
        inside = (row >= 0) & (row < ALONG) & (column >= 0) & (column < ACROSS) & (np.abs(u) < 0.5) & (np.abs(v) < 0.5)
        paint_left = np.where(inside, texture[row % ALONG, column % ACROSS], np.float32(0))
        self.lay(slice(top, bottom), slice(left, right), paint_left, paint)

    def lay(self, rows: slice, columns: slice, amount: Field, paint: Field) -> None:
        """Paint of one color on a window: thick bristles are lighter, thin ones let through what lies below."""
        alpha = np.minimum(amount * 2.2, 1)[..., None]
        shade = (0.86 + 0.22 * amount)[..., None]
        window = self.color[rows, columns]
        window += (paint * shade - window) * alpha
        height = self.height[rows, columns]
        height += (0.55 * height + amount - height) * alpha[..., 0]

    def lit(self, relief: float, sigma: float = 0.6) -> Field:
        """The painting in light from the upper left: `relief` is how much the paint stands out."""
        dx, dy = slopes(blur(self.height, sigma))
        slope = (dx + dy) * np.float32(relief)
        light = 1 + np.tanh(slope)[..., None] * 0.5
        gloss = smoothstep(0.35, 1.0, slope)[..., None] * 0.16
        return clipped(self.color * light + gloss)


def jittered(rng: np.random.Generator, paint: Field, value: float, hue: float) -> Field:
    """A color as a painter mixes it anew for each stroke: brighter or darker by `value`, warmer or cooler by `hue`."""
    shift = rng.standard_normal(3).astype(np.float32) * hue + np.float32(rng.standard_normal() * value)
    return clipped(paint + shift)


@dataclass(frozen=True)
class Brush:
    """`size` = (length, width) of its strokes in px, `density`: how many times over it covers the canvas, `jitter` =
    (brightness, hue) of each mixture, `roughness` of its hairs, `bend` of its strokes."""

    size: tuple[float, float]
    density: float
    jitter: tuple[float, float] = (0.04, 0.03)
    roughness: float = 0.5
    bend: float = 0.05


def cover(
    canvas: Canvas, rng: np.random.Generator, scene: Field, angle: Field, brush: Brush, *, where: Field | None = None
) -> None:
    """Paint `scene` with strokes along `angle`, where a chance map `where` allows."""
    side = scene.shape[0]
    length, width = brush.size
    textures = bristles(rng, brush.roughness)
    count = int(brush.density * side * side / (length * width))
    for px, py in rng.random((count, 2)) * (side + length) - length / 2:
        column, row = min(side - 1, max(0, int(px))), min(side - 1, max(0, int(py)))
        if where is not None and rng.random() > where[row, column]:
            continue
        turn = angle[row, column] + rng.normal(0, 0.09) + (np.pi if rng.random() < 0.5 else 0)
        size = (length * rng.uniform(0.7, 1.25), width * rng.uniform(0.75, 1.2))
        paint = jittered(rng, scene[row, column], *brush.jitter)
        canvas.stroke(textures[rng.integers(len(textures))], (px, py), turn, size, paint, rng.normal(0, brush.bend))
