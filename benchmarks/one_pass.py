"""What benchmarks of effects that paint in one pass share: recipes, and how long each takes."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from benchmarks.pairs import Pair
from engine.ladder import canvas
from engine.nn.tensors import to_tensor
from engine.style import strokes

TIMED_SIZE: Final = (600, 450)
TIMES: Final = 3

Paint = Callable[[Pair, int], Tensor]  # at a longest side in px
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A way to paint a pair, and how many bytes its weights take."""

    name: str
    size: int
    paint: Paint


def seen(pair: Pair, side_px: int, scale_percent: int = 100) -> tuple[Tensor, Tensor]:
    """Photo and style at the sizes that they are painted with."""
    size = canvas(pair.content.image.size, side_px)
    factor = strokes(pair.style, size, scale_percent)
    style_size = (round(pair.style.width * factor), round(pair.style.height * factor))
    return to_tensor(pair.content, size), to_tensor(pair.style, style_size)


def seconds(recipe: Recipe, pair: Pair, threads: int, clock: Clock = time.perf_counter) -> float:
    """The best of some at 600 x 450 px, the first left out."""
    torch.set_num_threads(threads)
    timed = Pair(pair.name, type(pair.content)(pair.content.image.resize(TIMED_SIZE)), pair.style)
    recipe.paint(timed, max(TIMED_SIZE))
    return min(_timed(recipe, timed, clock) for _ in range(TIMES))


def cpu_s(recipe: Recipe, pair: Pair) -> float:
    """Processor time of one thread, likewise: it hardly knows what else the machine is doing."""
    return seconds(recipe, pair, 1, time.process_time)


def _timed(recipe: Recipe, pair: Pair, clock: Clock) -> float:
    began = clock()
    recipe.paint(pair, max(TIMED_SIZE))
    return clock() - began
