"""How often somebody may be wrong about a code.

In memory: a restart or a second process gives ten guesses more, which help nobody, and nothing has to be written down
for each wrong word.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

MOST = 10
WITHIN_S = 3600.0
REMEMBERED = 10_000  # people


@dataclass(slots=True)
class Guesses:
    """Ten wrong ones an hour for each who guesses."""

    clock: Callable[[], float] = time.monotonic
    _wrong: OrderedDict[str, list[float]] = field(default_factory=OrderedDict)

    def may(self, who: str) -> bool:
        """Whether they may try one more."""
        return len(self._recent(who)) < MOST

    def wrong(self, who: str) -> None:
        """They tried one that gives nothing."""
        self._wrong[who] = [*self._recent(who), self.clock()]
        self._wrong.move_to_end(who)
        while len(self._wrong) > REMEMBERED:
            self._wrong.popitem(last=False)

    def _recent(self, who: str) -> list[float]:
        since = self.clock() - WITHIN_S
        return [moment for moment in self._wrong.get(who, ()) if moment > since]
