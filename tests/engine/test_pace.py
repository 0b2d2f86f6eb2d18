"""A painting's time, with a clock that is turned by hand."""

from engine.ladder import Scale
from engine.pace import Pace

SMALL, LARGE = Scale(1000, 500, 100), Scale(2000, 1000, 100)


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def steps(pace: Pace, clock: Clock, step_s: float) -> int:
    """How many steps that take so long are allowed."""
    count = 0
    while count < 1000 and pace.allows():
        clock.now_s += step_s
        pace.step()
        count += 1
    return count


def test_without_a_limit_everything_is_allowed() -> None:
    clock = Clock()
    pace = Pace(0, clock=clock)
    pace.begin(SMALL, 100, [LARGE])
    assert steps(pace, clock, 60) == 1000


def test_each_size_gets_time_by_its_work() -> None:
    """A fifth of 50 s for a size that has a fifth of the work; what is not used goes to the next."""
    clock = Clock()
    pace = Pace(50, clock=clock)
    pace.begin(SMALL, 100, [LARGE])
    assert steps(pace, clock, 1) == 10
    pace.begin(LARGE, 100, [])
    assert steps(pace, clock, 4) == 10
    assert clock.now_s == 50


def test_a_step_that_would_end_too_late_is_not_begun() -> None:
    """A step on four times the pixels is expected to take four times as long."""
    clock = Clock()
    pace = Pace(10, clock=clock)
    pace.begin(SMALL, 100, [])
    clock.now_s += 6
    pace.step()
    pace.begin(LARGE, 100, [])
    assert not pace.allows()


def test_time_spent_before_a_restart_counts() -> None:
    pace = Pace(10, spent_s=11, clock=Clock())
    pace.begin(SMALL, 100, [])
    assert pace.spent_s == 11
    assert not pace.allows()
