"""So many in so long: what every platform counts."""

from collections import deque


def window(moments: deque[float], now: float, seconds: float, most: int) -> float:
    """Seconds until a window of `seconds` has room again; notes the moment when it has."""
    while moments and now - moments[0] >= seconds:
        moments.popleft()
    if len(moments) >= most:
        return seconds - (now - moments[0])
    moments.append(now)
    return 0
