"""How much memory a painting takes, told before it begins, and the tiles that make it fit. Arithmetic, no tensors.

All constants are upper bounds of peaks measured on a CPU (resident memory of a process, glibc) with both encoders; what
an allocator loses by fragments is in them. Accelerators were not measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import torch

from engine.errors import DoesNotFit
from engine.ladder import Size
from engine.nn.encoders import STYLE_LAYERS, Architecture
from engine.nn.windows import LOOK_PX, halo_px

TILES_PX: Final = (2048, 1536, 1024, 768, 512, 384, 256, 128)  # a halo makes small ones dear: 4 times the work at 128
CANVASES: Final = 22.0  # Lbfgs of 4 pairs or PyramidAdam, with the photo, the gradient and a step's leavings
_PASSING: Final = 12.0  # canvases that total variation keeps for its gradient; colors and previews take fewer
AT_REST_MIB: Final = 350  # Python, torch and an encoder
_LARGEST_MAPS: Final = (
    7  # of fp32, alive at once on the way back: gradients, reordered copies, flat copies for textures
)
_INDEX: Final = 8  # bytes in which pooling remembers each maximum
_MIB: Final = 2**20


@dataclass(frozen=True, slots=True)
class Footprint:
    """Peak memory of a painting by this network, `layers` deep, its weights in `dtype`.

    `canvases` are pictures in fp32 that are held all the time; add four ninths for each mask (1, 1, H, W) with its
    copies for the layers.
    """

    architecture: Architecture
    layers: Sequence[str] = STYLE_LAYERS
    dtype: torch.dtype = torch.float32
    canvases: float = CANVASES

    def mib(self, size: Size, tile_px: int = 0) -> int:
        """At a canvas of (width, height), by tiles if there are any."""
        canvas = 3 * 4 * size[0] * size[1]
        tile = self._per_px(kept=True) * self._seen_px(size, tile_px or max(size))
        look = self._per_px(kept=False) * self._seen_px(size, LOOK_PX)
        return AT_REST_MIB + round((self.canvases * canvas + max(tile, look, _PASSING * canvas)) / _MIB)

    def least_mib(self, size: Size) -> int:
        """With the tiles that take least."""
        return min(self.mib(size), self.mib(size, TILES_PX[-1]))

    def tile_px(self, size: Size, available_mib: int) -> int:
        """0 where the whole canvas fits, else the largest tile that does. Raises DoesNotFit."""
        for tile_px in (0, *TILES_PX):
            if self.mib(size, tile_px) <= available_mib:
                return tile_px
        raise DoesNotFit(self.least_mib(size), available_mib)

    def _seen_px(self, size: Size, tile_px: int) -> int:
        """Pixels that the network sees at once: a tile with its halo, no more than there is."""
        side = tile_px + 2 * halo_px(self.architecture, self.layers)
        return min(size[0], side) * min(size[1], side)

    def _per_px(self, *, kept: bool) -> float:
        """Bytes for each pixel that the network sees: every map `kept` for a gradient, else only those asked for."""
        names = self.architecture.layers()
        deepest = max((names.index(name) for name in self.layers), default=-1)
        maps, pooled, padded, largest, before = 0.0, 0.0, 0.0, 0.0, 3
        for name in names[: deepest + 1]:
            block = int(name[4]) - 1
            width, area = self.architecture.widths[block], 4**block
            pooled += before / area if kept and block and name.endswith("_1") else 0
            padded += before / area if kept and self.architecture.reflect else 0
            maps += width / area if kept or name in self.layers else 0
            largest, before = max(largest, width / area), width
        return self.dtype.itemsize * (maps + pooled + padded) + _INDEX * pooled + 4 * _LARGEST_MAPS * largest
