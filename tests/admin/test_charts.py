"""Bars by day: every value has its place, what goes out hangs below zero."""

from hypothesis import given
from hypothesis import strategies as st

from bot.admin.charts import HEIGHT, LEFT, TICKS, WIDTH, Series, chart, nice

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
