"""`mazok train pix2pix`: from pairs, how one picture becomes another (Isola et al. 2017). Knows no file of the result.

A painter learns to come near the truth (L1) and to be taken for it by a critic who sees what it painted from. Where
the input leaves much open, the mean of all truths is brown: then `features`, nearness in the feature maps of an encoder
(Johnson et al. 2016), shall count more than L1. What is looked at and written is the average of the weights lately.
"""

from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any, Final

import torch
from PIL import Image
from torch import Tensor

from engine.nn.encoders import load_encoder
from engine.nn.gan import Gan, critic_loss, taken_for
from engine.nn.patchgan import CriticShape, PatchGAN
from engine.nn.schedule import steady_then_down
from engine.nn.unet import UNet, UNetShape
from engine.training.averages import remember
from engine.training.pairs import Pairs
from engine.training.runner import LOSS, Losses, channels_last, mixed_precision
from engine.training.sheets import sheet

RATE: Final = 2e-4
L1_WEIGHT: Final = 100.0
BETAS: Final = (0.5, 0.999)
SPAN: Final = 2.0  # of colors in the paper, from -1 to 1: ours go from 0 to 1
RECENT: Final = 1 / 500  # of each step in the average of the weights
_LAYERS: Final = ("relu1_1", "relu2_1", "relu3_1", "relu4_1")
_SHOWN: Final = 12  # pairs of a sheet
_COLUMNS: Final = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a run depends on but the pairs. `sides` are trained at one after the other, for equally many steps."""

    painter: UNetShape
    critic: CriticShape
    steps: int = 20000
    sides: tuple[int, ...] = (256,)
    batch: int = 1
    seed: int = 0
    rate: float = RATE
    l1: float = L1_WEIGHT
    features: float = 0.0
    gan: Gan = "lsgan"
    critic_rate: float = 1.0  # of the painter's
    steady: float = 0.5  # of the steps; then the rate falls to nothing

    def side_px(self, done: int) -> int:
        """Of the squares after so many steps."""
        return self.sides[min(done * len(self.sides) // self.steps, len(self.sides) - 1)]


class Pix2Pix:
    """A run of a plan, for `engine.training.runner`."""

    def __init__(self, plan: Plan, pairs: Pairs, device: str) -> None:
        self.plan, self.device, self._pairs = plan, device, pairs
        self.generator = torch.Generator().manual_seed(plan.seed)
        self.painter = UNet(plan.painter, self.generator).to(device)
        self.critic = PatchGAN(plan.critic, self.generator).to(device)
        self.average = deepcopy(self.painter).requires_grad_(False).eval()
        for network in (self.painter, self.critic, self.average):
            channels_last(network)
        self._painters, self._critics = (
            torch.optim.Adam(network.parameters(), plan.rate, BETAS) for network in (self.painter, self.critic)
        )
        self._encoder = load_encoder("compact").to(device) if plan.features else None
        self.done = 0

    @property
    def steps(self) -> int:
        return self.plan.steps

    def step(self) -> Losses:
        """A few pairs: first the critic learns, then the painter."""
        given, wanted = self._lesson()
        rate = steady_then_down(self.done / self.plan.steps, self.plan.rate, self.plan.steady)
        for optimizer, share in ((self._painters, 1.0), (self._critics, self.plan.critic_rate)):
            for group in optimizer.param_groups:
                group["lr"] = rate * share
        with mixed_precision(self.device):
            painted = self.painter(given)
        critic = self._teach_critic(given, wanted, painted.detach())
        losses = self._teach_painter(given, wanted, painted)
        self.done += 1
        remember(self.average, self.painter, max(RECENT, 1 / self.done))
        return {**losses, "critic": critic}

    def _teach_critic(self, given: Tensor, wanted: Tensor, painted: Tensor) -> Tensor:
        with mixed_precision(self.device):
            on_real, on_painted = self._answers(given, wanted), self._answers(given, painted)
            loss = critic_loss(on_real, on_painted, self.plan.gan)
        self._critics.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch ships it untyped
        self._critics.step()
        return loss.detach()

    def _teach_painter(self, given: Tensor, wanted: Tensor, painted: Tensor) -> Losses:
        self.critic.requires_grad_(False)
        with mixed_precision(self.device):
            convincing = taken_for(self._answers(given, painted), True, self.plan.gan)
            features = self._features_apart(painted, wanted)
        error = (painted.float() - wanted).abs().mean() * SPAN
        loss = convincing + self.plan.l1 * error + self.plan.features * features
        self._painters.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch ships it untyped
        self._painters.step()
        self.critic.requires_grad_(True)
        parts = {"l1": error, "gan": convincing, **({"features": features} if self.plan.features else {})}
        return {LOSS: loss.detach(), **{name: part.detach() for name, part in parts.items()}}

    def _features_apart(self, painted: Tensor, wanted: Tensor) -> Tensor:
        """The mean distance of feature maps; nothing where it does not count."""
        if self._encoder is None:
            return painted.new_zeros(())
        with torch.no_grad():
            truth = self._encoder(wanted, _LAYERS)
        found = self._encoder(painted, _LAYERS)
        apart = [(found[name] - truth[name]).abs().float().mean() for name in _LAYERS]
        return torch.stack(apart).mean()

    def _answers(self, given: Tensor, picture: Tensor) -> Tensor:
        answers: Tensor = self.critic(torch.cat([given, picture], 1))
        return answers

    def _lesson(self) -> tuple[Tensor, Tensor]:
        """Inputs and truths (B, C, H, W)."""
        side_px = self.plan.side_px(self.done)
        drawn = [self._pairs.pair(side_px, self.generator) for _ in range(self.plan.batch)]
        given, wanted = (torch.stack(pictures).to(self.device) for pictures in zip(*drawn, strict=True))
        return tuple(one.contiguous(memory_format=torch.channels_last) for one in (given, wanted))  # type: ignore[return-value]

    def state(self) -> dict[str, Any]:
        """All that moves."""
        return {
            "done": self.done,
            "painter": self.painter.state_dict(),
            "critic": self.critic.state_dict(),
            "average": self.average.state_dict(),
            "painters": self._painters.state_dict(),
            "critics": self._critics.state_dict(),
            "generator": self.generator.get_state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Be as it was when `state` was taken, from the same plan."""
        self.done = state["done"]
        self.painter.load_state_dict(state["painter"])
        self.critic.load_state_dict(state["critic"])
        self.average.load_state_dict(state["average"])
        self._painters.load_state_dict(state["painters"])
        self._critics.load_state_dict(state["critics"])
        self.generator.set_state(state["generator"])

    @torch.no_grad()
    def look(self) -> Image.Image | None:
        """Input, painting and truth of pairs that were never trained on."""
        shown = self._pairs.shown(self.plan.side_px(self.done))
        some = shown[:: max(1, len(shown) // _SHOWN)][:_SHOWN]
        rows = [
            [
                _colored(given[None, :3] if len(given) == 3 else given[None, :1]),
                self.painted(given[None]),
                _colored(wanted[None]),
            ]
            for given, wanted in some
        ]
        return sheet(rows, columns=min(_COLUMNS, len(rows))) if rows else None

    @torch.no_grad()
    def painted(self, given: Tensor) -> Tensor:
        """What the average makes of inputs (B, C, H, W)."""
        result: Tensor = self.average(given.to(self.device))
        return _colored(result.cpu())

    def told(self) -> dict[str, str]:
        """Where the weights come from, for the header of their file."""
        facts = {"steps_done": self.done, **asdict(self.plan), "made_by": "mazok train pix2pix"}
        return {name: str(value) for name, value in facts.items()}


def _colored(image: Tensor) -> Tensor:
    return image.expand(-1, 3, -1, -1) if image.shape[1] == 1 else image
