"""How fast we may call VK, and when it wants to hear nothing. Knows seconds, no message."""

from collections.abc import Callable, Iterable

from bot.chat import TryLater
from bot.limits import Bucket, Rate
from bot.platforms.vk.errors import HOUR_S

WAIT_S = 5.0  # a shorter wait is waited for; a longer one is somebody else's turn
REMEMBERED = 1_000  # pauses; those that are over are forgotten then


class Pauses:
    """One bucket for all calls with one token, and pauses by what they concern."""

    def __init__(self, calls: Rate, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._bucket = Bucket(calls, clock())
        self._until: dict[str, float] = {}
        self._floods: dict[str, int] = {}

    def pause(self, what: str, seconds: float) -> None:
        """Nothing that concerns this is called before then."""
        now = self._clock()
        self._until[what] = max(self._until.get(what, 0.0), now + seconds)
        if len(self._until) > REMEMBERED:
            self._until = {one: until for one, until in self._until.items() if until > now}

    def flood(self, what: str, seconds: float) -> float:
        """Pause twice as long as the last time; returns how long."""
        times = self._floods.get(what, 0)
        self._floods[what] = times + 1
        longer = min(seconds * 2.0**times, HOUR_S)
        self.pause(what, longer)
        return longer

    def calm(self, what: str) -> None:
        """It was taken: the next flood begins anew."""
        self._floods.pop(what, None)

    def reserve(self, concerned: Iterable[str]) -> float:
        """Seconds to wait before one call; raises TryLater, reserving nothing, when they are too many."""
        now = self._clock()
        delay = max([self._bucket.delay(now), *(self._until.get(what, 0.0) - now for what in concerned)])
        if delay > WAIT_S:
            raise TryLater(delay)
        self._bucket.take()
        return delay
