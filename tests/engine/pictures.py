"""Made-up pictures to paint from and with: small, different, the same at every call."""

import numpy as np
from PIL import Image

from engine.effect import Inputs, Progress
from engine.picture import Picture


def photo(width: int = 64, height: int = 48) -> Picture:
    """A sky that grows lighter, dark ground and a red house."""
    down, right = np.mgrid[0:height, 0:width].astype(np.float32)
    sky = 90 + 130 * down / height
    pixels = np.stack([sky * 0.6, sky * 0.8, sky], axis=2)
    pixels[height // 2 :] = (40, 70, 30)
    house = (abs(right - width / 2) < width / 6) & (abs(down - height / 2) < height / 5)
    pixels[house] = (190, 50, 40)
    return Picture(Image.fromarray(pixels.astype(np.uint8)))


def style(side: int = 64) -> Picture:
    """Yellow and blue stripes aslant."""
    down, right = np.mgrid[0:side, 0:side]
    stripe = ((down + right) // 5 % 2)[..., None]
    pixels = stripe * np.array([230, 190, 40]) + (1 - stripe) * np.array([20, 40, 150])
    return Picture(Image.fromarray(pixels.astype(np.uint8)))


def dots(side: int = 64) -> Picture:
    """White dots on red: another style."""
    down, right = np.mgrid[0:side, 0:side]
    dot = ((down % 9 - 4) ** 2 + (right % 9 - 4) ** 2 < 8)[..., None]
    return Picture(
        Image.fromarray((dot * np.array([255, 250, 240]) + (1 - dot) * np.array([180, 20, 30])).astype(np.uint8))
    )


def flat(color: tuple[int, int, int], width: int = 48, height: int = 48) -> Picture:
    return Picture(Image.new("RGB", (width, height), color))


def inputs(styles: int, content: Picture | None = None) -> Inputs:
    """A photo and as many different styles as an effect takes."""
    return Inputs(content or photo(), tuple(style(64 - 8 * number) for number in range(styles)))


def quietly(_: Progress) -> None:
    """A report that nobody reads."""
