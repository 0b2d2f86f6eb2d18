"""Fewer launches on a card: forward, loss and backward of a small canvas recorded once, replayed as one CUDA graph.

Below about half a megapixel a card waits for Python to name the next of some 200 kernels. What is recorded works on
memory that stays where it is, so each call copies its picture in and its gradient out. Knows no optimizer and no job.
"""

import time
from collections.abc import Callable, Hashable, Iterator
from copy import deepcopy
from threading import Lock
from typing import Final

import torch
from torch import Tensor

from engine.cache import Cache
from engine.nn.objective import Objective

Answer = tuple[Tensor, Tensor]  # loss, gradient

MOST_PX: Final = 600 * 600  # beyond, kernels take longer than their launch
MOST_MIB: Final = 2048.0  # of all recordings together
_MIB_PER_PX: Final = 720e-6  # as measured on a CPU with the compact encoder
_WARM_UP: Final = 3  # passes before a recording, as torch's notes on CUDA graphs have it: libraries set themselves up
_TRIALS: Final = 10
_TOLERANCE: Final = 1e-2  # relative; algorithms may be chosen anew, in bf16


class Launches:
    """Gradients as `Objective.gradient` has them, recorded where this card does that well; `refused`: why it does not.

    The first canvas that comes is the test: recorded and not must agree, and recorded be faster. Elsewhere, for large
    canvases and for masks (each job has its own shares), nothing is recorded.
    """

    def __init__(self) -> None:
        self.refused: str | None = None
        self._tried = False
        self._trying = Lock()  # torch records one graph at a time
        self._recorded: Cache[Recording] = Cache(MOST_MIB, lambda recording: recording.mib)

    def gradient(self, objective: Objective, image: Tensor) -> Answer:
        if self.refused is not None or not recordable(objective, image):
            return objective.gradient(image)
        try:
            recording = self._recorded.get(kind_of(objective, image), lambda: self._record(objective, image))
        except RuntimeError as error:  # of the card or its driver: without recordings everything goes on as before
            self.refused = f"cannot be recorded: {error}"
            return objective.gradient(image)
        return recording.gradient(objective, image) if self.refused is None else objective.gradient(image)

    def _record(self, objective: Objective, image: Tensor) -> "Recording":
        with self._trying:
            recording = Recording(objective, image)
            if not self._tried:
                self._tried = True
                self.refused = objection(
                    lambda: objective.gradient(image), lambda: recording.gradient(objective, image), image.device
                )
            return recording


class Static:
    """An objective and a picture in memory of their own, to be filled with others of their kind."""

    def __init__(self, objective: Objective, image: Tensor) -> None:
        shared = {id(part): part for part in (objective.encoder, objective.formula)}
        self._objective = deepcopy(objective, shared)
        self._image = image.detach().clone()
        self._filled_from = objective

    def fill(self, objective: Objective, image: Tensor) -> None:
        self._image.copy_(image)
        if objective is not self._filled_from:
            for mine, theirs in zip(tensors_of(self._objective), tensors_of(objective), strict=True):
                mine.copy_(theirs)
            self._filled_from = objective

    def gradient(self) -> Answer:
        return self._objective.gradient(self._image)


class Recording:
    """One CUDA graph; any thread may replay it, as long as all use the same stream."""

    def __init__(self, objective: Objective, image: Tensor) -> None:
        self.mib = image.shape[-2] * image.shape[-1] * _MIB_PER_PX
        self._static = Static(objective, image)
        self._filling = Lock()
        self._graph = torch.cuda.CUDAGraph()
        with torch.cuda.device(image.device):
            stream = torch.cuda.Stream()  # type: ignore[no-untyped-call]
            stream.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(stream):
                for _ in range(_WARM_UP):
                    self._static.gradient()
            torch.cuda.current_stream().wait_stream(stream)
            # Other threads paint meanwhile: what they allocate is none of this recording's business.
            with torch.cuda.graph(self._graph, stream=stream, capture_error_mode="thread_local"):
                self._answer = self._static.gradient()

    def gradient(self, objective: Objective, image: Tensor) -> Answer:
        with self._filling:
            self._static.fill(objective, image)
            self._graph.replay()
            loss, gradient = self._answer
            return loss.clone(), gradient.clone()


def recordable(objective: Objective, image: Tensor) -> bool:
    small = image.shape[-2] * image.shape[-1] <= MOST_PX
    return image.is_cuda and small and all(target.masks is None for target in objective.targets)


def kind_of(objective: Objective, image: Tensor) -> Hashable:
    """What a recording takes for granted: all of an objective but its tensors."""
    targets = tuple((target.share, tuple(target.textures)) for target in objective.targets)
    return id(objective.encoder), objective.formula, objective.content_layer, targets, image.shape, image.device


def tensors_of(objective: Objective) -> Iterator[Tensor]:
    """What differs between objectives of one kind."""
    yield from (objective.content, objective.variance)
    for target in objective.targets:
        for texture in target.textures.values():
            yield from (texture.mean, texture.gram)


def objection(eager: Callable[[], Answer], recorded: Callable[[], Answer], device: torch.device) -> str | None:
    """Why not to use what was recorded: it differs, or it is not faster."""
    for name, expected, found in zip(("loss", "gradient"), eager(), recorded(), strict=True):
        error = float((found - expected).norm() / expected.norm().clamp(min=1e-30))
        if not error <= _TOLERANCE:  # a NaN is no agreement either
            return f"recorded, the {name} is off by {error:.1e}"
    eager_s, recorded_s = (_seconds(passes, device) for passes in (eager, recorded))
    return None if recorded_s < eager_s else f"no faster: {recorded_s:.2e} s, not recorded {eager_s:.2e} s"


def _seconds(passes: Callable[[], Answer], device: torch.device) -> float:
    """Of some passes, and no more than their launching and their work."""
    started = time.perf_counter()
    for _ in range(_TRIALS):
        passes()
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return time.perf_counter() - started
