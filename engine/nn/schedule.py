"""Learning rates over a run. Pure mathematics."""

import math


def one_cycle(progress: float, peak: float) -> float:
    """Learning rate at `progress` in [0, 1]: up in the first tenth, then down along a cosine (Smith 2018)."""
    if progress < 0.1:
        return peak * (0.04 + 0.96 * progress / 0.1)
    return peak * (0.005 + 0.995 * 0.5 * (1 + math.cos(math.pi * (progress - 0.1) / 0.9)))
