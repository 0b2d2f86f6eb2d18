"""L-BFGS for one picture. Knows no loss and no schedule."""

from collections.abc import Mapping
from typing import Final, Self

import torch
from torch import Tensor

from engine.ladder import Size
from engine.nn.tensors import resize

MEMORY: Final = 4  # pairs; 3, 5 or 8 reach the same loss within 2 %, and each costs memory and checkpoint
FIRST_STEP: Final = 0.01  # mean movement of the first step, as crowsonkb/style_transfer; torch's 1 / |g|_1 is wasted
LARGEST_STEP: Final = 0.05  # root mean square of a step in [0, 1]: instead of a line search, which costs evaluations


class Lbfgs:
    """L-BFGS (Liu and Nocedal 1989) on an image in [0, 1]: one evaluation a step, no waiting for an accelerator.

    Departures: no line search but a limit on a step's length; pixels are clamped and a pair remembers what clamping
    left of the step; a pair of no positive curvature is remembered with weight zero; pairs are kept in bf16, for they
    only precondition. Its state is plain tensors, so that it can be written down and taken up again exactly.
    """

    def __init__(self, image: Tensor) -> None:
        self.image = image
        self.steps = 0
        self._before = image  # the last image and gradient, once there are any
        self._gradient = image
        self._moves: list[Tensor] = []
        self._changes: list[Tensor] = []
        self._weights: list[Tensor] = []  # 1 / (move * change), zero for a pair that is not to be used
        self._scale = torch.zeros((), device=image.device)

    @torch.no_grad()
    def step(self, gradient: Tensor) -> None:
        """Go down from `image`, of which this is the gradient."""
        gradient = gradient * gradient.numel()  # a mean over a megapixel has gradients that bf16 cannot tell from zero
        if self.steps:
            self._remember(self.image - self._before, gradient - self._gradient)
        else:
            self._scale = FIRST_STEP / gradient.abs().mean().clamp(min=1e-30)
        direction = self._times_inverse_hessian(gradient)
        length = direction.square().mean().sqrt().clamp(min=1e-30)
        self._before, self._gradient = self.image, gradient
        self.image = (self.image - direction * (LARGEST_STEP / length).clamp(max=1)).clamp_(0, 1)
        self.steps += 1

    def _remember(self, move: Tensor, change: Tensor) -> None:
        """Keep a pair, and the scale of the Hessian that it tells."""
        curvature = (move * change).sum()
        usable = curvature > 1e-6 * move.norm() * change.norm()
        self._scale = torch.where(usable, curvature / change.square().sum(), self._scale)
        move, change = move.bfloat16(), change.bfloat16()
        kept = (move.float() * change.float()).sum()
        self._weights.append(torch.where(usable & (kept > 0), 1 / kept, torch.zeros_like(kept)))
        self._moves.append(move)
        self._changes.append(change)
        if len(self._moves) > MEMORY:
            for memory in (self._moves, self._changes, self._weights):
                memory.pop(0)

    def _times_inverse_hessian(self, gradient: Tensor) -> Tensor:
        """The two loops of Nocedal and Wright, algorithm 7.4."""
        pairs = list(zip(self._moves, self._changes, self._weights, strict=True))
        result = gradient.clone()
        shares = []
        for move, change, weight in reversed(pairs):
            share = weight * (move.float() * result).sum()
            result -= share * change.float()
            shares.append(share)
        result *= self._scale
        for (move, change, weight), share in zip(pairs, reversed(shares), strict=True):
            result += (share - weight * (change.float() * result).sum()) * move.float()
        return result

    @torch.no_grad()
    def resized(self, size: Size) -> Self:
        """The picture at another size, where curvature has to be learned anew."""
        return type(self)(resize(self.image, size).clamp_(0, 1))

    @torch.no_grad()
    def paint_over(self, detail: Tensor) -> None:
        """Add to the picture itself, before the first step."""
        self.image = (self.image + detail).clamp_(0, 1)

    def tensors(self) -> dict[str, Tensor]:
        """Everything but `steps`, by name."""
        named = {"image": self.image, "before": self._before, "gradient": self._gradient, "scale": self._scale}
        for age, (move, change, weight) in enumerate(zip(self._moves, self._changes, self._weights, strict=True)):
            named |= {f"move{age}": move, f"change{age}": change, f"weight{age}": weight}
        return named

    @classmethod
    def restored(cls, tensors: Mapping[str, Tensor], steps: int) -> Self:
        """What `tensors` gave, taken up again."""
        run = cls(tensors["image"])
        run.steps = steps
        run._before, run._gradient, run._scale = tensors["before"], tensors["gradient"], tensors["scale"]
        ages = [name.removeprefix("move") for name in tensors if name.startswith("move")]
        for age in sorted(ages, key=int):
            run._moves.append(tensors[f"move{age}"])
            run._changes.append(tensors[f"change{age}"])
            run._weights.append(tensors[f"weight{age}"])
        return run
