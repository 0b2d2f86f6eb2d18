"""A woodcut in the manner of Edo: breaking waves in flat indigo, carved foam, a mountain, the grain of the block."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from engine.painting.fields import Field, clipped, color, coordinates, fractal, noise, over, ramp, single, smoothstep

INK = "#1b2440"
SHEET = "#efe3c4"
BLUES = ("#1f3a6f", "#3a679f", "#7fa5bf", "#c3d3c8")
Points = Sequence[tuple[float, float]]


class Block:
    """A carved block: shapes drawn at twice the size, in order, from the back to the front."""

    def __init__(self, side: int) -> None:
        self.side = side
        self.image = Image.new("RGB", (2 * side, 2 * side), SHEET)
        self.pen = ImageDraw.Draw(self.image)
        self.line = max(2, round(2 * side * 0.0036))

    def scaled(self, points: Points) -> list[tuple[float, float]]:
        return [(px * 2 * self.side, py * 2 * self.side) for px, py in points]

    def area(self, points: Points, fill: str, *, outline: bool = True) -> None:
        corners = self.scaled(points)
        self.pen.polygon(corners, fill=fill)
        if outline:
            self.pen.line([*corners, corners[0]], fill=INK, width=self.line, joint="curve")

    def stroke(self, points: Points, fill: str, thick: float = 1.0) -> None:
        self.pen.line(self.scaled(points), fill=fill, width=max(1, round(self.line * thick)), joint="curve")

    def disc(self, x: float, y: float, radius: float, fill: str, thick: float = 0.7) -> None:
        box = self.scaled([(x - radius, y - radius), (x + radius, y + radius)])
        self.pen.ellipse([*box[0], *box[1]], fill=fill, outline=INK, width=max(1, round(self.line * thick)))


def paint(rng: np.random.Generator, side: int) -> Field:
    """Cut, then printed: each color lies unevenly, and the wood shows in it."""
    block = Block(side)
    block.disc(0.73, 0.2, 0.085, "#c8452f", thick=0)
    mountain(block)
    for row in range(5):
        waves(rng, block, row)
    plate = single(block.image.resize((side, side), Image.Resampling.LANCZOS)) / np.float32(255)
    return printed(rng, plate)


def mountain(block: Block) -> None:
    """Snow down to a ragged line."""
    left, right = (0.08, 0.66), (0.66, 0.66)
    block.area([left, (0.2, 0.56), (0.31, 0.43), (0.345, 0.415), (0.38, 0.43), (0.5, 0.56), right], "#5f7f9f")
    block.area(
        [
            (0.25, 0.505),
            (0.31, 0.43),
            (0.345, 0.415),
            (0.38, 0.43),
            (0.445, 0.5),
            (0.41, 0.495),
            (0.39, 0.525),
            (0.365, 0.49),
            (0.34, 0.53),
            (0.315, 0.492),
            (0.29, 0.525),
            (0.275, 0.495),
        ],
        SHEET,
    )


def crest(row: int, start: float, length: float, height: float, base: float) -> Points:
    """One trochoid steep enough to curl over (Gerstner 1802), from trough to trough."""
    phase = np.linspace(0, 2 * np.pi, 90)
    steep = 1.0 + 0.25 * (row > 1)
    x = start + length * (phase + steep * np.sin(phase + 0.5 * steep)) / (2 * np.pi)
    y = base - height * (1 - np.cos(phase)) / 2
    return list(zip(x.tolist(), y.tolist(), strict=True))


def waves(rng: np.random.Generator, block: Block, row: int) -> None:
    """A row of waves: body, stripes that follow its back, foam along its lip."""
    base, height, length = 0.64 + 0.1 * row, 0.1 + 0.06 * row, 0.28 + 0.11 * row
    start = -length * rng.uniform(0.3, 1.0)
    while start < 1.1:
        tall = height * rng.uniform(0.8, 1.25)
        top = crest(row, start, length, tall, base)
        block.area([*top, (start + length, 1.1), (start, 1.1)], BLUES[0], outline=False)
        for stripe in range(1, 9):
            drop = stripe * 0.105
            inner = [(px + 0.1 * length * drop * 2, py + tall * drop * 1.5 + 0.006) for px, py in top[6:-6]]
            block.stroke(inner, (BLUES[3], BLUES[1], BLUES[2])[stripe % 3], 1.2 + 1.4 * (stripe % 3 == 0))
        block.stroke(top, INK, 1.3)
        foam(rng, block, top, 0.011 + 0.004 * row)
        start += length * rng.uniform(0.82, 1.0)


def foam(rng: np.random.Generator, block: Block, top: Points, size: float) -> None:
    """Claws over the lip and spray thrown from it."""
    lip = top[34:62]
    for index, (px, py) in enumerate(lip):
        near = 1 - abs(index - 16) / 18
        for _ in range(3):
            reach = size * (0.45 + 0.9 * max(0.0, near) * rng.random())
            block.disc(px + rng.normal(0, 0.5) * size, py + rng.uniform(-0.7, 0.9) * size, reach, "#f7f0dc", 0.55)
        if index % 4 == 0:
            hook = [(px, py), (px + 1.3 * size, py + 1.0 * size), (px + 1.1 * size, py + 2.3 * size)]
            block.stroke(hook, "#f7f0dc", 2.4)
            block.stroke([(a + 0.004, b + 0.002) for a, b in hook], INK, 0.6)
    for _ in range(16):
        px, py = lip[int(rng.integers(len(lip)))]
        block.disc(
            px + rng.normal(0.02, 0.035), py - abs(rng.normal(0, 0.045)), size * rng.uniform(0.12, 0.3), "#f7f0dc", 0.3
        )


def printed(rng: np.random.Generator, plate: Field) -> Field:
    """The sky shaded by wiping the block (bokashi), grain of cherry wood, fibers of the sheet, ink that misses."""
    side = plate.shape[0]
    _, y = coordinates(side)
    bare = smoothstep(0.06, 0.0, np.abs(plate - color(SHEET)).max(axis=2)) * (y < 0.66)
    bokashi = ramp(("#e8b98f", SHEET, "#b9c4b4", "#3f6488"), clipped(1.06 - y * 1.75))
    plate = over(plate, bokashi, bare)
    rings = np.sin((y * 46 + 2.2 * noise(rng, side, 3, stretch=3) + 0.7 * noise(rng, side, 9, stretch=6)) * 2 * np.pi)
    grain = 0.035 * rings + 0.05 * noise(rng, side, 120, stretch=24)
    uneven = 0.1 * (fractal(rng, side, 5, 5) - 0.5)
    miss = smoothstep(1.5, 2.4, noise(rng, side, side / 3)) * 0.35
    paint = plate * (1 + grain + uneven)[..., None]
    return clipped(over(paint.astype(np.float32), np.broadcast_to(color(SHEET), plate.shape), miss)).astype(np.float32)
