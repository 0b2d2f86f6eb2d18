"""How a generator learns one texture: Ulyanov et al. 2016, by the distances of `gatys`. Knows no file and no effect.

Each step paints one canvas from noise of its own, so that the generator cannot learn a picture by heart, and lowers its
distance from the picture's textures. The encoder is one whose border is circular: a seam is judged like any place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor

from engine.ladder import Size
from engine.nn.color import axes_of_color
from engine.nn.encoders import Encoder
from engine.nn.generator import Generator, noise_for
from engine.nn.losses import total_variation
from engine.nn.objective import Textures, textures_of
from engine.nn.quality import Quality
from engine.nn.schedule import one_cycle
from engine.nn.statistics import STATISTICS, over_layers

LEARNED_PX: Final = 128  # side of the canvases: more than the deepest layer sees at once
RATE: Final = 1.5e-2  # from random weights: 100 steps at 5e-3 or 3e-2 end farther away (docs/log.md)
FORMULA: Final = Quality(0.0, STATISTICS["strokes"], 0.05, (4.0, 4.0, 4.0, 4.0, 1.0))  # layers as in fast style
_GAMUT: Final = 10.0  # weight of what lies beyond black and white
_BETAS: Final = (0.9, 0.99)
_SEEDS: Final = 20  # bits of a seed that number the steps


@dataclass(frozen=True, slots=True)
class Course:
    """A run of lessons: all that it depends on but the texture and the weights to begin with."""

    steps: int
    rate: float = RATE
    side_px: int = LEARNED_PX
    seed: int = 0


class Weaving:
    """A generator that learns a texture, with its optimizer; `wanted` are the texture's moments by layer."""

    def __init__(self, generator: Generator, encoder: Encoder, wanted: Textures, course: Course) -> None:
        self.generator, self.course = generator.requires_grad_(True), course
        self._encoder, self._wanted = encoder, wanted
        self._weights = dict(generator.named_parameters())
        self._optimizer = torch.optim.Adam(self._weights.values(), betas=_BETAS)
        self.done = 0

    def step(self) -> dict[str, Tensor]:
        """One lesson. Its losses by name, `loss` among them, detached."""
        course = self.course
        painted = self.painted((course.side_px, course.side_px), self.done + 1)
        style = self.distance(painted)
        smooth = total_variation(painted)
        beyond = (painted - painted.clamp(0, 1)).square().mean()
        loss = style + FORMULA.smoothness * smooth + _GAMUT * beyond
        for group in self._optimizer.param_groups:
            group["lr"] = one_cycle(self.done / course.steps, course.rate)
        self._optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch ships it untyped
        self._optimizer.step()
        self.done += 1
        return {"loss": loss.detach(), "style": style.detach(), "smoothness": smooth.detach()}

    def distance(self, painted: Tensor) -> Tensor:
        """How far a canvas (1, 3, H, W) that closes is from the texture that is wanted."""
        features = self._encoder(painted.to(next(self._encoder.parameters()).dtype))
        return over_layers(FORMULA.statistic, FORMULA.layers, features, self._wanted).mean()

    def noise(self, size: Size, number: int = 0) -> list[Tensor]:
        """That of canvas `number`, the same for each course and device; canvas 0 is never learned from."""
        source = torch.Generator().manual_seed((self.course.seed << _SEEDS) + number)
        device = self.generator.palette.device
        return [noise.to(device) for noise in noise_for(self.generator.shape, size, source)]

    def painted(self, size: Size, number: int = 0) -> Tensor:
        """Canvas `number` at (width, height), (1, 3, H, W)."""
        canvas: Tensor = self.generator(self.noise(size, number))
        return canvas

    def weights(self) -> dict[str, Tensor]:
        """What was learned."""
        return {f"weight.{name}": weight.detach() for name, weight in self._weights.items()}

    def tensors(self) -> dict[str, Tensor]:
        """All that moves but `done`: weights, and Adam's two moments of each."""
        moments = {
            f"{kind}.{name}": self._optimizer.state[weight][kind]
            for kind in ("exp_avg", "exp_avg_sq")
            for name, weight in self._weights.items()
            if self.done
        }
        return {**self.weights(), **moments}

    @torch.no_grad()
    def restore(self, tensors: Mapping[str, Tensor], done: int) -> None:
        """Be as it was when `tensors` were taken after so many steps; after none, weights are enough."""
        self.done = done
        for name, weight in self._weights.items():
            weight.copy_(tensors[f"weight.{name}"])
            if done:
                moments = {kind: tensors[f"{kind}.{name}"].clone() for kind in ("exp_avg", "exp_avg_sq")}
                self._optimizer.state[weight] = {"step": torch.tensor(float(done)), **moments}


@torch.no_grad()
def texture_of(encoder: Encoder, picture: Tensor, counts: Tensor | None = None) -> Textures:
    """What a picture (1, 3, H, W) in [0, 1] of any size is to be woven as; `counts` (1, 1, H, W): where it counts."""
    return textures_of(encoder, FORMULA, [(picture, counts, 1.0)])


@torch.no_grad()
def dip_into(generator: Generator, picture: Tensor, counts: Tensor | None = None) -> None:
    """Give the generator the picture's palette."""
    generator.palette.copy_(axes_of_color(picture, counts))
