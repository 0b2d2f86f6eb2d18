"""Style at equal content: between strengths, beyond the strongest, and where there is no answer."""

import pytest

from benchmarks.equal import budgets, shares, style_at
from benchmarks.results import Look, Run


def look(style: float, content: float, cpu_s: float = 1.0) -> Look:
    return Look(10, cpu_s, cpu_s, 1.0, style, style, content)


STRENGTHS = [look(0.01, 0.5), look(0.04, 0.3)]


@pytest.mark.parametrize(
    ("content", "style"), [(0.3, 0.04), (0.4, 0.02), (0.5, 0.01), (0.9, 0.01)], ids=["weak", "between", "strong", "far"]
)
def test_style_falls_along_a_straight_line_of_its_logarithm(content: float, style: float) -> None:
    assert style_at(STRENGTHS, content) == pytest.approx(style)


def test_nearer_to_the_photo_than_we_ever_were_there_is_no_answer() -> None:
    assert style_at(STRENGTHS, 0.29) is None


def test_strengths_of_one_budget_are_compared_together() -> None:
    names = ("neural-style", "mazok 100", "mazok 100 at 40", "mazok 200")
    looks = (look(0.04, 0.4, 10), look(0.01, 0.5), look(0.04, 0.3), look(0.001, 0.4))
    runs = [
        Run("cat", name, name.startswith("mazok"), "cat.png", (one,)) for name, one in zip(names, looks, strict=True)
    ]
    assert budgets(runs) == ["mazok 100"]
    [share] = shares(runs, "neural-style", "mazok 100")
    assert share.style == pytest.approx(0.5)
    assert share.cpu == pytest.approx(0.1)
