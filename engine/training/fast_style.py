"""`mazok train fast-style`: one transform network for many styles. Knows photos and styles; no file of the result.

The loss is that of `gatys`, on the same encoder: content against strokes, at a strength drawn anew for each photo. A
look at strength s lies s of the way from the photo to the style, so that the network learns the way too and a person
may stop anywhere on it. Half of the lessons are at the strength that most will take, and content counts in all of them:
an optimizer begins at the photo and keeps what it is not asked to change, a network keeps what it was taught to. What
is looked at and written is the average of the weights lately, which paints better than the last of them.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import torch
from PIL import Image
from torch import Tensor

from engine.nn.encoders import Encoder
from engine.nn.looks import Style, save_network
from engine.nn.schedule import one_cycle
from engine.nn.transform import PHOTO, SETTLED, SHAPE, Shape, TransformNet
from engine.training.criterion import Criterion, Styles, Weighing
from engine.training.faults import check
from engine.training.photos import Squares
from engine.training.runner import LOSS, Losses, channels_last, mixed_precision
from engine.training.sheets import sheet

USUAL: Final = 0.5  # the strength that most will take
USUAL_SHARE: Final = 0.5  # of the lessons
WEIGHING: Final = Weighing(content=0.5, decades=2.0)  # a network that must not keep the photo never learns to
_BETAS: Final = (0.9, 0.99)
_LOOKS_FACTOR: Final = 6.0  # of the rate: scales are near one, weights near a twentieth, and a look has few lessons
_LARGEST_STEP: Final = 1.0  # norm of a gradient: a photo of one color gives long ones
_RECENT: Final = 1 / 300
_COLUMNS: Final = 3  # of a sheet


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a run depends on but the pictures; `names` are those of the styles, in their order."""

    names: tuple[str, ...]
    steps: int = 12000
    side_px: int = 128
    batch: int = 2
    shape: Shape = SHAPE
    seed: int = 0
    rate: float = 1.5e-3
    weighing: Weighing = WEIGHING
    encoder: str = "compact"

    @property
    def recent(self) -> float:
        """Of each step in the average of the weights."""
        return _RECENT


@dataclass(frozen=True, slots=True)
class Pupil:
    """What learns, and from what: `pictures` are those of the plan's styles, (3, H, W) uint8.

    `start` is a network to go on from instead of noise; `only_looks`: its convolutions stay as they are, and so does
    the photo's look.
    """

    photos: Squares
    pictures: Sequence[Tensor]
    start: TransformNet | None = None
    only_looks: bool = False


class FastStyle:
    """A run of a plan, for `engine.training.runner`."""

    def __init__(self, plan: Plan, pupil: Pupil, encoder: Encoder, device: str) -> None:
        self.plan, self.device = plan, device
        self._photos, self.pictures = pupil.photos, pupil.pictures
        self.generator = torch.Generator().manual_seed(plan.seed)
        start = pupil.start or TransformNet(len(plan.names), plan.shape, self.generator)
        self.network = start.to(device).requires_grad_(True)
        channels_last(self.network)
        if pupil.only_looks:
            self.network.convolutions.requires_grad_(False)
        self._kept = len(start.looks[PHOTO]) if pupil.only_looks else SETTLED
        self.average = deepcopy(self.network).requires_grad_(False)
        channels_last(encoder.to(device))
        self._styles = Styles(encoder, pupil.pictures, device)
        self._criterion = Criterion(encoder, plan.weighing)
        groups = [
            {"params": list(self.network.convolutions.parameters()), "factor": 1.0},
            {"params": [self.network.looks], "factor": _LOOKS_FACTOR},
        ]
        self._optimizer = torch.optim.Adam(groups, betas=_BETAS)
        self.done = 0

    @property
    def steps(self) -> int:
        return self.plan.steps

    def step(self) -> Losses:
        """A few photos, each in a style and at a strength drawn for it."""
        photo, numbers, strength = self._lesson()
        with mixed_precision(self.device):
            painted = _painted(self.network, photo, numbers, strength)
            losses = self._criterion(painted, photo, self._styles.of(numbers), strength)
        self._optimizer.zero_grad()
        losses[LOSS].backward()  # type: ignore[no-untyped-call]  # torch ships it untyped
        assert self.network.looks.grad is not None
        self.network.looks.grad[PHOTO, -self._kept :] = 0  # at no strength the photo comes back exactly
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), _LARGEST_STEP)
        for group in self._optimizer.param_groups:
            group["lr"] = one_cycle(self.done / self.plan.steps, self.plan.rate) * group["factor"]
        self._optimizer.step()
        self.done += 1
        self._remember()
        return {name: loss.detach() for name, loss in losses.items()}

    @torch.no_grad()
    def _remember(self) -> None:
        share = max(self.plan.recent, 1 / self.done)  # at first all steps count alike
        for mean, now in zip(self.average.parameters(), self.network.parameters(), strict=True):
            mean.lerp_(now, share)

    def _lesson(self) -> tuple[Tensor, Tensor, Tensor]:
        """Photos (B, 3, H, W), numbers of styles (B,) and strengths (B,)."""
        count, generator = self.plan.batch, self.generator
        squares = torch.stack([self._photos.square(self.plan.side_px, generator) for _ in range(count)])
        numbers = torch.randint(len(self.plan.names), (count,), generator=generator)
        usual, any_ = torch.rand(2, count, generator=generator)
        strength = torch.where(usual < USUAL_SHARE, USUAL, any_.sqrt())  # strong ones teach more
        squares = squares.contiguous(memory_format=torch.channels_last)
        return squares.to(self.device), numbers.to(self.device), strength.to(self.device)

    def state(self) -> dict[str, Any]:
        """All that moves."""
        return {
            "done": self.done,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "generator": self.generator.get_state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Be as it was when `state` was taken, from the same plan."""
        self.done = state["done"]
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self._optimizer.load_state_dict(state["optimizer"])
        self.generator.set_state(state["generator"])

    @torch.no_grad()
    def look(self) -> Image.Image:
        """Every style: itself, then photos that were never trained on, the first also at full strength."""
        photos = self.shown
        rows, usual = [], []
        for number, style in enumerate(self.pictures):
            painted = [self.at(photo, number, USUAL) for photo in photos]
            rows.append([style[None].float() / 255, *painted, self.at(photos[0], number, 1.0)])
            usual += painted
        check(usual, [photo.cpu() for photo in photos] * len(self.pictures))
        return sheet(rows, columns=min(_COLUMNS, len(rows)))

    @property
    def shown(self) -> list[Tensor]:
        """The photos that are only looked at, (1, 3, H, W) in [0, 1]."""
        return [photo[None].float().to(self.device) / 255 for photo in self._photos.held_out]

    @torch.no_grad()
    def at(self, photo: Tensor, number: int, strength: float) -> Tensor:
        """A photo (1, 3, H, W) in a style at a strength of 0 to 1."""
        one = torch.tensor([number], device=self.device)
        return _painted(self.average, photo, one, torch.tensor([strength], device=self.device)).clamp(0, 1).cpu()

    @torch.no_grad()
    def judged(self, photo: Tensor, painted: Tensor, number: int = 0) -> dict[str, float]:
        """The losses of a painting (1, 3, H, W) at the usual strength."""
        styles = self._styles.of(torch.tensor([number], device=self.device))
        losses = self._criterion(painted.to(self.device), photo, styles, torch.tensor([USUAL], device=self.device))
        return {name: float(loss) for name, loss in losses.items()}


def _painted(network: TransformNet, photo: Tensor, numbers: Tensor, strength: Tensor) -> Tensor:
    painted: Tensor = network(photo, torch.lerp(network.looks[PHOTO], network.looks[1 + numbers], strength[:, None]))
    return painted


def write(training: FastStyle, styles: Sequence[Style], path: Path, made_by: str = "mazok train fast-style") -> None:
    """The network as it is shipped, with its origin in the header."""
    plan = training.plan
    origin = {"steps": training.done, "of_steps": plan.steps, "side_px": plan.side_px, "batch": plan.batch}
    told = {name: str(value) for name, value in {**origin, "seed": plan.seed, "encoder": plan.encoder}.items()}
    save_network(training.average, styles, path, {**told, "made_by": made_by})
