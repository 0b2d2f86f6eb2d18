"""`mazok train any-style`: one network for every photo and every style. Knows photos and styles; no file of the result.

The loss is that of `gatys`, on the same encoder, at a strength drawn anew for each photo. Now and then the style is the
photo itself, and the photo is to come out: a network of adaptive instance normalization alone never learns that. What
is kept is the average of the weights lately, which paints better than the last of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import torch
from PIL import Image
from torch import Tensor

from engine.errors import Diverged
from engine.nn.adaptive import SHAPE, AdaptiveDecoder, Manner, Shape, noise_for, save_decoder
from engine.nn.encoders import Encoder
from engine.nn.losses import Texture
from engine.nn.schedule import one_cycle
from engine.training.criterion import WEIGHING, Criterion, Weighing
from engine.training.runner import LOSS, Losses, channels_last, mixed_precision
from engine.training.sheets import sheet
from engine.training.variety import Variety

USUAL: Final = 0.5  # the strength that most will take
_USUAL_SHARE: Final = 0.6  # of the lessons
_FLAT_SHARE: Final = 0.03  # of the lessons whose photo is one color, and so its own style
_OWN_SHARE: Final = 0.15  # of the lessons whose style is the photo itself
_SAMENESS: Final = 4.0  # weight of the mean absolute difference that remains in these
_KEPT: Final = 0.999  # of the average of weights in each step
_BETAS: Final = (0.9, 0.99)
_LARGEST_STEP: Final = 1.0  # norm of a gradient: a photo of one color gives long ones
_FLAT: Final = 0.25  # a painting that deviates by less, as a part of its photo's deviation, is none
_GRID_PX: Final = 8
_COLUMNS: Final = 2  # of a sheet

Textures = Mapping[str, Texture]


class Lesson(NamedTuple):
    """Photos and styles (B, 3, H, W), strengths (B,), and 1 where the style shall be the photo itself (B,)."""

    photo: Tensor
    style: Tensor
    strength: Tensor
    own: Tensor


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a run depends on but the pictures. `lessons`: side and number of squares in a step, taken in turn."""

    steps: int = 9000
    lessons: tuple[tuple[int, int], ...] = ((128, 2), (192, 1))
    style_px: int = 224
    shape: Shape = SHAPE
    seed: int = 0
    rate: float = 1.2e-3
    weighing: Weighing = WEIGHING
    encoder: str = "compact"


class AnyStyle:
    """A run of a plan, for `engine.training.runner`."""

    def __init__(self, plan: Plan, variety: Variety, encoder: Encoder, device: str) -> None:
        self.plan, self.device = plan, device
        self._variety, self._encoder = variety, encoder
        self.generator = torch.Generator().manual_seed(plan.seed)
        with torch.random.fork_rng([]):
            torch.manual_seed(plan.seed)
            self.decoder, self.average = (AdaptiveDecoder(plan.shape).to(device) for _ in range(2))
        self.average.load_state_dict(self.decoder.state_dict())
        for network in (self.decoder, self.average, encoder.to(device)):
            channels_last(network)
        self._criterion = Criterion(encoder, plan.weighing)
        self._optimizer = torch.optim.Adam(self.decoder.parameters(), betas=_BETAS)
        self.done = 0

    @property
    def steps(self) -> int:
        return self.plan.steps

    def step(self) -> Losses:
        """A few photos, each in a style and at a strength drawn for it."""
        lesson = self._lesson()
        with mixed_precision(self.device):
            painted, wanted = self._painted(self.decoder, lesson, self.generator)
            losses = dict(self._criterion(painted, lesson.photo, wanted, lesson.strength))
            losses["sameness"] = ((painted - lesson.photo).abs().mean(dim=(1, 2, 3)) * lesson.own).mean()
            losses[LOSS] = losses[LOSS] + _SAMENESS * losses["sameness"]
        self._optimizer.zero_grad()
        losses[LOSS].backward()  # type: ignore[no-untyped-call]  # torch ships it untyped
        torch.nn.utils.clip_grad_norm_(self.decoder.parameters(), _LARGEST_STEP)
        for group in self._optimizer.param_groups:
            group["lr"] = one_cycle(self.done / self.plan.steps, self.plan.rate)
        self._optimizer.step()
        self.done += 1
        self._remember()
        return {name: loss.detach() for name, loss in losses.items()}

    @torch.no_grad()
    def _remember(self) -> None:
        """At the beginning the average is of few steps, so that the first weights are soon forgotten."""
        new = 1 - min(_KEPT, self.done / (self.done + 10))
        for mean, now in zip(self.average.parameters(), self.decoder.parameters(), strict=True):
            mean.lerp_(now, new)

    def _lesson(self) -> Lesson:
        plan, generator = self.plan, self.generator
        side_px, count = plan.lessons[self.done % len(plan.lessons)]
        photos = torch.stack([self._variety.photo(side_px, generator) for _ in range(count)])
        styles = torch.stack([self._variety.style(plan.style_px, generator) for _ in range(count)])
        usual, any_, same, plain = torch.rand(4, count, generator=generator)
        flat = (plain < _FLAT_SHARE)[:, None, None, None]
        photos = torch.where(flat, torch.rand(count, 3, 1, 1, generator=generator).round(decimals=1), photos)
        own = (same < _OWN_SHARE) | flat.flatten()
        strength = torch.where(usual < _USUAL_SHARE, torch.full((count,), USUAL), any_)
        photos, styles = (each.contiguous(memory_format=torch.channels_last) for each in (photos, styles))
        return Lesson(*(each.to(self.device) for each in (photos, styles, strength, own.float())))

    def _painted(
        self, decoder: AdaptiveDecoder, lesson: Lesson, generator: torch.Generator
    ) -> tuple[Tensor, dict[str, Texture]]:
        """What the decoder makes of the photos, and the textures that it should have come to."""
        with torch.no_grad():
            features = self._encoder(lesson.photo)
            mine = _textures(features)
            wanted = _where(lesson.own, mine, _textures(self._encoder(lesson.style)))
            manner = Manner.of(mine, wanted, lesson.strength)
        count, _, height, width = lesson.photo.shape
        noise = [map_.to(self.device) for map_ in noise_for(count, (height, width), generator)]
        painted: Tensor = decoder(features, manner, noise)
        return painted, wanted

    def state(self) -> dict[str, Any]:
        """All that moves."""
        return {
            "done": self.done,
            "decoder": self.decoder.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "generator": self.generator.get_state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Be as it was when `state` was taken, from the same plan."""
        self.done = state["done"]
        self.decoder.load_state_dict(state["decoder"])
        self.average.load_state_dict(state["average"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.generator.set_state(state["generator"])

    @torch.no_grad()
    def look(self) -> Image.Image:
        """Style, photo, the photo at strength 50 and 100 and in its own style. Raises Diverged for one flat color."""
        rows = []
        photos = [_whole(photo).to(self.device) for photo in self._variety.photos.held_out]
        for number, style in enumerate(self._variety.shown):
            photo, style = photos[number % len(photos)], _whole(style).to(self.device)
            painted = [self._at(photo, style, strength) for strength in (USUAL, 1.0)]
            if any(float(one.std()) < _FLAT * float(photo.std()) for one in painted):
                raise Diverged("it paints nearly one color")
            rows.append([style, photo, *painted, self._at(photo, photo, USUAL)])
        return sheet([[one.cpu() for one in row] for row in rows], columns=_COLUMNS)

    def _at(self, photo: Tensor, style: Tensor, strength: float) -> Tensor:
        lesson = Lesson(photo, style, torch.tensor([strength], device=self.device), photo.new_zeros(1))
        same = torch.Generator().manual_seed(0)  # noise of its own, so that to look changes nothing
        return self._painted(self.average, lesson, same)[0].clamp(0, 1)


def _whole(picture: Tensor) -> Tensor:
    """A picture (3, H, W) uint8 as (1, 3, H, W) in [0, 1], cut to sides that the decoder paints."""
    height, width = (side // _GRID_PX * _GRID_PX for side in picture.shape[1:])
    return picture[None, :, :height, :width].float().contiguous(memory_format=torch.channels_last) / 255


def _textures(features: Mapping[str, Tensor]) -> dict[str, Texture]:
    return {name: Texture.of(map_) for name, map_ in features.items()}


def _where(own: Tensor, mine: Textures, theirs: Textures) -> dict[str, Texture]:
    """Each picture's own textures where `own` is 1, those of its style where it is 0; sizes may differ."""
    return {
        name: Texture(
            torch.lerp(theirs[name].mean, mine[name].mean, own[:, None]),
            torch.lerp(theirs[name].gram, mine[name].gram, own[:, None, None]),
        )
        for name in mine
    }


def write(training: AnyStyle, path: Path) -> None:
    """The decoder as it is shipped, with its origin in the header."""
    plan = training.plan
    origin = {"steps": training.done, "of_steps": plan.steps, "seed": plan.seed, "encoder": plan.encoder}
    told = {name: str(value) for name, value in origin.items()}
    save_decoder(training.average, path, {**told, "made_by": "mazok train any-style"})
