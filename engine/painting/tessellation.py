"""Dividing a square among sites: the cells of mosaics, windows and cloth. Knows numpy; draws nothing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.painting.fields import Field, single


@dataclass(frozen=True)
class Cells:
    """Sites (N, 2) as x, y; for each pixel its site, and where it lies in that site's own frame in px."""

    sites: NDArray[np.float32]
    owner: NDArray[np.int32]  # (H, W), -1 where no site is near
    u: Field
    v: Field


def spread(rng: np.random.Generator, side: int, count: int) -> NDArray[np.float32]:
    """About `count` sites on a shaken grid."""
    per_side = max(2, round(count**0.5))
    x, y = np.meshgrid(np.arange(per_side), np.arange(per_side))
    sites = np.stack([x.ravel(), y.ravel()], axis=1) + rng.uniform(0.1, 0.9, (per_side**2, 2))
    return single(sites * side / per_side)


def divided(sites: NDArray[np.float32], angle: Field, reach: float, *, square: bool) -> Cells:
    """Each pixel to its nearest site within `reach` px: by the larger of |u|, |v| when `square`, else round."""
    side = angle.shape[0]
    nearest = np.full((side, side), np.inf, dtype=np.float32)
    owner = np.full((side, side), -1, dtype=np.int32)
    along, across = np.zeros_like(nearest), np.zeros_like(nearest)
    for index, (x, y) in enumerate(sites):
        left, right = max(0, int(x - reach)), min(side, int(x + reach) + 1)
        top, bottom = max(0, int(y - reach)), min(side, int(y + reach) + 1)
        if left >= right or top >= bottom:
            continue
        turn = angle[min(side - 1, max(0, int(y))), min(side - 1, max(0, int(x)))]
        cos, sin = np.cos(turn), np.sin(turn)
        dx = np.arange(left, right, dtype=np.float32)[None] - x
        dy = np.arange(top, bottom, dtype=np.float32)[:, None] - y
        u, v = dx * cos + dy * sin, dy * cos - dx * sin
        distance = np.maximum(np.abs(u), np.abs(v)) if square else np.hypot(u, v)
        window = slice(top, bottom), slice(left, right)
        closer = distance < nearest[window]
        for whole, part in ((nearest, distance), (along, u), (across, v)):
            np.copyto(whole[window], part, where=closer)
        np.copyto(owner[window], np.int32(index), where=closer)
    return Cells(sites, owner, along, across)


def relaxed(sites: NDArray[np.float32], angle: Field, reach: float, *, square: bool, rounds: int) -> Cells:
    """Sites moved to the middles of their cells a few times (Hausner 2001, Simulating decorative mosaics)."""
    side = angle.shape[0]
    y, x = np.mgrid[:side, :side].astype(np.float32)
    for _ in range(rounds):
        owner = divided(sites, angle, reach, square=square).owner
        known = owner >= 0
        area = np.bincount(owner[known], minlength=len(sites))
        middle = [
            np.bincount(owner[known], weights=w[known], minlength=len(sites)) / np.maximum(area, 1) for w in (x, y)
        ]
        sites = np.where(area[:, None] > 0, np.stack(middle, axis=1), sites).astype(np.float32)
    return divided(sites, angle, reach, square=square)
