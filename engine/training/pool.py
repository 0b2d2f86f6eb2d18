"""Earlier paintings, shown to a critic again so that painters cannot please by turns (Shrivastava et al. 2017)."""

import torch
from torch import Tensor


class Pool:
    """At most `most` pictures; `generator` decides what is shown."""

    def __init__(self, most: int, generator: torch.Generator) -> None:
        self.kept: list[Tensor] = []
        self._most, self._generator = most, generator

    def exchanged(self, pictures: Tensor) -> Tensor:
        """As many as there are (B, C, H, W): half of them these, half of them earlier ones, which these replace."""
        return torch.stack([self._one(picture) for picture in pictures])

    def _one(self, picture: Tensor) -> Tensor:
        if len(self.kept) < self._most:
            self.kept.append(picture)
            return picture
        if not self._most or torch.rand((), generator=self._generator) < 0.5:
            return picture
        place = int(torch.randint(self._most, (), generator=self._generator))
        earlier, self.kept[place] = self.kept[place], picture
        return earlier
