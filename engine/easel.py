"""A painting under work: climbs a ladder of sizes, reports every iteration, stops when asked, resumes exactly.

Knows what a subject gives it, and neither effects nor options.
"""

from dataclasses import dataclass
from typing import Final, Protocol, Self

import torch
from torch import Tensor

from engine.checkpoint import Saved, pack, unpack
from engine.effect import Cancelled, Progress, Report
from engine.ladder import Scale
from engine.nn.objective import Objective
from engine.nn.optimizers import PyramidAdam
from engine.nn.tensors import resize, size_of
from engine.picture import Picture

_CHECKPOINT: Final = "mazok-easel-1"
_READ_EVERY: Final = 10  # iterations between readings of the loss from an accelerator, which has to be waited for


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast to paint: steps in [0, 1] of the first and, at the end of each scale, of the last iteration.

    `memory` is the share of a scale's iterations that the average remembers. `detail` is how much of the photo's own
    finer detail a larger canvas begins with.
    """

    learning_rate: float
    last_learning_rate: float
    memory: float
    detail: float


class Subject(Protocol):
    """What is painted; every answer depends on nothing but the subject and the scale."""

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The ladder to climb."""

    @property
    def fingerprint(self) -> str:
        """A hash of all that the painting depends on."""

    def photo(self, scale: Scale) -> Tensor:
        """The content picture at this scale."""

    def start(self, scale: Scale) -> Tensor:
        """The canvas before the first iteration."""

    def objective(self, scale: Scale) -> Objective:
        """What this scale strives for."""

    def finished(self, image: Tensor) -> Picture:
        """A canvas of any scale as a picture of that size."""


class Easel:
    """Holds the state of one painting: where on the ladder it is, the optimizer and the losses so far."""

    def __init__(self, subject: Subject, pace: Pace, adam: PyramidAdam) -> None:
        self._subject = subject
        self._pace = pace
        self._adam = adam
        self._total = sum(scale.iterations for scale in subject.scales)
        self._losses = torch.full((self._total,), torch.nan, device=adam.image.device)
        self._rung = 0
        self._iteration = 0  # within the rung
        self._done = 0
        self._stopped = False

    @classmethod
    def begun(cls, subject: Subject, pace: Pace) -> Self:
        """An easel with the subject's first canvas on it."""
        return cls(subject, pace, PyramidAdam(subject.start(subject.scales[0])))

    @classmethod
    def resumed(cls, subject: Subject, pace: Pace, checkpoint: bytes, device: str) -> Self:
        """An easel as it was when `checkpoint` was written. Raises BadCheckpoint."""
        saved = unpack(checkpoint, _CHECKPOINT, subject.fingerprint, device)
        easel = cls(subject, pace, PyramidAdam.restored(saved.tensors, saved.values["steps"]))
        easel._losses = saved.tensors["losses"]
        easel._rung, easel._iteration, easel._done = (saved.values[name] for name in ("rung", "iteration", "done"))
        return easel

    def checkpoint(self) -> bytes:
        """Everything needed to go on exactly from here."""
        values = {"steps": self._adam.steps, "rung": self._rung, "iteration": self._iteration, "done": self._done}
        return pack(
            _CHECKPOINT, self._subject.fingerprint, Saved({**self._adam.tensors(), "losses": self._losses}, values)
        )

    def paint(self, report: Report) -> None:
        """Go up to the end of the ladder, or until `report` raises Cancelled."""
        try:
            while True:
                self._paint_scale(report)
                if self._rung + 1 == len(self._subject.scales):
                    return
                self._climb()
        except Cancelled:
            self._stopped = True

    @property
    def canvas(self) -> Tensor:
        """The painting at full size, however far it is."""
        last = self._subject.scales[-1]
        return resize(self._adam.average, (last.width, last.height)).clamp(0, 1)

    @property
    def done(self) -> int:
        return self._done

    @property
    def total(self) -> int:
        return self._total

    @property
    def stopped(self) -> bool:
        return self._stopped

    def losses(self) -> tuple[float, ...]:
        """The loss of every iteration so far."""
        return tuple(self._losses[: self._done].tolist())

    def _paint_scale(self, report: Report) -> None:
        scale = self._subject.scales[self._rung]
        if self._iteration == scale.iterations:
            return
        objective = self._subject.objective(scale)
        pace, window = self._pace, max(1.0, scale.iterations * self._pace.memory)
        fall = (pace.last_learning_rate - pace.learning_rate) / max(1, scale.iterations - 1)
        while self._iteration < scale.iterations:
            loss, gradient = objective.gradient(self._adam.image)
            self._adam.step(gradient, pace.learning_rate + fall * self._iteration, window)
            self._losses[self._done] = loss
            self._iteration += 1
            self._done += 1
            report(self._progress())

    def _climb(self) -> None:
        """Put the painting on the next larger canvas, with the photo's detail that the smaller one could not hold."""
        before = self._subject.photo(self._subject.scales[self._rung])
        self._rung, self._iteration = self._rung + 1, 0
        photo = self._subject.photo(self._subject.scales[self._rung])
        self._adam = self._adam.resized(size_of(photo))
        self._adam.paint_over(self._pace.detail * (photo - resize(before, size_of(photo))))

    def _progress(self) -> Progress:
        on_the_way = self._losses.is_cuda and self._done % _READ_EVERY and self._done < self._total
        loss = None if on_the_way else float(self._losses[self._done - 1])
        return Progress(self._done, self._total, loss, self._preview, self.checkpoint)

    def _preview(self) -> Picture:
        return self._subject.finished(self._adam.average)
