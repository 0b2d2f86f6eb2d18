"""How big a painting gets and how its iterations are spread over sizes. Arithmetic: knows no pixels and no torch."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from math import log
from typing import Final

Size = tuple[int, int]  # width, height in px

MOST_ENLARGED: Final = 2.0  # beyond that a photo has nothing to say about the finest strokes


def canvas(photo: Size, side_px: int) -> Size:
    """The size of a painting: the photo's proportions with the longest side `side_px`.

    A photo smaller than that is enlarged, at most twice: strokes are finer than pixels of a small photo, so a painting
    gains from it, and who ordered HD of a photo sent in 800 px gets HD.
    """
    factor = min(side_px / max(photo), MOST_ENLARGED)
    width, height = (max(1, round(side * factor)) for side in photo)
    return width, height


@dataclass(frozen=True, slots=True)
class Scale:
    """One step of the ladder: how many iterations a canvas of this size gets."""

    width: int
    height: int
    iterations: int

    @property
    def megapixels(self) -> float:
        return self.width * self.height / 1e6


@dataclass(frozen=True, slots=True)
class Ladder:
    """Coarse to fine: sizes grow by `growth` up to the asked one, and each gets `decay` times the iterations before.

    The coarsest scale's longest side is at least `coarsest_px`; zero means that the whole work is done at full size.
    `lesson_px`: iterations are lessons on squares of this side, whatever the size, and what was learned paints once.
    """

    coarsest_px: int = 0
    growth: float = 2**0.5
    decay: float = 1.0
    lesson_px: int = 0

    def scales(self, size: Size, iterations: int, *, from_px: int = 0) -> tuple[Scale, ...]:
        """The scales up to `size`, coarse first; `from_px` is the longest side of a painting that is painted on."""
        if self.lesson_px:
            return Scale(self.lesson_px, self.lesson_px, iterations), Scale(*size, 1)
        count = 1
        coarsest = max(self.coarsest_px, from_px)
        if 0 < coarsest < max(size):
            count += int(log(max(size) / coarsest) / log(self.growth) + 1e-9)
        shares = _shares(iterations, [self.decay**rung for rung in range(count)])
        factors = [self.growth ** (rung + 1 - count) for rung in range(count)]
        scales = [
            Scale(max(1, round(size[0] * factor)), max(1, round(size[1] * factor)), share)
            for factor, share in zip(factors, shares, strict=True)
        ]
        return (*(scale for scale in scales[:-1] if scale.iterations), scales[-1])

    def work(self, size: Size, iterations: int, *, from_px: int = 0) -> float:
        """Megapixel passes of a whole run."""
        return sum(scale.megapixels * scale.iterations for scale in self.scales(size, iterations, from_px=from_px))


def _shares(total: int, weights: list[float]) -> list[int]:
    """Split `total` into whole parts near the weights; what rounding leaves over goes to the finest."""
    edges = [int(total * part / sum(weights)) for part in accumulate(weights[:-1])]
    return [high - low for low, high in zip([0, *edges], [*edges, total], strict=True)]
