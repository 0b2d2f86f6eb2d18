"""How one picture goes down a gradient. Each file an optimizer; all answer to `Optimizer`. They know no loss."""

from collections.abc import Callable, Mapping
from typing import Final, Protocol, Self

from torch import Tensor

from engine.ladder import Size
from engine.nn.optimizers.adam import PyramidAdam
from engine.nn.optimizers.lbfgs import Lbfgs


class Optimizer(Protocol):
    """Holds a picture (1, 3, H, W) in [0, 1] and all that its next step depends on, as plain tensors."""

    @property
    def image(self) -> Tensor:
        """Where the gradient is asked for."""

    @property
    def painting(self) -> Tensor:
        """What is shown, and what a larger canvas begins from."""

    @property
    def steps(self) -> int: ...

    def step(self, gradient: Tensor, part: float, iterations: int) -> None:
        """Go down; `part` in [0, 1) of a scale's `iterations` lie behind. Waits for no accelerator."""

    def resized(self, size: Size) -> Self:
        """The same run on another canvas."""

    def paint_over(self, detail: Tensor) -> None:
        """Add to the picture itself, outside of any step."""

    def tensors(self) -> dict[str, Tensor]:
        """Everything but `steps`, by name."""

    def restored(self, tensors: Mapping[str, Tensor], steps: int) -> Self:
        """What `tensors` gave, taken up again by one of the same settings."""


OPTIMIZERS: Final[Mapping[str, Callable[[Tensor], Optimizer]]] = {"lbfgs": Lbfgs, "adam": PyramidAdam}
