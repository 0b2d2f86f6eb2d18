"""Bars by day: every value has its place, what goes out hangs below zero."""

from hypothesis import given
from hypothesis import strategies as st

from bot.admin.charts import HEIGHT, LEFT, TICKS, WIDTH, Series, chart, line_chart, nice

DAYS = [f"2026-11-{day:02}" for day in range(1, 31)]


@given(st.integers(1, 10**9))
def test_ticks_are_round_and_few(most: int) -> None:
    step = nice(most)
    assert str(step).strip("0") in {"1", "2", "5"}
    assert step * TICKS >= most


@given(st.lists(st.dictionaries(st.sampled_from(DAYS), st.integers(-(10**6), 10**6)), min_size=1, max_size=4))
def test_every_bar_lies_in_the_picture_and_on_its_side_of_zero(values: list[dict[str, int]]) -> None:
    series = [Series(str(number), one) for number, one in enumerate(values)]
    drawn = chart("title", DAYS, series)
    signs = {f"{day}: {one.title}, {value}": value for one in series for day, value in one.values.items() if value}
    assert {bar.title for bar in drawn.bars} == signs.keys()
    for bar in drawn.bars:
        assert bar.x >= LEFT
        assert bar.x + bar.width <= WIDTH
        assert bar.height >= 0
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT
        if signs[bar.title] > 0:
            assert bar.y + bar.height <= drawn.zero + 0.11
        else:
            assert bar.y >= drawn.zero - 0.11


def test_the_bars_of_a_day_stand_on_one_another() -> None:
    drawn = chart("t", DAYS, [Series("a", {DAYS[3]: 30}), Series("b", {DAYS[3]: 20})])
    lower, upper = drawn.bars
    assert lower.x == upper.x
    assert abs(upper.y + upper.height - lower.y) < 0.11
    assert drawn.rows == ((DAYS[3], ("30", "20")),)


@given(st.lists(st.dictionaries(st.sampled_from(DAYS), st.integers(0, 10**6)), min_size=1, max_size=4))
def test_every_value_is_a_dot_in_the_picture_and_no_line_crosses_a_gap(values: list[dict[str, int]]) -> None:
    series = [Series(str(number), one) for number, one in enumerate(values)]
    drawn = line_chart("title", DAYS, series)
    dots = [dot for line in drawn.lines for dot in line.dots]
    assert {dot.title for dot in dots} == {
        f"{day}: {one.title}, {value}" for one in series for day, value in one.values.items()
    }
    assert all(LEFT <= dot.x <= WIDTH and 0 <= dot.y <= drawn.zero for dot in dots)
    for line in drawn.lines:
        days = [DAYS.index(dot.title[:10]) for dot in line.dots]
        assert days == list(range(days[0], days[0] + len(days)))


def test_a_shorter_word_than_a_day_is_said_whole() -> None:
    assert [mark.text for mark in line_chart("t", ["00", "01"], [Series("a", {"00": 3})]).days] == ["01", "00"]
