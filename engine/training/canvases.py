"""The pictures that the student's own optimization meets: many small Gatys runs, alive while it learns (DAgger).

Knows how a canvas moves; knows nothing of what is learned from it.
"""

from dataclasses import dataclass, fields
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.nn.encoders import STYLE_LAYERS
from engine.training.gradients import Task
from engine.training.pictures import CROP_PX, Library, crop, jitter, pick

MAX_AGE = 60  # steps of Adam that a canvas lives at most; a ladder spends about as many on a size
STEP = 0.03  # Adam's, in units of the full range
BETAS = (0.9, 0.99)
CONTINUED_SHARE = 0.35  # of new canvases: an old one enlarged, as a ladder of sizes does
JITTERED_SHARE = 0.2  # start from a photo with noise, contrast and color changed


@dataclass(slots=True)
class Canvas:
    """One small run: the picture, what it should show and how, the weights of its loss, Adam's moments.

    `hold` is how strongly the photo pulls back, as a share of the style's pull.
    """

    picture: Tensor
    photo: Tensor
    style: Tensor
    weights: Tensor
    hold: float
    mean: Tensor
    square: Tensor
    age: int
    end: int

    def move(self, gradient: Tensor) -> None:
        """One step of Adam (Kingma and Ba 2015) down the gradient and back to the photo, kept in range."""
        self.age += 1
        away = self.picture - self.photo
        gradient = gradient / gradient.square().mean().sqrt().clamp_min(1e-12) + self.hold * away
        self.mean = BETAS[0] * self.mean + (1 - BETAS[0]) * gradient
        self.square = BETAS[1] * self.square + (1 - BETAS[1]) * gradient.square()
        mean = self.mean / (1 - BETAS[0] ** self.age)
        deviation = (self.square / (1 - BETAS[1] ** self.age)).sqrt()
        self.picture = (self.picture - STEP * mean / (deviation + 1e-12)).clamp(0, 1)

    def state(self) -> dict[str, Any]:
        """Everything, as plain tensors and numbers."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def term_weights(generator: torch.Generator) -> Tensor:
    """Weights of the style's terms in one run: log-normal around equal; two terms for each layer."""
    weights = torch.exp(0.8 * torch.randn(2 * len(STYLE_LAYERS), generator=generator))
    return weights / weights.sum()


class Studio:
    """A number of canvases, and which of them are on the easel."""

    def __init__(self, library: Library, size: int, generator: torch.Generator) -> None:
        self.library = library
        self.generator = generator
        self.canvases = [self._fresh(None) for _ in range(size)]
        for canvas in self.canvases:  # so that they do not all end at once
            canvas.end = 1 + int(torch.randint(MAX_AGE, (), generator=generator))

    def choose(self, count: int) -> list[Canvas]:
        """`count` different canvases; those that had ended are begun anew."""
        order = torch.randperm(len(self.canvases), generator=self.generator)[:count].tolist()
        for index in order:
            if self.canvases[index].age >= self.canvases[index].end:
                self.canvases[index] = self._fresh(self.canvases[index])
        return [self.canvases[index] for index in order]

    def _fresh(self, old: Canvas | None) -> Canvas:
        generator = self.generator
        draw = float(torch.rand((), generator=generator))
        if old is not None and draw < CONTINUED_SHARE:
            photo, picture = self._enlarge(old.photo, old.picture)
        else:
            photo = crop(pick(self.library.photos, generator), CROP_PX, generator)
            picture = jitter(photo, generator) if draw > 1 - JITTERED_SHARE else photo
        style = crop(pick(self.library.paintings, generator), CROP_PX, generator)
        hold = float(3 * torch.rand((), generator=generator) ** 2)
        zeros = torch.zeros_like(picture)
        end = MAX_AGE // 3 + int(torch.randint(MAX_AGE * 2 // 3, (), generator=generator))
        return Canvas(picture, photo, style, term_weights(generator), hold, zeros, zeros.clone(), 0, end)

    def _enlarge(self, photo: Tensor, picture: Tensor) -> tuple[Tensor, Tensor]:
        side = CROP_PX * 5 // 8
        top, left = (int(torch.randint(CROP_PX - side, (), generator=self.generator)) for _ in range(2))
        both = torch.stack([photo, picture])[:, :, top : top + side, left : left + side]
        wide = F.interpolate(both, size=(CROP_PX, CROP_PX), mode="bicubic", align_corners=False).clamp(0, 1)
        return wide[0], wide[1]


def task_of(canvases: list[Canvas]) -> Task:
    """The canvases as they stand, as one batch, on their way by all layers."""
    return Task(
        torch.stack([canvas.picture for canvas in canvases]),
        torch.stack([canvas.style for canvas in canvases]),
        STYLE_LAYERS,
        torch.stack([canvas.weights for canvas in canvases]),
    )
