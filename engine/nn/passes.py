"""One pass for several paintings: what comes while a pass is running is painted together in the next. Knows no job.

Every painting runs in a thread of its own; here those meet that ask one network for pictures of one size. Nobody waits
for who may come: alone one paints at once.
"""

from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Condition
from typing import Final

import torch
from torch import Tensor

Network = Callable[..., Tensor]  # of tensors (B, ...) a picture (B, 3, H, W); those that are equal are one

MOST: Final = 8  # paintings in one pass
MOST_PX: Final = {"cpu": 0, "cuda": 1_500_000}  # on a CPU nothing is won (docs/log.md); on a card unmeasured


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    network: Network
    given: tuple[Tensor, ...]
    answer: "Future[Tensor]" = field(default_factory=Future)

    @property
    def kind(self) -> Hashable:
        """Only what is equal in all of this fits into one pass."""
        return self.network, tuple((each.shape, each.dtype, each.device) for each in self.given)


class Passes:
    """Where paintings of one device meet.

    Sums of a batch are taken in another order than those of one picture: answers agree to rounding.
    """

    def __init__(self, *, most: int = MOST, most_px: int | None = None) -> None:
        """`most_px` is the largest picture that is painted with others, else as the device wants it; 0: none is."""
        self._most = most
        self._most_px = most_px
        self._changed = Condition()
        self._waiting: list[_Request] = []
        self._running = set[Hashable]()

    @torch.no_grad()
    def __call__(self, network: Network, *given: Tensor) -> Tensor:
        """What the network makes of `given`, (1, ...) each, the first of them as large as the picture."""
        if given[0].shape[-2] * given[0].shape[-1] > self._limit_px(given[0].device):
            return network(*given)
        mine = _Request(network, given)
        if batch := self._joined(mine):
            try:
                _compute(batch)
            finally:
                with self._changed:
                    self._running.discard(mine.kind)
                    self._waiting += [request for request in batch if not request.answer.done()]  # I was interrupted
                    self._changed.notify_all()
        return mine.answer.result()

    def _joined(self, mine: _Request) -> Sequence[_Request]:
        """What I am to compute; nothing when another has computed mine."""
        with self._changed:
            self._waiting.append(mine)
            self._changed.wait_for(lambda: mine.answer.done() or self._may_lead(mine))
            if mine.answer.done():
                return ()
            self._running.add(mine.kind)
            others = (other for other in self._waiting if other is not mine and other.kind == mine.kind)
            batch = [mine, *others][: self._most]
            self._waiting = [other for other in self._waiting if other not in batch]
            return batch

    def _may_lead(self, mine: _Request) -> bool:
        return mine.kind not in self._running

    def _limit_px(self, device: torch.device) -> int:
        return MOST_PX.get(device.type, 0) if self._most_px is None else self._most_px


def _compute(batch: Sequence[_Request]) -> None:
    """Answer all; when they cannot be computed together, each alone: a fault is answered to whose it is."""
    try:
        answers = _together(batch)
    except Exception:  # noqa: BLE001  # whatever it is, it will be raised again for the one who caused it
        answers = []
    for request, answer in zip(batch, answers, strict=False):
        request.answer.set_result(answer)
    for request in batch:
        if not request.answer.done():
            _answer_alone(request)


def _together(batch: Sequence[_Request]) -> Sequence[Tensor]:
    columns = zip(*(request.given for request in batch), strict=True)
    given = [torch.cat(parts) if len(parts) > 1 else parts[0] for parts in columns]
    pictures = batch[0].network(*given)
    if pictures.is_cuda:
        torch.cuda.current_stream(pictures.device).synchronize()  # a pass runs until it is done, not until it is begun
    return torch.split(pictures, 1)


def _answer_alone(request: _Request) -> None:
    try:
        request.answer.set_result(request.network(*request.given))
    except BaseException as error:  # noqa: BLE001  # its own thread raises it
        request.answer.set_exception(error)
