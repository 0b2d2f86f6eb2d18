"""What the engine says while it paints, noted for the others. Stands in the painting thread; touches no database."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from threading import Lock

from engine.effect import Cancelled, Progress
from engine.film import Film
from engine.picture import encode, shrink

PREVIEW_PX = 800
PREVIEW_QUALITY = 82
FIRST_PREVIEW_S = 0.5
PREVIEW_EVERY_S = 2.0
CHECKPOINT_EVERY_S = 5.0
LEAST_SHARE = 20  # a note that took one second to make is not made again for twenty


class Ending(Enum):
    """Why a painting is to end before it is done."""

    ASKED = "the person wants to keep what is there"
    LEAVING = "this process ends; another goes on from the checkpoint"
    LOST = "the job is not ours any more"


@dataclass(frozen=True, slots=True)
class Note:
    """The newest state of a painting; a preview or checkpoint stands in one note only."""

    done: int
    total: int
    loss: float | None
    preview: bytes | None
    checkpoint: bytes | None


@dataclass(slots=True)
class Clock:
    """When is it time again? `every_s` apart at least, and longer for what takes long to make."""

    every_s: float
    due_at: float

    def due(self) -> bool:
        return time.monotonic() >= self.due_at

    def took(self, seconds: float) -> None:
        self.due_at = time.monotonic() + max(self.every_s, LEAST_SHARE * seconds)


@dataclass(slots=True, eq=False)
class Reporter:
    """The report that an effect is given. `pulse` is called at each step: the painting is alive. `film` shows later how
    it came about."""

    pulse: Callable[[], None]
    checkpoint_s: float = CHECKPOINT_EVERY_S
    ending: Ending | None = None
    first_done: int | None = None
    film: Film = field(default_factory=Film)
    _noted: Note | None = None
    _lock: Lock = field(default_factory=Lock)
    _preview: Clock = field(init=False)
    _checkpoint: Clock = field(init=False)

    def __post_init__(self) -> None:
        now = time.monotonic()
        self._preview = Clock(PREVIEW_EVERY_S, now + FIRST_PREVIEW_S)
        self._checkpoint = Clock(self.checkpoint_s, now + self.checkpoint_s)

    def __call__(self, progress: Progress) -> None:
        self.pulse()
        begun = progress.done > 0  # else an impression: shown at once, and nothing to go on from
        if self.first_done is None and begun:
            self.first_done = progress.done
        shown = self._preview.due() or not begun
        preview = made(self._preview, lambda: preview_of(progress)) if shown else None
        kept = begun and (self.ending is Ending.LEAVING or self._checkpoint.due())
        checkpoint = made(self._checkpoint, progress.checkpoint) if kept else None
        with self._lock:
            if self._noted is not None:  # what nobody has taken yet must not be forgotten
                preview, checkpoint = preview or self._noted.preview, checkpoint or self._noted.checkpoint
            self._noted = Note(progress.done, progress.total, progress.loss, preview, checkpoint)
        if self.ending:
            raise Cancelled

    def end(self, why: Ending) -> None:
        """Let the painting end at its next step. A job that is lost stays lost."""
        if self.ending is not Ending.LOST:
            self.ending = why

    def take(self) -> Note | None:
        """What was noted since the last time; None when nothing was."""
        with self._lock:
            noted, self._noted = self._noted, None
        return noted


def made(when: Clock, make: Callable[[], bytes]) -> bytes:
    """Make it, and set its clock by the time that this took."""
    start = time.monotonic()
    result = make()
    when.took(time.monotonic() - start)
    return result


def preview_of(progress: Progress) -> bytes:
    return encode(shrink(progress.preview(), PREVIEW_PX), "JPEG", quality=PREVIEW_QUALITY)
