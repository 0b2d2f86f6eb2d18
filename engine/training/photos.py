"""Photos that a training looks at, read from their files when it does. Knows no network."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, Self

import torch
from torch import Tensor

from engine.errors import BadOptions
from engine.training.pictures import crop, read_picture

SHORT_PX: Final = 256
_EVERY: Final = 40  # of them one is kept apart, evenly over the sources


class Squares(Protocol):
    """Where what is trained on comes from."""

    @property
    def held_out(self) -> Sequence[Tensor]:
        """Pictures that are only looked at, (3, H, W) uint8."""

    def square(self, side_px: int, generator: torch.Generator) -> Tensor:
        """A random square as (3, side, side) in [0, 1]."""


@dataclass(frozen=True, slots=True)
class Photos:
    """Paths of the photos to learn from, and a few that are only looked at, (3, H, W) uint8."""

    paths: Sequence[Path]
    held_out: Sequence[Tensor]

    @classmethod
    def of(cls, folder: Path, looked_at: int = 2) -> Self:
        """Of `natural/` in a data folder. Raises BadOptions when there are too few."""
        paths = sorted((folder / "natural").glob("*.jpg"))
        step = min(_EVERY, len(paths) - 1)
        if step < looked_at:
            raise BadOptions("data", f"{folder / 'natural'} holds too few photos")
        apart = paths[step - 1 :: step]
        shown = apart[:: max(1, len(apart) // looked_at)][:looked_at]
        learned = sorted(set(paths) - set(apart))
        return cls(learned, [read_picture(path, shortest_px=SHORT_PX) for path in shown])

    def square(self, side_px: int, generator: torch.Generator) -> Tensor:
        """A random square of one of them as (3, side, side) in [0, 1]."""
        path = self.paths[int(torch.randint(len(self.paths), (), generator=generator))]
        return crop(read_picture(path, shortest_px=SHORT_PX), side_px, generator)
