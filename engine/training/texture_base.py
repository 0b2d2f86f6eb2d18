"""`mazok train texture-base`: weights from which a texture is learned in few lessons. Knows pictures; no file.

Reptile (Nichol et al. 2018): begin with the weights, learn one texture for a short while, go a share of the way there;
then the next texture. What remains is what all of them have in common, and a short way to each.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from engine.nn.encoders import Encoder
from engine.nn.generator import SHAPE, Generator, Shape
from engine.nn.generators import copy_of
from engine.nn.weaving import RATE, Course, Weaving, dip_into, texture_of
from engine.training.pictures import crop, pick
from engine.training.runner import LOSS, Losses
from engine.training.sheets import sheet

_FIRST_SHARE, _LAST_SHARE = 0.6, 0.05  # of the way to each texture's own weights
_LEAST_PX: Final = 192  # side of what is cut from a picture
_LEAST_SCALE: Final = 0.5
_LOOK_STEPS: Final = 50
_LOOK_PX: Final = 256
_JUDGED: Final = 10  # last lessons of a texture whose mean is reported
_COLUMNS: Final = 2
_SEEDS: Final = 2**20


@dataclass(frozen=True, slots=True)
class BasePlan:
    """All that a run depends on but the pictures; `names` are theirs. Each step is `lessons` on one texture."""

    names: tuple[str, ...]
    steps: int = 350
    lessons: int = 30
    rate: float = RATE
    shape: Shape = SHAPE
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Eyes:
    """The encoder twice: for pictures, and, with a circular border, for what is woven."""

    of_pictures: Encoder
    of_textures: Encoder


class TextureBase:
    """A run of a plan, for `engine.training.runner`; `pictures` are (3, H, W) uint8, `shown` ones to look at."""

    def __init__(self, plan: BasePlan, pictures: Sequence[Tensor], shown: Sequence[Tensor], eyes: Eyes) -> None:
        self.plan, self.generator = plan, Generator(plan.shape, plan.seed).requires_grad_(False)
        self._pictures, self._shown, self._eyes = pictures, shown, eyes
        self.done = 0

    @property
    def steps(self) -> int:
        return self.plan.steps

    def step(self) -> Losses:
        """One texture: learn it for a while, keep a share of what was learned."""
        plan = self.plan
        source = torch.Generator().manual_seed(plan.seed * _SEEDS + self.done)
        picture = self._cut(source)
        weaving = self._begun(picture, Course(plan.lessons, plan.rate, seed=plan.seed * _SEEDS + self.done))
        losses = [weaving.step() for _ in range(plan.lessons)]
        share = _FIRST_SHARE + (_LAST_SHARE - _FIRST_SHARE) * self.done / plan.steps
        with torch.no_grad():
            for ours, theirs in zip(self.generator.parameters(), weaving.generator.parameters(), strict=True):
                ours.lerp_(theirs, share)
        self.done += 1
        last = losses[-_JUDGED:]
        return {
            LOSS: torch.stack([one["style"] for one in last]).mean(),
            "first": torch.stack([one["style"] for one in losses[:_JUDGED]]).mean(),
        }

    def _begun(self, picture: Tensor, course: Course) -> Weaving:
        generator = copy_of(self.generator)
        dip_into(generator, picture)
        return Weaving(generator, self._eyes.of_textures, texture_of(self._eyes.of_pictures, picture), course)

    def _cut(self, source: torch.Generator) -> Tensor:
        """A square of some picture at some scale, turned somehow, (1, 3, side, side) in [0, 1]."""
        picture = pick(self._pictures, source)
        largest = min(picture.shape[1:])
        side, scale = torch.rand(2, generator=source).tolist()
        square = crop(picture, round(_LEAST_PX + side * max(0, largest - _LEAST_PX)), source)[None]
        turns = int(torch.randint(4, (), generator=source))
        factor = _LEAST_SCALE + (1 - _LEAST_SCALE) * scale
        return F.interpolate(square.rot90(turns, (2, 3)), scale_factor=factor, mode="area")

    def state(self) -> dict[str, Any]:
        """All that moves."""
        return {"done": self.done, "generator": self.generator.state_dict()}

    def restore(self, state: dict[str, Any]) -> None:
        """Be as it was when `state` was taken, from the same plan."""
        self.done = state["done"]
        self.generator.load_state_dict(state["generator"])

    def look(self) -> Image.Image:
        """Pictures that were never trained on, each with its texture after fifty lessons from here."""
        rows = []
        for shown in self._shown:
            picture = shown[None].float() / 255
            weaving = self._begun(picture, Course(_LOOK_STEPS, self.plan.rate))
            for _ in range(_LOOK_STEPS):
                weaving.step()
            with torch.no_grad():
                rows.append([picture, weaving.painted((_LOOK_PX, _LOOK_PX)).clamp(0, 1)])
        return sheet(rows, columns=min(_COLUMNS, len(rows)))
