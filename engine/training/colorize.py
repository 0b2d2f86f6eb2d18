"""`mazok train colors`: from the light of a photo its colors. Knows photos; no file of the result.

Three ways, on one network: `classes`, a choice among the colors of a palette (Zhang et al. 2016); `l1`, a and b
themselves; these with an opponent who tells true photos from colored ones (Isola et al. 2017). A run may begin with the
network of another, whose last layer it learns anew. What is looked at and written is the average of the weights lately.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from engine.nn.colorizer import COARSE, Colorizer, Shape, save_colorizer
from engine.nn.colorizing import colorized
from engine.nn.encoders import Encoder
from engine.nn.palette import colors
from engine.nn.schedule import one_cycle
from engine.training.averages import remember
from engine.training.color_losses import Opponent, rare, rarity
from engine.training.pictures import read_picture
from engine.training.plates import Lesson, lesson
from engine.training.runner import LOSS, Losses, channels_last, mixed_precision
from engine.training.sheets import sheet

Aim = Literal["classes", "l1"]

_BETAS: Final = (0.9, 0.99)
_DECAY: Final = 1e-3  # of weights (Loshchilov and Hutter 2019)
_ENCODER_FACTOR: Final = 0.3  # of the rate: the encoder has learned already
_FROZEN: Final = ("relu1", "relu2")  # blocks of it that see edges only, and take most of the time
_RECENT: Final = 1 / 300  # of each step in the average of the weights
_LARGEST_STEP: Final = 1.0  # norm of a gradient
_COMMON: Final = 0.35  # how much of the rarity of colors is taken back when it paints: measured in docs/log.md
_SHOWN_PX: Final = 256


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a run depends on but the photos. `opponent` is what the opponent's opinion counts, for `l1`."""

    aim: Aim = "classes"
    steps: int = 4000
    side_px: int = 112
    batch: int = 16
    widths: tuple[int, int, int] = (192, 128, 64)
    seed: int = 0
    rate: float = 1.5e-3
    opponent: float = 0.0

    @property
    def shape(self) -> Shape:
        """Of the network."""
        return Shape(len(colors()) if self.aim == "classes" else 2, self.widths)


@dataclass(frozen=True, slots=True)
class Pupil:
    """What learns, and from what: paths of photos, pictures (3, H, W) uint8 that are only looked at; `start` is a
    network to go on from instead of an encoder and noise."""

    paths: Sequence[Path]
    shown: Sequence[Tensor]
    encoder: Encoder
    start: Colorizer | None = None

    @classmethod
    def of(cls, paths: Sequence[Path], apart: Sequence[Path], encoder: Encoder, start: Colorizer | None) -> "Pupil":
        """With a few photos, evenly over those that were kept apart, to look at."""
        shown = apart[:: max(1, len(apart) // 12)][:12]
        return cls(paths, [read_picture(path, shortest_px=_SHOWN_PX) for path in shown], encoder, start)


class Colorize:
    """A run of a plan, for `engine.training.runner`."""

    def __init__(self, plan: Plan, pupil: Pupil, device: str) -> None:
        self.plan, self.device = plan, device
        self._paths, self._shown = pupil.paths, pupil.shown
        self.generator = torch.Generator().manual_seed(plan.seed)
        self.network = _beginning(plan, pupil).to(device).train()
        channels_last(self.network)
        self.average = deepcopy(self.network).requires_grad_(False).eval()
        encoder = [weights for weights in self.network.encoder.parameters() if weights.requires_grad]
        rest = [weights for name, weights in self.network.named_parameters() if not name.startswith("encoder")]
        groups = [{"params": rest, "factor": 1.0}, {"params": encoder, "factor": _ENCODER_FACTOR}]
        self._optimizer = torch.optim.AdamW(groups, betas=_BETAS, weight_decay=_DECAY)
        self._counts = rarity(pupil.paths).to(device) if plan.aim == "classes" else None
        self._opponent = Opponent(plan.opponent, device, self.generator) if plan.opponent else None
        self.done = 0

    @property
    def steps(self) -> int:
        return self.plan.steps

    def step(self) -> Losses:
        """A few photos."""
        given = lesson(self._paths, self.plan.batch, self.plan.side_px, self.generator)
        given = Lesson(*(each.to(self.device, memory_format=torch.channels_last) for each in given))
        with mixed_precision(self.device):
            said = self.network(given.grey)
        losses = self._losses(said.float(), F.avg_pool2d(given.lab, COARSE))
        self._optimizer.zero_grad()
        losses[LOSS].backward()  # type: ignore[no-untyped-call]  # torch ships it untyped
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), _LARGEST_STEP)
        for group in self._optimizer.param_groups:
            group["lr"] = one_cycle(self.done / self.plan.steps, self.plan.rate) * group["factor"]
        self._optimizer.step()
        self.done += 1
        remember(self.average, self.network, max(_RECENT, 1 / self.done))
        return {name: loss.detach() for name, loss in losses.items()}

    def _losses(self, said: Tensor, lab: Tensor) -> dict[str, Tensor]:
        if self._counts is not None:
            return rare(said, lab[:, 1:], self._counts)
        return self._opponent.losses(said, lab) if self._opponent else {LOSS: F.l1_loss(said, lab[:, 1:])}

    def state(self) -> dict[str, Any]:
        """All that moves."""
        return {
            "done": self.done,
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "opponent": self._opponent.state() if self._opponent else {},
            "generator": self.generator.get_state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Be as it was when `state` was taken, from the same plan."""
        self.done = state["done"]
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self._optimizer.load_state_dict(state["optimizer"])
        if self._opponent:
            self._opponent.restore(state["opponent"])
        self.generator.set_state(state["generator"])

    @torch.no_grad()
    def look(self) -> Image.Image:
        """Photos that were never trained on: grey, colored, as they are."""
        rows, network = [], self.painter()
        for photo in self._shown:
            truth = photo[None].float().to(self.device) / 255
            painted = colorized(network, truth)
            rows.append([truth.mean(dim=1, keepdim=True).expand(-1, 3, -1, -1).cpu(), painted.cpu(), truth.cpu()])
        return sheet(rows, columns=3)

    @torch.no_grad()
    def painter(self) -> Colorizer:
        """The average, as it paints: to count rare colors more in lessons makes all of them too likely."""
        painter = deepcopy(self.average)
        if self._counts is not None and painter.say.bias is not None:
            painter.say.bias -= _COMMON * self._counts.log()
        return painter


def _beginning(plan: Plan, pupil: Pupil) -> Colorizer:
    with torch.random.fork_rng([]):
        torch.manual_seed(plan.seed)
        network = Colorizer(plan.shape, colors() if plan.aim == "classes" else None)
    if pupil.start is None:
        network.encoder.load_state_dict(pupil.encoder.state_dict())
    else:
        known = {name: tensor for name, tensor in pupil.start.state_dict().items() if not name.startswith("say.")}
        same = pupil.start.shape.said == plan.shape.said
        network.load_state_dict(pupil.start.state_dict() if same else known | _last(network))
    for name, weights in network.encoder.convolutions.named_parameters():
        weights.requires_grad_(not name.startswith(_FROZEN))
    return network


def _last(network: Colorizer) -> dict[str, Tensor]:
    return {name: tensor for name, tensor in network.state_dict().items() if name.startswith(("say.", "colors"))}


def write(training: Colorize, path: Path) -> None:
    """The network as it is shipped, with its origin in the header."""
    plan = training.plan
    origin = {"aim": plan.aim, "steps": training.done, "of_steps": plan.steps, "side_px": plan.side_px}
    told = {name: str(value) for name, value in {**origin, "batch": plan.batch, "seed": plan.seed}.items()}
    save_colorizer(training.painter(), path, {**told, "made_by": "mazok train colors"})
