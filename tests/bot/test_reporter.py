"""What of a painting's progress is noted, and when."""

import time

import pytest

from bot.worker.report import Clock, Ending, Reporter
from engine.effect import Cancelled
from engine.picture import decode
from tests.bot.steps import progress, silent


def test_a_first_preview_comes_early_and_small() -> None:
    """Not at the first step, which looks like the photo; within a second."""
    reporter = Reporter(silent)
    reporter(progress(1))
    note = reporter.take()
    assert note is not None
    assert note.preview is None
    deadline = time.monotonic() + 1
    while note is None or note.preview is None:
        assert time.monotonic() < deadline
        reporter(progress(2))
        note = reporter.take()
    assert decode(note.preview).image.size == (800, 400)
    assert reporter.take() is None


def test_what_nobody_has_taken_is_not_forgotten() -> None:
    """The loop may be late: the checkpoint it has not seen stays in the newer note."""
    reporter = Reporter(silent, checkpoint_s=0)
    reporter(progress(1))
    reporter._checkpoint.due_at = float("inf")
    reporter(progress(2))
    note = reporter.take()
    assert note is not None
    assert (note.done, note.checkpoint) == (2, b"checkpoint 1")


@pytest.mark.parametrize(("ending", "leaves_checkpoint"), [(Ending.ASKED, False), (Ending.LEAVING, True)])
def test_a_painting_ends_at_its_next_step(ending: Ending, leaves_checkpoint: bool) -> None:
    """One that is handed over leaves a checkpoint of that very step."""
    reporter = Reporter(silent)
    reporter(progress(1))
    reporter.end(ending)
    with pytest.raises(Cancelled):
        reporter(progress(2))
    note = reporter.take()
    assert note is not None
    assert (note.checkpoint == b"checkpoint 2") is leaves_checkpoint


def test_what_takes_long_to_make_is_made_less_often() -> None:
    """A checkpoint of one second is made every twenty at most."""
    clock = Clock(every_s=5, due_at=0)
    clock.took(1)
    assert 19 < clock.due_at - time.monotonic() <= 20
    clock.took(0.01)
    assert 4 < clock.due_at - time.monotonic() <= 5


def test_an_impression_is_shown_at_once_and_is_no_place_to_go_on_from() -> None:
    reporter = Reporter(silent, checkpoint_s=0)
    reporter(progress(0, side_px=64))
    note = reporter.take()
    assert note is not None
    assert note.preview is not None
    assert decode(note.preview).image.size == (64, 32)
    assert (note.done, note.checkpoint, reporter.first_done) == (0, None, None)


def test_after_it_the_first_iteration_counts() -> None:
    reporter = Reporter(silent, checkpoint_s=0)
    reporter(progress(0))
    reporter(progress(1))
    note = reporter.take()
    assert note is not None
    assert note.preview is not None  # the impression's, which nobody had taken yet
    assert (note.done, note.checkpoint, reporter.first_done) == (1, b"checkpoint 1", 1)


def test_who_leaves_during_an_impression_leaves_no_checkpoint() -> None:
    reporter = Reporter(silent, checkpoint_s=0)
    reporter.end(Ending.LEAVING)
    with pytest.raises(Cancelled):
        reporter(progress(0))
    note = reporter.take()
    assert note is not None
    assert note.checkpoint is None
