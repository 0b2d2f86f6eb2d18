"""L-BFGS for one picture, on coefficients instead of vectors. Knows no loss and no schedule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import torch
from torch import Tensor

from engine.ladder import Size
from engine.nn.tensors import resize

_TINY: Final = 1e-30
_LEAST_COSINE: Final = 1e-6  # between a move and the change that it made: below it a pair tells nothing


@dataclass(frozen=True, slots=True)
class Memory:
    """How much is remembered and how far a step may go; the defaults are those for pictures in [0, 1].

    `first_step` is the mean movement of the first step: crowsonkb/style_transfer's idea, for torch's 1 / |g|_1 is an
    iteration wasted; None is torch's. `largest_step` limits the root mean square of a step, instead of a line search,
    which costs evaluations. `within` keeps pixels in [0, 1].
    """

    pairs: int = 4
    first_step: float | None = 0.01
    largest_step: float = 0.05
    within: bool = True


class Lbfgs:
    """L-BFGS (Liu and Nocedal 1989) in its vector-free form (Chen et al. 2014): one evaluation a step, no host sync.

    The direction lies in the span of the remembered moves, changes of the gradient and the gradient itself, so the two
    loops need the inner products of these alone: one matrix product a step, however many pairs. A pair of no positive
    curvature counts nothing where torch would not remember it. A pair remembers what clamping left of its step.
    """

    def __init__(self, image: Tensor, memory: Memory = Memory()) -> None:
        self.image = image
        self.steps = 0
        self._memory = memory
        self._before = image  # the last image, once there is one
        self._scale = image.new_zeros(())  # of the inverse Hessian, as a smaller canvas knew it; zero: nobody knows
        # Moves in the first rows, changes of the gradient in as many more, step n's pair in slot n % pairs; then the
        # gradient. Rows of zeros count nothing, so that all inner products are one product of this with itself.
        self._history = image.new_zeros((2 * memory.pairs + 1, image.numel()))

    @property
    def painting(self) -> Tensor:
        return self.image

    @torch.no_grad()
    def step(self, gradient: Tensor, part: float = 0.0, iterations: int = 1) -> None:
        """Go down from `image`, of which this is the gradient; the place in the schedule does not matter here."""
        memory = self._memory
        if self.steps:
            self._remember(gradient)
        self._history[-1] = gradient.flatten()
        if self.steps:
            direction = self._direction().view_as(gradient)
        else:
            factor = _first_factor(gradient, memory.first_step)
            direction = -gradient * torch.where(self._scale > 0, self._scale, factor)
        length = direction.square().mean().sqrt().clamp(min=_TINY)
        self._before = self.image
        self.image = self.image + direction * (memory.largest_step / length).clamp(max=1)
        if memory.within:
            self.image.clamp_(0, 1)
        self.steps += 1

    @torch.no_grad()
    def resized(self, size: Size) -> Self:
        """The picture on another canvas, where curvature is learned anew, but for its scale.

        A loss that is a mean over pixels has gradients that shrink as pixels become more.
        """
        other = type(self)(resize(self.image, size).clamp(0, 1), self._memory)
        if self.steps > 1:
            other._scale = self._curvature() * (other.image.numel() / self.image.numel())
        return other

    @torch.no_grad()
    def paint_over(self, detail: Tensor) -> None:
        self.image = (self.image + detail).clamp(0, 1)

    def tensors(self) -> dict[str, Tensor]:
        """Everything but `steps`, by name; little but the picture before the first step."""
        if not self.steps:
            return {"image": self.image, "scale": self._scale}
        return {"image": self.image, "before": self._before, "history": self._history}

    def restored(self, tensors: Mapping[str, Tensor], steps: int) -> Self:
        """What `tensors` gave, taken up again with this one's settings."""
        run = type(self)(tensors["image"], self._memory)
        run.steps = steps
        if steps:
            run._before, run._history = tensors["before"], tensors["history"]
        else:
            run._scale = tensors["scale"]
        return run

    def _curvature(self) -> Tensor:
        """How far a step of the last pair's length goes for its change of the gradient."""
        slot = (self.steps - 2) % self._memory.pairs
        move, change = self._history[slot], self._history[slot + self._memory.pairs]
        return (move @ change / (change @ change).clamp(min=_TINY)).clamp(min=0)

    def _remember(self, gradient: Tensor) -> None:
        slot = (self.steps - 1) % self._memory.pairs
        torch.sub(self.image.flatten(), self._before.flatten(), out=self._history[slot])
        torch.sub(gradient.flatten(), self._history[-1], out=self._history[slot + self._memory.pairs])

    def _direction(self) -> Tensor:
        """Minus the inverse Hessian, as far as it is known, times the gradient."""
        pairs = self._memory.pairs
        oldest_first = [step % pairs for step in range(self.steps, self.steps + pairs)]
        products = (self._history @ self._history.T).double()
        return two_loops(products, oldest_first).to(self._history.dtype) @ self._history


def two_loops(products: Tensor, oldest_first: Sequence[int]) -> Tensor:
    """Algorithm 7.4 of Nocedal and Wright on the coefficients of moves, changes and the gradient.

    `products` (2k+1, 2k+1) are their inner products; the answer (2k+1,) makes the direction of descent.
    """
    pairs = len(products) // 2
    curvature = products.diagonal(pairs)[:pairs]  # move * change
    norms = products.diagonal()
    usable = curvature > _LEAST_COSINE * (norms[:pairs] * norms[pairs : 2 * pairs]).sqrt()
    weights = torch.where(usable, 1 / curvature, 0.0)
    scale = products.new_ones(()) / norms[-1].sqrt().clamp(min=_TINY)  # only until a pair is usable
    direction = torch.zeros_like(norms)
    direction[-1] = -1
    shares = []
    for pair in reversed(oldest_first):
        shares.append(weights[pair] * (products[pair] @ direction))
        direction[pairs + pair] -= shares[-1]
    for pair in oldest_first:
        scale = torch.where(usable[pair], curvature[pair] / norms[pairs + pair], scale)
    direction *= scale
    for pair, share in zip(oldest_first, reversed(shares), strict=True):
        direction[pair] += share - weights[pair] * (products[pairs + pair] @ direction)
    return direction


def _first_factor(gradient: Tensor, first_step: float | None) -> Tensor:
    if first_step is None:
        return (1 / gradient.abs().sum().clamp(min=_TINY)).clamp(max=1)
    return first_step / gradient.abs().mean().clamp(min=_TINY)
