"""Draws the house styles, each with a technique of its own. Needs numpy; knows no photo and no effect."""

import pkgutil
import zlib
from importlib import import_module

import numpy as np
from PIL import Image

import engine.painting.styles
from engine.picture import Picture

SIDE = 512  # px of a style picture
FINER = 1.5  # drawn so much larger, then brought down: strokes get soft edges
SEED = 7


def names() -> tuple[str, ...]:
    """Every style that can be drawn: the files of `styles/`."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(engine.painting.styles.__path__)))


def draw(name: str) -> Picture:
    """The style picture `name`, the same every time."""
    paint = import_module(f"engine.painting.styles.{name}").paint
    rng = np.random.default_rng([SEED, zlib.crc32(name.encode())])
    levels = np.round(np.clip(paint(rng, round(SIDE * FINER)), 0, 1) * 255).astype(np.uint8)
    return Picture(Image.fromarray(levels).resize((SIDE, SIDE), Image.Resampling.LANCZOS))
