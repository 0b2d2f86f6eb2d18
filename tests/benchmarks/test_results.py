"""Results of a comparison: what survives a broken run, and who was as good as whom when."""

from pathlib import Path

from benchmarks.pairs import HELD_OUT, TUNING
from benchmarks.results import Look, Results, Run, median_looks, races
from benchmarks.sitting import moments
from engine.house import house_styles
from engine.training.pictures import HELD_OUT_STYLES


def a_run(recipe: str, seconds: float, style: float, content: float, pair: str = "cat") -> Run:
    look = Look(10, seconds, 2 * seconds, 1.0, style, style, content)
    return Run(pair, recipe, recipe.startswith("mazok"), "cat.png", (look,))


def test_results_are_read_as_they_were_added(tmp_path: Path) -> None:
    results, run = Results(tmp_path), a_run("mazok 100", 1.5, 0.1, 0.3)
    assert not results.exists()
    results.begin({"side_px": 300})
    results.add(run)
    results.add_peak("mazok 100", 512.0)
    assert results.setting() == {"side_px": 300}
    assert results.runs() == [run]
    assert results.peaks() == {"mazok 100": 512.0}


def test_a_race_is_won_by_our_fastest_run_that_is_as_near_to_style_and_photo() -> None:
    theirs = a_run("neural-style", 100, 0.10, 0.40)
    too_far = a_run("mazok 25", 1, 0.20, 0.40)
    photo_lost = a_run("mazok 50", 2, 0.05, 0.42)
    good = a_run("mazok 100", 4, 0.09, 0.405)  # within 2 % of their content distance
    better = a_run("mazok 200", 8, 0.05, 0.30)
    [race] = races([theirs, better, photo_lost, too_far, good], "neural-style")
    assert race.ours == good
    assert race.share == 0.04


def test_a_race_that_is_never_won_is_infinitely_long() -> None:
    theirs = [a_run("neural-style", 100, 0.10, 0.40, pair) for pair in ("cat", "coffee")]
    ours = [a_run("mazok 100", 10, 0.05, 0.40, "cat"), a_run("mazok 100", 10, 0.20, 0.40, "coffee")]
    assert [race.share for race in races([*theirs, *ours], "neural-style")] == [0.1, float("inf")]


def test_a_curve_is_of_looks_that_all_pairs_have_and_of_their_results() -> None:
    def looked(pair: str, *evaluations: int) -> Run:
        looks = tuple(Look(n, float(n), float(n), 1.0, 1 / n, 1 / n, 0.5) for n in evaluations)
        return Run(pair, "neural-style", False, "cat.png", looks)

    curve = median_looks([looked("cat", 5, 8, 10), looked("coffee", 5, 8, 13, 20)])
    assert [look.evaluation for look in curve] == [5, 8, 15]


def test_looks_grow_apart_and_leave_the_end_to_the_result() -> None:
    assert sorted(moments(100)) == [5, 8, 13, 20, 33, 52, 84]


def test_no_pair_was_trained_on_and_no_photo_is_in_both_lists() -> None:
    ours = {style.name for style in house_styles()}  # drawn, and read by no training
    paintings = {style for _, style in TUNING + HELD_OUT} - ours
    assert paintings
    assert all(painting.startswith(HELD_OUT_STYLES) for painting in paintings)
    assert not {photo for photo, _ in TUNING} & {photo for photo, _ in HELD_OUT}
