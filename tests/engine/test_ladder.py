"""Sizes of paintings and how iterations are spread over them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.ladder import Ladder, canvas

LADDER = Ladder(coarsest_px=150, growth=2**0.5, decay=0.7)
sides = st.integers(16, 4000)


@given(width=sides, height=sides, side_px=st.integers(64, 4096))
def test_a_canvas_keeps_the_proportions(width: int, height: int, side_px: int) -> None:
    """To half a pixel: sides are whole."""
    size = canvas((width, height), side_px)
    factor = min(side_px / max(width, height), 2)
    assert abs(size[0] - width * factor) <= 0.5 or size[0] == 1
    assert abs(size[1] - height * factor) <= 0.5 or size[1] == 1


def test_a_canvas_has_the_side_that_was_asked_for() -> None:
    assert canvas((4000, 3000), 1200) == (1200, 900)


def test_a_small_photo_is_enlarged_at_most_twice() -> None:
    assert canvas((500, 250), 600) == (600, 300)
    assert canvas((100, 50), 600) == (200, 100)


@given(width=sides, height=sides, iterations=st.integers(1, 1000), from_px=st.integers(0, 2000))
def test_every_iteration_is_painted_somewhere(width: int, height: int, iterations: int, from_px: int) -> None:
    scales = LADDER.scales((width, height), iterations, from_px=from_px)
    assert sum(scale.iterations for scale in scales) == iterations
    assert (scales[-1].width, scales[-1].height) == (width, height)
    assert sorted(scales, key=lambda scale: scale.megapixels) == list(scales)


def test_the_ladder_begins_small() -> None:
    scales = LADDER.scales((600, 450), 100)
    assert [scale.width for scale in scales] == [150, 212, 300, 424, 600]
    assert [scale.iterations for scale in scales] == sorted((scale.iterations for scale in scales), reverse=True)


def test_a_finished_work_is_painted_on_at_its_own_size() -> None:
    assert [scale.width for scale in LADDER.scales((600, 450), 100, from_px=600)] == [600]


def test_a_larger_one_of_a_finished_work_climbs_from_there() -> None:
    assert [scale.width for scale in LADDER.scales((1200, 900), 100, from_px=600)] == [600, 849, 1200]


def test_a_ladder_spares_most_of_the_work() -> None:
    assert LADDER.work((1000, 1000), 100) < 0.3 * 100
    assert Ladder().work((1000, 1000), 100) == pytest.approx(100)


@given(width=sides, height=sides, iterations=st.integers(1, 1000))
def test_lessons_cost_the_same_for_every_size_and_painting_comes_once(width: int, height: int, iterations: int) -> None:
    work = Ladder(lesson_px=100).work((width, height), iterations)
    assert work == pytest.approx(iterations * 0.01 + width * height / 1e6)
