"""A texture too large to be held with all its features: band by band, the same but for rounding and statistics.

Normalizing asks for the mean and variance of a whole scale. Of a large one they are taken from narrow bands, evenly
spread over it, which see enough places; then every band of it is painted with these, and at full resolution nothing but
colors is kept. What follows from bands that touch is no seam: each sees what its neighbours see.
"""

from collections.abc import Sequence
from typing import Final

import torch
from torch import Tensor

from engine.nn.generator import Generator, moments, names_of, wrapped
from engine.nn.transform import Affine

WHOLE_PX: Final = 2**20  # scales up to this size are computed at once: 64 MiB for 16 channels in fp32
BAND_PX: Final = 2**18
_SAMPLED_ROWS: Final = 8  # of each band that statistics are taken from


@torch.no_grad()
def paint_in_bands(
    generator: Generator, noises: Sequence[Tensor], whole_px: int = WHOLE_PX, band_px: int = BAND_PX
) -> Tensor:
    """What `generator(noises)` gives; of one picture, B = 1."""
    x: Tensor | None = None
    for number, noise in enumerate(noises):
        height, width = noise.shape[2:]
        last = number + 1 == len(noises)
        if height * width <= whole_px:
            x = generator.scale(number, wrapped(x, noise, 0, height))
            x = generator.colored(x) if last else x
        else:
            x = _scale(generator, number, x, noise, (whole_px, band_px))
    assert x is not None
    return x


def _scale(generator: Generator, number: int, before: Tensor | None, noise: Tensor, limits: tuple[int, int]) -> Tensor:
    """A large scale; the finest one as colors."""
    height, width = noise.shape[2:]
    whole_px, band_px = limits
    found = _sampled(generator, number, before, noise, whole_px)
    canvas: Tensor | None = None
    rows = max(1, band_px // width)
    for start in range(0, height, rows):
        stop = min(start + rows, height)
        band = wrapped(before, noise, start, stop)
        for name, affine in zip(names_of(number), found, strict=True):
            band = generator.normalized(name, generator.convolved(name, band), affine)
        if number + 1 == len(generator.shape.widths):
            band = generator.colored(band)
        if canvas is None:
            canvas = band.new_empty((1, band.shape[1], height, width))
        canvas[:, :, start:stop] = band
    assert canvas is not None
    return canvas


def _sampled(
    generator: Generator, number: int, before: Tensor | None, noise: Tensor, whole_px: int
) -> tuple[Affine, Affine]:
    """Statistics of both convolutions of a scale, from as many pixels of it as may be held at once."""
    height, width = noise.shape[2:]
    count = max(1, min(height, whole_px // width) // _SAMPLED_ROWS)
    starts = [place * height // count for place in range(count)]
    x = torch.cat([wrapped(before, noise, start, start + _SAMPLED_ROWS) for start in starts])  # (count, C, rows, W)
    first, second = names_of(number)
    x = generator.convolved(first, x)
    of_first = _together(moments(x, 1))
    of_second = _together(moments(generator.convolved(second, generator.normalized(first, x, of_first)), 0))
    return of_first, of_second


def _together(found: Affine) -> Affine:
    """Mean and variance over bands of one size, (1, C, 1, 1), from those of each."""
    means, variances = found
    mean = means.mean(dim=0, keepdim=True)
    return mean, (variances + (means - mean).square()).mean(dim=0, keepdim=True)
