"""Scalar fields over a square: noise, blur, directions, gradients of color. Knows numpy; draws nothing."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Field = NDArray[np.float32]  # (H, W), or (H, W, 3) for color in [0, 1]


def coordinates(side: int) -> tuple[Field, Field]:
    """x and y of every pixel's middle in (0, 1), y downwards."""
    steps = (np.arange(side, dtype=np.float32) + 0.5) / side
    x, y = np.meshgrid(steps, steps)
    return single(x), single(y)


def single(value: object) -> Field:
    """Any numbers as single precision."""
    return np.asarray(value, dtype=np.float32)


def clipped(value: object) -> Field:
    """Any numbers, held to [0, 1]."""
    return np.clip(single(value), np.float32(0), np.float32(1))


def window(side: int, middle: tuple[float, float], reach: float) -> tuple[slice, slice]:
    """Rows and columns of the square of half-width `reach` around `middle` (x, y), all in (0, 1), cut at the edges."""
    x, y = (round(place * side) for place in middle)
    half = int(reach * side) + 2
    return slice(max(0, y - half), max(0, y + half)), slice(max(0, x - half), max(0, x + half))


def resized(field: Field, side: int) -> Field:
    """Bicubic interpolation to side x side."""
    return np.asarray(Image.fromarray(field).resize((side, side), Image.Resampling.BICUBIC), dtype=np.float32)


def noise(rng: np.random.Generator, side: int, cells: float, stretch: float = 1.0) -> Field:
    """Smooth noise of about `cells` waves per side, mean 0, deviation about 1; `stretch` > 1 draws it out along x."""
    across, down = max(2, round(cells / stretch)) + 3, max(2, round(cells)) + 3
    grid = rng.standard_normal((down, across)).astype(np.float32)
    wide = Image.fromarray(grid).resize(
        (side * across // (across - 3), side * down // (down - 3)), Image.Resampling.BICUBIC
    )
    return np.asarray(wide, dtype=np.float32)[-side - 1 : -1, -side - 1 : -1] * 1.4


def fractal(rng: np.random.Generator, side: int, cells: float, octaves: int = 5, gain: float = 0.5) -> Field:
    """Noise of many scales in [0, 1], its middle at 0.5."""
    total = sum((noise(rng, side, cells * 2**i) * np.float32(gain**i) for i in range(octaves)), np.float32(0))
    return smoothstep(-2.2, 2.2, single(total))


def smoothstep(low: float, high: float, value: object) -> Field:
    """0 under `low`, 1 over `high`, smooth between."""
    t = clipped((single(value) - low) / (high - low))
    return single(t * t * (3 - 2 * t))


@cache
def _frequencies(height: int, width: int) -> NDArray[np.float32]:
    fy, fx = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None]
    return np.asarray(fx * fx + fy * fy, dtype=np.float32)


def blur(field: Field, sigma: float) -> Field:
    """Gaussian blur of (H, W) or (H, W, C), its edges reflected."""
    if field.ndim == 3:
        return np.stack([blur(field[..., c], sigma) for c in range(field.shape[2])], axis=2)
    pad = min(int(3 * sigma) + 1, field.shape[0] - 1)
    wide = np.pad(field, pad, mode="reflect")
    response = np.exp(-2 * np.pi**2 * sigma**2 * _frequencies(*wide.shape))
    out = np.fft.irfft2(np.fft.rfft2(wide) * response, s=wide.shape)
    return single(out[pad:-pad, pad:-pad])


def slopes(field: Field) -> tuple[Field, Field]:
    """Derivatives along x and y, per pixel."""
    dy, dx = np.gradient(field)
    return single(dx), single(dy)


def along(field: Field, sigma: float) -> Field:
    """The direction of the contour lines of `field` in radians, from its structure tensor smoothed by `sigma` px."""
    dx, dy = slopes(field)
    xx, yy, xy = blur(dx * dx, sigma), blur(dy * dy, sigma), blur(dx * dy, sigma)
    return single(0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2)


def blended(angle: Field, other: Field, share: Field | float) -> Field:
    """Directions (modulo pi) mixed: `share` of `other`."""
    c = np.cos(2 * angle) * (1 - share) + np.cos(2 * other) * share
    s = np.sin(2 * angle) * (1 - share) + np.sin(2 * other) * share
    return single(0.5 * np.arctan2(s, c))


def color(code: str) -> Field:
    """`#rrggbb` as three numbers in [0, 1]."""
    return single([int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def ramp(codes: Sequence[str], t: object) -> Field:
    """Colors along a row of stops, `t` in [0, 1] -> (..., 3); mixed in squared light, which keeps mixtures bright."""
    stops = np.stack([color(code) for code in codes]) ** 2
    place = clipped(t) * (len(codes) - 1)
    low = np.clip(place.astype(int), 0, len(codes) - 2)
    share = (place - low)[..., None]
    return single(np.sqrt(stops[low] * (1 - share) + stops[low + 1] * share))


def over(below: Field, above: Field, alpha: Field) -> Field:
    """`above` laid over `below` where `alpha` (H, W) says so."""
    return single(below + (above - below) * alpha[..., None])


def luminance(image: Field) -> Field:
    """How bright (H, W, 3) looks, Rec. 709 weights."""
    return single(image @ single([0.2126, 0.7152, 0.0722]))
