"""Bars and lines by day, laid out as numbers for a template to draw: no script and no library.

What goes out hangs below zero.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 74.0, 6.0, 8.0, 24.0  # room for what the axes say
FILLED = 0.72  # of a day's room
WORD = 32.0  # how wide a day is when it is written
TICKS = 4  # at most, above zero
LABELS = 6  # days that are written out


@dataclass(frozen=True, slots=True)
class Series:
    """One color of the bars: a value for some days, none for the others."""

    title: str
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle: `series` is its color, `title` what it says under the pointer."""

    x: float
    y: float
    width: float
    height: float
    series: int
    title: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A value on a line, and what it says under the pointer."""

    x: float
    y: float
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """Values of days that follow one another; where one has none, another line begins."""

    dots: tuple[Dot, ...]
    series: int

    @property
    def points(self) -> str:
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


@dataclass(frozen=True, slots=True)
class Mark:
    """A word on an axis, and where."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What a template draws, and the same as a table: the newest day first, days without anything left out."""

    title: str
    bars: tuple[Bar, ...]
    days: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    zero: float
    legend: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    lines: tuple[Line, ...] = ()
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT


def chart(title: str, days: Sequence[str], series: Sequence[Series], say: Callable[[int], str] = str) -> Chart:
    """The series stacked, day beside day."""
    highs = [sum(max(0, one.values.get(day, 0)) for one in series) for day in days]
    lows = [sum(min(0, one.values.get(day, 0)) for one in series) for day in days]
    step = nice(max([1, *highs, *(-low for low in lows)]))
    top, bottom = -(-max([1, *highs]) // step) * step, min([0, *lows]) // step * step
    scale = (HEIGHT - TOP - BOTTOM) / (top - bottom)

    def y(value: float) -> float:
        return round(TOP + (top - value) * scale, 1)

    room = (WIDTH - LEFT - RIGHT) / len(days)
    bars = [bar for at, day in enumerate(days) for bar in stacked(day, LEFT + at * room, room, series, y, say)]
    ticks = [Mark(y(value), say(value)) for value in range(bottom, top + 1, step)]
    rows = [
        (day, tuple(say(one.values.get(day, 0)) for one in series))
        for day in reversed(days)
        if any(one.values.get(day) for one in series)
    ]
    legend = tuple(one.title for one in series)
    return Chart(title, tuple(bars), marks(days), tuple(ticks), y(0), legend, tuple(rows))


def line_chart(title: str, days: Sequence[str], series: Sequence[Series], say: Callable[[int], str] = str) -> Chart:
    """Each series a line of its own; a day without a value is a gap, not a zero."""
    step = nice(max([1, *(value for one in series for value in one.values.values())]))
    top = -(-max([1, *(value for one in series for value in one.values.values())]) // step) * step
    scale, room = (HEIGHT - TOP - BOTTOM) / top, (WIDTH - LEFT - RIGHT) / len(days)

    def dot(at: int, one: Series) -> Dot:
        value = one.values[days[at]]
        words = f"{days[at]}: {one.title}, {say(value)}"
        return Dot(round(LEFT + (at + 0.5) * room, 1), round(TOP + (top - value) * scale, 1), words)

    lines = [
        Line(tuple(dot(at, one) for at in run), number)
        for number, one in enumerate(series)
        for run in runs([at for at, day in enumerate(days) if day in one.values])
    ]
    ticks = [Mark(round(TOP + (top - value) * scale, 1), say(value)) for value in range(0, top + 1, step)]
    rows = [
        (day, tuple(say(one.values[day]) if day in one.values else "" for one in series))
        for day in reversed(days)
        if any(day in one.values for one in series)
    ]
    legend, zero = tuple(one.title for one in series), HEIGHT - BOTTOM
    return Chart(title, (), marks(days), tuple(ticks), zero, legend, tuple(rows), tuple(lines))


def marks(days: Sequence[str]) -> tuple[Mark, ...]:
    """A few of the days, the last among them, without their year; whatever is shorter, as an hour, as it is."""
    room, every = (WIDTH - LEFT - RIGHT) / len(days), -(-len(days) // LABELS)
    last = WIDTH - WORD / 2  # a word stands in the middle over its place, and within the picture
    said = [Mark(round(min(LEFT + (at + 0.5) * room, last), 1), day[5:] or day) for at, day in enumerate(days)]
    return tuple(said[::-every])


def runs(places: Sequence[int]) -> list[list[int]]:
    """The same places, cut where one is left out."""
    cut: list[list[int]] = []
    for place in places:
        if cut and cut[-1][-1] == place - 1:
            cut[-1].append(place)
        else:
            cut.append([place])
    return cut


def stacked(
    day: str, left: float, room: float, series: Sequence[Series], y: Callable[[float], float], say: Callable[[int], str]
) -> list[Bar]:
    """The bars of a day: what came in upwards from zero, what went out downwards."""
    bars: list[Bar] = []
    above = below = 0
    for number, one in enumerate(series):
        value = one.values.get(day, 0)
        if not value:
            continue
        begin = above if value > 0 else below
        high, low = max(begin, begin + value), min(begin, begin + value)
        above, below = (high, below) if value > 0 else (above, low)
        x = round(left + room * (1 - FILLED) / 2, 1)
        words = f"{day}: {one.title}, {say(value)}"
        bars.append(Bar(x, y(high), round(room * FILLED, 1), round(y(low) - y(high), 1), number, words))
    return bars


def nice(most: int) -> int:
    """The step between ticks: 1, 2 or 5 times a power of ten, so that at most TICKS reach `most`."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if power * factor * TICKS >= most:
                return power * factor
        power *= 10
