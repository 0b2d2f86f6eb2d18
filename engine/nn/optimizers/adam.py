"""Adam for one picture, on a pyramid and averaged. Knows no loss and no schedule."""

from collections.abc import Mapping
from typing import Final, Self

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.ladder import Size
from engine.nn.color import each_pixel
from engine.nn.tensors import resize

FIRST_RATE: Final = 0.04  # of [0, 1], falling to LAST_RATE at the end of each scale
LAST_RATE: Final = 0.004
WINDOW: Final = 0.25  # the share of a scale's iterations that the average remembers
BETAS: Final = (0.9, 0.99)  # crowsonkb/style-transfer-pytorch: the long memory of 0.999 never fills in a short run
LEVELS: Final = 5
CHROMA: Final = 0.4  # steps of color against steps of light: equal ones leave rainbows along every stroke
_EPSILON: Final = 1e-12  # gradients of a mean over a megapixel are this small


class PyramidAdam:
    """Adam (Kingma and Ba 2015) on an image in [0, 1], written as a sum of `LEVELS` layers, each half the one before.

    On pixels alone Adam moves every pixel by itself: it makes noise at once and large strokes slowly. The coarse layers
    move whole areas, so hue and large shapes follow within a few iterations. As a sum is linear, only the steps of
    the layers are needed, never the layers. Besides, iterates are averaged: the last steps' noise is not in `average`,
    which is what is shown and what the next scale starts from. All state is plain tensors, to be taken up exactly.
    """

    def __init__(self, image: Tensor) -> None:
        self.image = image
        self.average = image.clone()
        self.steps = 0
        self._opponents = _opponents(image)  # once: to an accelerator a step would wait for it
        self.means: list[Tensor] = []  # of gradients, finest layer first
        self.squares: list[Tensor] = []
        layer = image
        for _ in range(LEVELS):
            self.means.append(torch.zeros_like(layer))
            self.squares.append(torch.zeros_like(layer))
            layer = _halved(layer)

    @property
    def painting(self) -> Tensor:
        return self.average

    @torch.no_grad()
    def step(self, gradient: Tensor, part: float, iterations: int) -> None:
        """One step; `part` in [0, 1) of the scale's iterations lie behind."""
        learning_rate = FIRST_RATE + (LAST_RATE - FIRST_RATE) * part
        window = max(1.0, WINDOW * iterations)
        self.steps += 1
        gradient = each_pixel(self._opponents.mT, gradient)
        for level in range(LEVELS):
            gradient = gradient if level == 0 else _halved(gradient)
            self.means[level].lerp_(gradient, 1 - BETAS[0])
            self.squares[level].mul_(BETAS[1]).addcmul_(gradient, gradient, value=1 - BETAS[1])
        correction = (1 - BETAS[1] ** self.steps) ** 0.5 / (1 - BETAS[0] ** self.steps)
        direction = each_pixel(self._opponents, self._direction())
        self.image.add_(direction, alpha=-learning_rate * correction / LEVELS**0.5).clamp_(0, 1)
        self.average.lerp_(self.image, min(1.0, 1 / window))

    def _direction(self) -> Tensor:
        """The layers' steps, summed from the coarsest up."""
        total: Tensor | None = None
        for mean, square in zip(reversed(self.means), reversed(self.squares), strict=True):
            step = mean / square.sqrt().add_(_EPSILON)
            if total is not None:
                step += _stretched(total, step.shape[-2:])
            total = step
        assert total is not None
        return total

    @torch.no_grad()
    def resized(self, size: Size) -> Self:
        """The same run at another size: the image is the average, enlarged; the moments go along.

        A loss that is a mean over pixels has gradients that shrink as pixels become more; the moments do the same.
        """
        other = type(self)(resize(self.average, size).clamp_(0, 1))
        shrink = self.image.numel() / other.image.numel()
        for level in range(LEVELS):
            size_here = other.means[level].shape[-2:]
            other.means[level] = _stretched(self.means[level], size_here) * shrink
            other.squares[level] = _stretched(self.squares[level], size_here) * shrink**2
        other.steps = self.steps
        return other

    @torch.no_grad()
    def paint_over(self, detail: Tensor) -> None:
        """Add to the picture itself, outside of any step."""
        self.image.add_(detail).clamp_(0, 1)
        self.average.copy_(self.image)

    def tensors(self) -> dict[str, Tensor]:
        """Everything but `steps`, by name."""
        named = {"image": self.image, "average": self.average}
        for level in range(LEVELS):
            named |= {f"mean{level}": self.means[level], f"square{level}": self.squares[level]}
        return named

    def restored(self, tensors: Mapping[str, Tensor], steps: int) -> Self:
        """What `tensors` gave, taken up again."""
        run = type(self)(tensors["image"])
        run.average, run.steps = tensors["average"], steps
        run.means = [tensors[f"mean{level}"] for level in range(LEVELS)]
        run.squares = [tensors[f"square{level}"] for level in range(LEVELS)]
        return run


def _opponents(image: Tensor) -> Tensor:
    """Light, blue against yellow, green against purple as columns in RGB: light moves most, as in natural pictures."""
    light, blue, green = (
        (1 / 3**0.5, 1 / 3**0.5, 1 / 3**0.5),
        (-(0.5**0.5), 0.0, 0.5**0.5),
        (-(6**-0.5), 2 * 6**-0.5, -(6**-0.5)),
    )
    scaled = [light, tuple(CHROMA * part for part in blue), tuple(CHROMA * part for part in green)]
    return torch.tensor(scaled, device=image.device).T


def _stretched(layer: Tensor, size: torch.Size) -> Tensor:
    """Larger, linearly: where a cubic undershoots, a square near zero would make a step of any size, a blot."""
    return F.interpolate(layer, size, mode="bilinear", align_corners=False)


def _halved(layer: Tensor) -> Tensor:
    """Half as wide and high, rounded up: means of areas."""
    rows, columns = layer.shape[-2:]
    return F.interpolate(layer, ((rows + 1) // 2, (columns + 1) // 2), mode="area")
