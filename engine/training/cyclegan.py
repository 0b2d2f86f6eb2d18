"""`mazok train cyclegan`: how pictures of one kind become those of another, without pairs (Zhu et al. 2017).

Two painters, there and back, on the networks of pix2pix: what went there and back shall be what it was. Each kind has a
critic, who is shown earlier paintings too. Knows no file of the result.
"""

from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any, Final

import torch
from PIL import Image
from torch import Tensor, nn

from engine.nn.gan import Gan, critic_loss, taken_for
from engine.nn.patchgan import CriticShape, PatchGAN
from engine.nn.schedule import steady_then_down
from engine.nn.unet import UNet, UNetShape
from engine.training.averages import remember
from engine.training.pairs import Pairs
from engine.training.pix2pix import BETAS, RATE, RECENT, SPAN
from engine.training.pool import Pool
from engine.training.runner import LOSS, Losses, channels_last, mixed_precision
from engine.training.sheets import sheet

_SHOWN: Final = 6  # pictures of each kind on a sheet


@dataclass(frozen=True, slots=True)
class CyclePlan:
    """All that a run depends on but the pictures; weights and the pool as in the paper, which norms each instance."""

    painter: UNetShape
    critic: CriticShape
    steps: int = 40000
    side_px: int = 256
    batch: int = 1
    seed: int = 0
    rate: float = RATE
    cycle: float = 10.0
    identity: float = 5.0
    gan: Gan = "lsgan"
    pool: int = 50  # earlier paintings of each kind
    steady: float = 0.5  # of the steps; then the rate falls to nothing


class CycleGan:
    """A run of a plan, for `engine.training.runner`; pictures of the first kind and of the second."""

    def __init__(self, plan: CyclePlan, first: Pairs, second: Pairs, device: str) -> None:
        self.plan, self.device, self._kinds = plan, device, (first, second)
        self.generator = torch.Generator().manual_seed(plan.seed)
        self.painters = nn.ModuleList(UNet(plan.painter, self.generator) for _ in range(2)).to(device)
        self.critics = nn.ModuleList(PatchGAN(plan.critic, self.generator) for _ in range(2)).to(device)
        self.average = deepcopy(self.painters).requires_grad_(False).eval()
        for networks in (self.painters, self.critics, self.average):
            channels_last(networks)
        self._pools = (Pool(plan.pool, self.generator), Pool(plan.pool, self.generator))
        self._painting, self._judging = (
            torch.optim.Adam(networks.parameters(), plan.rate, BETAS) for networks in (self.painters, self.critics)
        )
        self.done = 0

    @property
    def steps(self) -> int:
        return self.plan.steps

    def step(self) -> Losses:
        """A few pictures of each kind: first both painters learn, then both critics."""
        rate = steady_then_down(self.done / self.plan.steps, self.plan.rate, self.plan.steady)
        for group in (*self._painting.param_groups, *self._judging.param_groups):
            group["lr"] = rate
        real = self._lesson()
        painted, losses = self._teach_painters(real)
        critic = self._teach_critics(real, painted)
        self.done += 1
        remember(self.average, self.painters, max(RECENT, 1 / self.done))
        return {**losses, "critic": critic}

    def _teach_painters(self, real: list[Tensor]) -> tuple[list[Tensor], Losses]:
        """What was painted, of the second kind and of the first, and the losses."""
        there, back = self.painters
        self.critics.requires_grad_(False)
        with mixed_precision(self.device):
            painted = [there(real[0]), back(real[1])]
            returned = [back(painted[0]), there(painted[1])]
            same = [back(real[0]), there(real[1])] if self.plan.identity else real
            answers = [self.critics[1](painted[0]), self.critics[0](painted[1])]
            convincing = sum((taken_for(one, True, self.plan.gan) for one in answers), torch.zeros(()))
        cycle, identity = (_apart(found, real) for found in (returned, same))
        loss = convincing + self.plan.cycle * cycle + self.plan.identity * identity
        self._painting.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch ships it untyped
        self._painting.step()
        self.critics.requires_grad_(True)
        parts = {LOSS: loss, "cycle": cycle, "identity": identity, "gan": convincing}
        return [one.detach() for one in painted], {name: part.detach() for name, part in parts.items()}

    def _teach_critics(self, real: list[Tensor], painted: list[Tensor]) -> Tensor:
        """Each on its kind: what is real, and what was painted now or some time ago."""
        loss = torch.zeros((), device=self.device)
        for critic, pool, truth, work in zip(self.critics, self._pools, real, reversed(painted), strict=True):
            shown = pool.exchanged(work.float())
            with mixed_precision(self.device):
                loss = loss + critic_loss(critic(truth), critic(shown), self.plan.gan)
        self._judging.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch ships it untyped
        self._judging.step()
        return loss.detach()

    def _lesson(self) -> list[Tensor]:
        """Pictures of both kinds, (B, 3, H, W) each."""
        side_px, count = self.plan.side_px, self.plan.batch
        drawn = [torch.stack([kind.pair(side_px, self.generator)[1] for _ in range(count)]) for kind in self._kinds]
        return [one.to(self.device).contiguous(memory_format=torch.channels_last) for one in drawn]

    def state(self) -> dict[str, Any]:
        """All that moves."""
        return {
            "done": self.done,
            "painters": self.painters.state_dict(),
            "critics": self.critics.state_dict(),
            "average": self.average.state_dict(),
            "painting": self._painting.state_dict(),
            "judging": self._judging.state_dict(),
            "pools": [list(pool.kept) for pool in self._pools],
            "generator": self.generator.get_state(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Be as it was when `state` was taken, from the same plan."""
        self.done = state["done"]
        self.painters.load_state_dict(state["painters"])
        self.critics.load_state_dict(state["critics"])
        self.average.load_state_dict(state["average"])
        self._painting.load_state_dict(state["painting"])
        self._judging.load_state_dict(state["judging"])
        for pool, kept in zip(self._pools, state["pools"], strict=True):
            pool.kept = [one.to(self.device) for one in kept]
        self.generator.set_state(state["generator"])

    @torch.no_grad()
    def look(self) -> Image.Image | None:
        """Pictures that were never trained on, of both kinds: themselves, as the other kind, and back."""
        rows = []
        for kind, there, back in ((0, 0, 1), (1, 1, 0)):
            for _given, picture in self._kinds[kind].shown(self.plan.side_px)[:_SHOWN]:
                painted = self.average[there](picture[None].to(self.device))
                rows.append([picture[None], painted.cpu(), self.average[back](painted).cpu()])
        return sheet(rows, columns=2) if rows else None

    def told(self) -> dict[str, str]:
        """Where the weights come from, for the header of their files."""
        facts = {"steps_done": self.done, **asdict(self.plan), "made_by": "mazok train cyclegan"}
        return {name: str(value) for name, value in facts.items()}


def _apart(found: list[Tensor], wanted: list[Tensor]) -> Tensor:
    """L1 of both kinds, in the paper's range."""
    return (
        torch.stack([(one.float() - other).abs().mean() for one, other in zip(found, wanted, strict=True)]).sum() * SPAN
    )
