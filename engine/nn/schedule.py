"""Learning rates over a run. Pure mathematics."""

import math


def one_cycle(progress: float, peak: float) -> float:
    """Learning rate at `progress` in [0, 1]: up in the first tenth, then down along a cosine (Smith 2018)."""
    if progress < 0.1:
        return peak * (0.04 + 0.96 * progress / 0.1)
    return peak * (0.005 + 0.995 * 0.5 * (1 + math.cos(math.pi * (progress - 0.1) / 0.9)))


def steady_then_down(progress: float, rate: float, steady: float) -> float:
    """The rate up to `steady` of the run, then in a straight line down to nothing (Isola et al. 2017)."""
    return rate if progress < steady else rate * max(0.0, (1 - progress) / (1 - steady))
