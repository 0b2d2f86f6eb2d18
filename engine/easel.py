"""A painting under work: climbs a ladder of sizes, reports every iteration, stops when asked, resumes exactly.

Knows what a subject gives it, and neither effects nor options.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, Self

import torch
from torch import Tensor

from engine.allocation import release_freed_blocks
from engine.checkpoint import Saved, pack, unpack
from engine.effect import Cancelled, Progress, Report
from engine.ladder import Scale
from engine.nn.objective import Objective
from engine.nn.optimizers import Optimizer
from engine.nn.tensors import resize, size_of
from engine.pace import Pace
from engine.picture import Picture

_CHECKPOINT: Final = "mazok-easel-1"
_READ_EVERY: Final = 10  # iterations between readings of the loss from an accelerator, which has to be waited for


Gradient = Callable[[Objective, Tensor], tuple[Tensor, Tensor]]  # of an image: loss and gradient


@dataclass(frozen=True, slots=True)
class Tools:
    """What a painting is painted with; `limit_s` is how long it may take, zero: as long as it takes."""

    optimizer: Callable[[Tensor], Optimizer]
    gradient: Gradient = Objective.gradient
    limit_s: float = 0.0


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

    @property
    def detail(self) -> float:
        """How much of the photo's own finer detail a larger canvas begins with, 0 to 1."""

    def cover(self, scale: Scale) -> Tensor | None:
        """Where there is to be painted, (1, 1, H, W) in [0, 1]; None: everywhere."""

    def finished(self, image: Tensor) -> Picture:
        """A canvas of any scale as a picture of that size."""


class Easel:
    """Holds the state of one painting: where on the ladder it is, the optimizer and the losses so far."""

    def __init__(self, subject: Subject, tools: Tools, optimizer: Optimizer, pace: Pace) -> None:
        self._subject = subject
        self._gradient = tools.gradient
        self._optimizer = optimizer
        self._pace = pace
        self._total = sum(scale.iterations for scale in subject.scales)
        self._losses = torch.full((self._total,), torch.nan, device=optimizer.image.device)
        self._rung = 0
        self._iteration = 0  # within the rung
        self._done = 0
        self._stopped = False

    @classmethod
    def begun(cls, subject: Subject, tools: Tools) -> Self:
        """An easel with the subject's first canvas on it."""
        pace = Pace(tools.limit_s)
        return cls(subject, tools, tools.optimizer(subject.start(subject.scales[0])), pace)

    @classmethod
    def resumed(cls, subject: Subject, tools: Tools, checkpoint: bytes, device: str) -> Self:
        """An easel as it was when `checkpoint` was written. Raises BadCheckpoint."""
        saved = unpack(checkpoint, _CHECKPOINT, subject.fingerprint, device)
        optimizer = tools.optimizer(saved.tensors["image"]).restored(saved.tensors, saved.values["steps"])
        easel = cls(subject, tools, optimizer, Pace(tools.limit_s, saved.values["seconds"]))
        easel._losses = saved.tensors["losses"]
        easel._rung, easel._iteration, easel._done = (saved.values[name] for name in ("rung", "iteration", "done"))
        return easel

    def checkpoint(self) -> bytes:
        """Everything needed to go on exactly from here."""
        place = {"rung": self._rung, "iteration": self._iteration, "done": self._done}
        values = {**place, "steps": self._optimizer.steps, "seconds": self._pace.spent_s}
        tensors = {**self._optimizer.tensors(), "losses": self._losses}
        return pack(_CHECKPOINT, self._subject.fingerprint, Saved(tensors, values))

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
        return resize(self._optimizer.painting, (last.width, last.height)).clamp(0, 1)

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
        self._pace.begin(scale, scale.iterations - self._iteration, self._subject.scales[self._rung + 1 :])
        if self._iteration == scale.iterations or not self._pace.allows():
            return
        objective, cover = self._subject.objective(scale), self._subject.cover(scale)
        self._pace.ready()
        while self._iteration < scale.iterations and self._pace.allows():
            loss, gradient = self._gradient(objective, self._optimizer.image)
            gradient = gradient if cover is None else gradient * cover
            self._optimizer.step(gradient, self._iteration / scale.iterations, scale.iterations)
            self._losses[self._done] = loss
            self._iteration += 1
            self._done += 1
            self._pace.step()
            report(self._progress(objective))

    def _climb(self) -> None:
        """Put the painting on the next larger canvas, with the photo's detail that the smaller one could not hold."""
        before = self._subject.photo(self._subject.scales[self._rung])
        self._rung, self._iteration = self._rung + 1, 0
        photo = self._subject.photo(self._subject.scales[self._rung])
        self._optimizer = self._optimizer.resized(size_of(photo))
        release_freed_blocks()
        self._optimizer.paint_over(self._subject.detail * (photo - resize(before, size_of(photo))))

    def _progress(self, objective: Objective) -> Progress:
        on_the_way = self._losses.is_cuda and self._done % _READ_EVERY and self._done < self._total
        loss = None if on_the_way else float(self._losses[self._done - 1])
        return Progress(
            self._done,
            self._total,
            loss,
            self._preview,
            self.checkpoint,
            size_of(self._optimizer.image),
            lambda: objective.parts(self._optimizer.painting),
        )

    def _preview(self) -> Picture:
        return self._subject.finished(self._optimizer.painting)
