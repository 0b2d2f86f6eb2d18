"""How busy a worker is: what its paintings share. Knows no job."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Stint:
    """The time that one painting took, and how many were at work meanwhile, itself among them, on the average."""

    seconds: float = 0.0
    company: float = 1.0


class Load:
    """Paintings at work, and their number summed over time. All on one loop."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at_work = 0
        self._at = clock()
        self._sum = 0.0  # of paintings times seconds

    @contextmanager
    def stint(self) -> Iterator[Stint]:
        """One painting more until the block ends; what is yielded is filled in then."""
        stint, began, before = Stint(), self._clock(), self._passed()
        self._at_work += 1
        try:
            yield stint
        finally:
            sum_now = self._passed()
            self._at_work -= 1
            stint.seconds = self._at - began
            stint.company = (sum_now - before) / stint.seconds if stint.seconds > 0 else 1.0

    def _passed(self) -> float:
        """The sum until now."""
        now = self._clock()
        self._sum += self._at_work * (now - self._at)
        self._at = now
        return self._sum
