"""A painting under the judge's eye: recipes, ours and theirs, and a clock that stands still while the judge looks."""

import time
from dataclasses import dataclass, replace
from typing import Final, Protocol

from torch import Tensor

from benchmarks.judge import Judge
from benchmarks.machine import synchronize
from benchmarks.pairs import Pair
from benchmarks.peers.recipe import Peer
from benchmarks.results import Look
from engine.catalogue import effects
from engine.device import Device
from engine.effect import Progress
from engine.ladder import Size, canvas
from engine.nn.encoders import load_encoder
from engine.nn.tensors import resize, to_tensor
from engine.render import render
from engine.studio import Studio

FIRST_LOOK: Final = 5
SPREAD: Final = 1.6  # the evaluations between looks grow so


@dataclass(frozen=True, slots=True)
class Stage:
    """What all recipes have in common; without a judge nothing is looked at, and nothing but painting takes memory."""

    judge: Judge | None
    device: Device
    encoder: str
    side_px: int


class Sitting:
    """One pair on the canvas; collects looks."""

    def __init__(self, stage: Stage, pair: Pair) -> None:
        self.stage, self.pair = stage, pair
        self.size = canvas(pair.content.image.size, stage.side_px)
        self.photo = to_tensor(pair.content.image, self.size)
        self.style = to_tensor(pair.style.image, scaled(pair.style.image.size, self.size))
        self.looks: list[Look] = []
        self._passes = 0.0
        self._moments: set[int] = set()
        self._start, self._cpu_start = time.perf_counter(), time.process_time()

    def begin(self, evaluations: int) -> None:
        """Start the clock; looks will be at growing distances."""
        self._moments = moments(evaluations)
        self._start, self._cpu_start = time.perf_counter(), time.process_time()

    def seen(self, evaluation: int, image: Tensor) -> None:
        """An evaluation is over; look at it if it is time."""
        self._passes += image.shape[-1] * image.shape[-2] / 1e6
        if evaluation in self._moments:
            self.look(evaluation, image, self._passes)

    def look(self, evaluation: int, image: Tensor, passes: float | None = None) -> None:
        """Have a picture of any size judged, off the clock."""
        if self.stage.judge is None:
            return
        synchronize(self.stage.device)
        seconds, cpu_s = time.perf_counter() - self._start, time.process_time() - self._cpu_start
        shown = resize(image.detach().float().cpu(), self.size).clamp(0, 1)
        verdict = self.stage.judge(shown, self.photo, self.style)
        done = self._passes if passes is None else passes
        self.looks.append(Look(evaluation, seconds, cpu_s, done, verdict.style, verdict.style_squeeze, verdict.content))
        self._start, self._cpu_start = time.perf_counter() - seconds, time.process_time() - cpu_s


def scaled(style: Size, size: Size) -> Size:
    """The style's size on a canvas: its area, as our own default has it, never enlarged."""
    factor = min(1.0, (size[0] * size[1] / (style[0] * style[1])) ** 0.5)
    return round(style[0] * factor), round(style[1] * factor)


def moments(evaluations: int) -> set[int]:
    """When to look: ever farther apart; the end is looked at anyway."""
    found, moment = set(), float(FIRST_LOOK)
    while round(moment) < evaluations:
        found.add(round(moment))
        moment *= SPREAD
    return found


class Recipe(Protocol):
    """A way to paint a pair."""

    @property
    def name(self) -> str: ...

    @property
    def ours(self) -> bool: ...

    def paint(self, sitting: Sitting) -> Tensor:
        """The result, (1, 3, H, W) on the CPU; the sitting's looks end with one at it."""

    def shortened(self, evaluations: int) -> "Recipe":
        """The same with no more evaluations than that."""


@dataclass(frozen=True, slots=True)
class Ours:
    """A whole run of our own with so many iterations."""

    iterations: int
    strength: int = 50
    ours: bool = True

    @property
    def name(self) -> str:
        return f"mazok {self.iterations}" + (f" at {self.strength}" if self.strength != 50 else "")

    def shortened(self, evaluations: int) -> "Ours":
        return replace(self, iterations=min(evaluations, self.iterations))

    def paint(self, sitting: Sitting) -> Tensor:
        stage = sitting.stage
        options = {"side_px": stage.side_px, "iterations": self.iterations, "style_strength": self.strength}
        passes = effects()["gatys"].offer().work(sitting.pair.content.image.size, stage.side_px, self.iterations)
        sitting.begin(0)
        device = replace(stage.device, studio=Studio())  # nothing is left from the run before, as it is with the peers
        painting = render("gatys", sitting.pair.inputs(), {**options, "encoder": stage.encoder}, unseen, device)
        result = to_tensor(painting.picture.image, painting.picture.image.size)
        sitting.look(painting.done, result, passes)
        return result


@dataclass(frozen=True, slots=True)
class Theirs:
    """A peer's recipe in fp32, as they run it; `evaluations` 0 means as many as theirs takes."""

    peer: Peer
    evaluations: int = 0
    ours: bool = False

    @property
    def name(self) -> str:
        return self.peer.name

    def shortened(self, evaluations: int) -> "Theirs":
        return replace(self, evaluations=min(evaluations, self.evaluations or evaluations))

    def paint(self, sitting: Sitting) -> Tensor:
        device = sitting.stage.device
        evaluations = self.evaluations or self.peer.evaluations(sitting.size)
        sitting.begin(evaluations)
        encoder = load_encoder(sitting.stage.encoder).to(device.name, memory_format=device.memory_format)  # type: ignore[call-overload]
        photo, style = sitting.photo.to(device.name), sitting.style.to(device.name)
        result = self.peer.paint(encoder, photo, style, evaluations, sitting.seen).cpu()
        sitting.look(evaluations, result)
        return result


def unseen(_: Progress) -> None:
    """Nobody watches."""
