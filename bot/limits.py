"""How fast a platform may be written to: buckets, and how long to wait after failures. Knows seconds, no message."""

from dataclasses import dataclass

BACKOFF_S = 0.5
LONGEST_BACKOFF_S = 30.0


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` at once, then `per_s` each second."""

    burst: float
    per_s: float


class Bucket:
    """Tells how long to wait. It may be overdrawn: who comes first, waits least."""

    def __init__(self, rate: Rate, now: float) -> None:
        self._rate, self._tokens, self._at = rate, rate.burst, now

    def delay(self, now: float) -> float:
        """Seconds until one more is allowed."""
        self._tokens = min(self._rate.burst, self._tokens + (now - self._at) * self._rate.per_s)
        self._at = now
        return max(0.0, (1 - self._tokens) / self._rate.per_s)

    def take(self) -> None:
        self._tokens -= 1


def backoff(failures: int) -> float:
    """Seconds to wait after so many failures in a row."""
    return float(min(BACKOFF_S * 2 ** min(failures - 1, 10), LONGEST_BACKOFF_S))
