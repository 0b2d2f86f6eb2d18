"""What of a painting's progress is noted, and when."""

import pytest

from bot.worker.report import Ending, Reporter
from engine.effect import Cancelled, Progress
from engine.picture import decode
from tests.engine.pictures import photo


def progress(done: int) -> Progress:
    return Progress(done, 10, None, lambda: photo(64, 48), lambda: b"%d done" % done)


def reporter() -> Reporter:
    return Reporter(lambda: None, checkpoint_s=0.0)


def test_an_impression_is_shown_at_once_and_is_no_place_to_go_on_from() -> None:
    ours = reporter()
    ours(progress(0))
    note = ours.take()
    assert note is not None
    assert note.preview is not None
    assert decode(note.preview).image.size == (64, 48)
    assert (note.done, note.checkpoint, ours.first_done) == (0, None, None)


def test_after_it_the_first_iteration_counts() -> None:
    ours = reporter()
    ours(progress(0))
    ours(progress(1))
    note = ours.take()
    assert note is not None
    assert note.preview is not None  # the impression's, which nobody had taken yet
    assert (note.done, note.checkpoint, ours.first_done) == (1, b"1 done", 1)


def test_who_leaves_during_an_impression_leaves_no_checkpoint() -> None:
    ours = reporter()
    ours.end(Ending.LEAVING)
    with pytest.raises(Cancelled):
        ours(progress(0))
    note = ours.take()
    assert note is not None
    assert note.checkpoint is None
