"""Gradients of several paintings in one pass: small canvases do not fill a device. Knows no optimizer and no job.

Every painting runs in a thread of its own; here they meet. Who comes first waits a moment for the others, computes for
all of them and hands out the answers. Losses are summed, so each image's gradient is that of its own loss alone.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Condition
from typing import Final

import torch
from torch import Tensor

from engine.nn.objective import Objective
from engine.nn.windows import features_of

Answer = tuple[Tensor, Tensor]  # loss, gradient
Alone = Callable[[Objective, Tensor], Answer]

MOST: Final = 8  # paintings in one pass
PATIENCE_S: Final = 0.003  # about a step of the optimizer and a report
# Canvases up to here are batched: 362 px on a card, unmeasured. On a CPU none: batches of 2, 4, 8 save 6, 9 and 3 % of
# the 27.6 ms of a job at 150 x 112 px, up to 27 % below 64 px, nothing above 300 px, and resuming would not be exact.
MOST_PX: Final = {"cpu": 0, "cuda": 362 * 362}


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    objective: Objective
    image: Tensor
    answer: "Future[Answer]" = field(default_factory=Future)

    @property
    def kind(self) -> Hashable:
        """Only what is equal in all of this fits into one pass."""
        goal, image = self.objective, self.image
        return id(goal.encoder), goal.names, image.shape, image.dtype, image.device


class Batches:
    """Where paintings of one device meet.

    Nobody waits for who will not come: only members are waited for, only those who are between two gradients, and no
    longer than `patience_s`. Convolutions of a batch add up in another order than those of one picture: answers
    agree to rounding, not to the last bit, so a run that was ever batched is not repeated exactly.
    """

    def __init__(
        self,
        alone: Alone = Objective.gradient,
        *,
        most: int = MOST,
        most_px: int | None = None,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """`alone` computes for one painting; `most_px` else as the device wants it, 0: everybody alone."""
        self._alone = alone
        self._most = most
        self._most_px = most_px
        self._patience_s = patience_s
        self._changed = Condition()
        self._waiting: list[_Request] = []
        self._count = Counter[str]()  # of members, and of those who are away: who compute by themselves
        self._leading = False

    @contextmanager
    def member(self) -> Iterator[None]:
        """A painting that will ask for gradients, again and again, until the block ends."""
        with self._counted("members"):
            yield

    def gradient(self, objective: Objective, image: Tensor) -> Answer:
        """The loss and its gradient in the image, as `Objective.gradient`. Called by members."""
        if image.shape[-2] * image.shape[-1] > self._limit_px(image) or self._count["members"] < 2:
            with self._counted("away"):
                return self._alone(objective, image)
        mine = _Request(objective, image)
        if batch := self._joined(mine):
            try:
                self._compute(batch)
            finally:
                with self._changed:
                    self._leading = False
                    self._waiting += [request for request in batch if not request.answer.done()]  # I was interrupted
                    self._changed.notify_all()
        return mine.answer.result()

    def _joined(self, mine: _Request) -> Sequence[_Request]:
        """What I am to compute; nothing when another has computed mine."""
        with self._changed:
            self._waiting.append(mine)
            self._changed.notify_all()
            self._changed.wait_for(lambda: mine.answer.done() or not self._leading)
            if mine.answer.done():
                return ()
            self._leading = True
            self._changed.wait_for(self._all_here, self._patience_s)
            batch = [mine, *(other for other in self._waiting if other is not mine and other.kind == mine.kind)]
            batch = batch[: self._most]
            self._waiting = [other for other in self._waiting if other not in batch]
            return batch

    def _all_here(self) -> bool:
        return len(self._waiting) + self._count["away"] >= min(self._count["members"], self._most)

    def _compute(self, batch: Sequence[_Request]) -> None:
        """Answer all; when they cannot be computed together, each alone: a fault is answered to whose it is."""
        if len(batch) > 1:
            try:
                answers = _together(batch)
            except Exception:  # noqa: BLE001  # whatever it is, it will be raised again for the one who caused it
                answers = []
            for request, answer in zip(batch, answers, strict=False):
                request.answer.set_result(answer)
        for request in batch:
            if not request.answer.done():
                self._answer_alone(request)

    def _answer_alone(self, request: _Request) -> None:
        try:
            request.answer.set_result(self._alone(request.objective, request.image))
        except BaseException as error:  # noqa: BLE001  # its own thread raises it
            request.answer.set_exception(error)

    def _limit_px(self, image: Tensor) -> int:
        return MOST_PX.get(image.device.type, 0) if self._most_px is None else self._most_px

    @contextmanager
    def _counted(self, what: str) -> Iterator[None]:
        self._add(what, 1)
        try:
            yield
        finally:
            self._add(what, -1)

    def _add(self, what: str, number: int) -> None:
        with self._changed:
            self._count[what] += number
            self._changed.notify_all()


def _together(batch: Sequence[_Request]) -> list[Answer]:
    """One forward and one backward pass for all."""
    images = [request.image.detach().requires_grad_() for request in batch]
    objectives = [request.objective for request in batch]
    features = features_of(objectives[0].encoder, torch.cat(images), objectives[0].names)
    # Not by slices: the gradient of each would be a zero tensor as large as the batch.
    parts = {name: torch.split(feature, 1) for name, feature in features.items()}
    losses = [
        objective.loss(image, {name: part[index] for name, part in parts.items()})
        for index, (objective, image) in enumerate(zip(objectives, images, strict=True))
    ]
    gradients = torch.autograd.grad(losses, images, [torch.ones_like(loss) for loss in losses])
    return [(loss.detach(), gradient) for loss, gradient in zip(losses, gradients, strict=True)]
