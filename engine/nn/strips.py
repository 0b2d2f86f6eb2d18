"""A transform network over a picture too large to be painted whole: the same numbers in a fraction of the memory.

Instance normalization asks for the mean and variance of the whole picture, so that tiles painted one by one would show.
Here only the layers at full resolution go strip by strip, twice: once for their statistics, once for their values. What
lies at half and at a quarter of the resolution is kept whole. Twice is a fifth more work.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.nn.transform import Affine, TransformNet, moments, padded, rescaled

STRIP_PX: Final = 2**19  # of the larger side of a layer: 32 MiB for 16 channels in fp32

Rows = Callable[[int, int], Tensor]  # from and to: those rows of a feature map (B, C, to - from, W)


@dataclass(frozen=True, slots=True)
class Map:
    """A feature map (B, C, height, width) of which some rows may be had at a time."""

    rows: Rows
    height: int
    width: int

    @classmethod
    def of(cls, x: Tensor) -> "Map":
        """One that is there as a whole."""
        return cls(lambda start, stop: x[:, :, start:stop], x.shape[2], x.shape[3])


def paint_in_strips(network: TransformNet, photo: Tensor, look: Tensor, strip_px: int = STRIP_PX) -> Tensor:
    """What `network(photo, look)` gives, but for rounding."""
    return _Strips(network, network.affines(look), strip_px).paint(photo, look)


@dataclass(frozen=True, slots=True)
class _Strips:
    network: TransformNet
    affines: Mapping[str, Affine]
    strip_px: int

    def paint(self, photo: Tensor, look: Tensor) -> Tensor:
        first = self._stepped("first", Map.of(padded(photo)))
        half = self._gathered("down1", first)
        quarter = self._gathered("down2", Map.of(half))
        del half
        quarter = self.network.inner(quarter, self.affines)
        half = self._gathered("up1", Map.of(quarter))
        del quarter
        last = self._convolved("last", self._stepped("up2", Map.of(half)))
        painted = torch.empty_like(photo)
        for start, stop in self._cuts(last):
            rows = slice(start, min(stop, photo.shape[2]))
            here = photo[:, :, rows]
            painted[:, :, rows] = self.network.painted(last.rows(start, stop), here, look)
        return painted

    def _gathered(self, name: str, source: Map) -> Tensor:
        """A step, its values whole; they are normalized where they lie."""
        found = self._convolved(name, source)
        whole = torch.cat([found.rows(start, stop) for start, stop in self._cuts(found)], dim=2)
        mean, variance = moments(whole)
        for start, stop in self._cuts(found):
            rows = whole[:, :, start:stop]
            rows.copy_(F.relu_(rescaled(rows, (mean, variance), self.affines[name])))
        return whole

    def _stepped(self, name: str, source: Map) -> Map:
        """A step, its statistics taken now, its values when they are asked for."""
        found = self._convolved(name, source)
        statistics = _together([(moments(rows), rows.shape[2]) for rows in self._strips(found)])

        def rows(start: int, stop: int) -> Tensor:
            return F.relu_(rescaled(found.rows(start, stop), statistics, self.affines[name]))

        return Map(rows, found.height, found.width)

    def _convolved(self, name: str, source: Map) -> Map:
        """A convolution alone."""
        layer = self.network.layers[name]
        factor, beyond = (2 if layer.larger else 1), layer.kernel // 2

        def rows(start: int, stop: int) -> Tensor:
            seen = torch.arange(start * layer.stride - beyond, (stop - 1) * layer.stride + beyond + 1)
            seen = _reflected(seen, source.height * factor) // factor
            low, high = int(seen.min()), int(seen.max()) + 1
            x = source.rows(low, high)[:, :, (seen - low).to(self.network.looks.device)]
            if layer.larger:
                x = F.interpolate(x, scale_factor=(1.0, 2.0), mode="nearest")
            found: Tensor = self.network.convolutions[name](F.pad(x, (beyond, beyond, 0, 0), mode="reflect"))
            return found

        return Map(rows, source.height * factor // layer.stride, source.width * factor // layer.stride)

    def _strips(self, found: Map) -> Iterator[Tensor]:
        return (found.rows(start, stop) for start, stop in self._cuts(found))

    def _cuts(self, found: Map) -> list[tuple[int, int]]:
        """From and to of each strip."""
        rows = max(1, self.strip_px // found.width)
        return [(start, min(start + rows, found.height)) for start in range(0, found.height, rows)]


def _reflected(rows: Tensor, height: int) -> Tensor:
    """Numbers of rows beyond the border turned back into the picture."""
    rows = rows.abs()
    return torch.where(rows < height, rows, 2 * (height - 1) - rows)


def _together(parts: list[tuple[Affine, int]]) -> Affine:
    """Mean and variance of the whole from those of strips and their heights (Chan et al. 1979), summed in fp64."""
    shares = torch.tensor([float(height) for _, height in parts], dtype=torch.float64)
    shares = (shares / shares.sum()).view(-1, 1, 1, 1, 1).to(parts[0][0][0].device)
    means = torch.stack([mean for (mean, _), _ in parts]).double()
    variances = torch.stack([variance for (_, variance), _ in parts]).double()
    mean = (shares * means).sum(dim=0)
    variance = (shares * (variances + (means - mean).square())).sum(dim=0)
    dtype = parts[0][0][0].dtype
    return mean.to(dtype), variance.to(dtype)
