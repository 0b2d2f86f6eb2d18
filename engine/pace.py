"""How long a painting may take, spread over the sizes that are still to come. Knows no picture."""

import time
from collections.abc import Callable, Sequence

from engine.ladder import Scale


class Pace:
    """A limit in seconds, or none. Measures as it goes instead of trusting a table: machines are shared.

    A scale gets the share of the time left that its work has of the work left; what one leaves over goes to the next.
    """

    def __init__(self, limit_s: float, spent_s: float = 0.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit_s = limit_s
        self._clock = clock
        self._began = clock() - spent_s
        self._until_s = 0.0
        self._step_began_s = 0.0
        self._step_s = 0.0  # of the last step, for the size of the next
        self._megapixels = 0.0

    @property
    def spent_s(self) -> float:
        """Seconds since the painting began, also in an earlier process."""
        return self._clock() - self._began

    def begin(self, scale: Scale, left: int, later: Sequence[Scale]) -> None:
        """Turn to a scale with `left` iterations to go, before the `later` ones."""
        now = self.spent_s
        work = scale.megapixels * left
        whole = work + sum(other.megapixels * other.iterations for other in later)
        self._until_s = now + max(0.0, self._limit_s - now) * (work / whole if whole else 0.0)
        self._step_s *= scale.megapixels / self._megapixels if self._megapixels else 0.0
        self._megapixels = scale.megapixels
        self._step_began_s = now

    def ready(self) -> None:
        """All is prepared for the first step of a scale."""
        self._step_began_s = self.spent_s

    def step(self) -> None:
        """A step has been made."""
        now = self.spent_s
        self._step_s, self._step_began_s = now - self._step_began_s, now

    def allows(self) -> bool:
        """Whether a step like the last one ends in time."""
        if not self._limit_s:
            return True
        return self._step_began_s < self._limit_s and self._step_began_s + self._step_s <= self._until_s
