"""What it costs a colorizer to be wrong. Knows no photo and no file.

`rare`: a choice among the colors of a palette, in which rare colors count more (Zhang et al. 2016, section 2.2).
`Opponent`: a critic of patches who sees the light too (Isola et al. 2017), for a network that says a and b themselves.

Letters: B pictures, Q colors, H and W height and width.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.nn.gan import critic_loss, taken_for
from engine.nn.lab import WHITE
from engine.nn.palette import colors, spread
from engine.nn.patchgan import CriticShape, PatchGAN
from engine.training.plates import lesson
from engine.training.runner import LOSS, channels_last

_EVEN: Final = 0.5  # how much all colors count alike, the rest as often as they are (Zhang et al. 2016)
_COUNTED: Final = 1200  # photos that colors are counted in
_COUNTED_PX: Final = 32
_REACH: Final = 110.0  # of a and b
_L1: Final = 100.0  # against the opponent's opinion (Isola et al. 2017)
_CRITIC: Final = CriticShape(channels=3, width=48, layers=1)  # 16 places are a patch: 64 px of the photo
_RATE, _BETAS = 2e-4, (0.5, 0.999)


def rare(said: Tensor, ab: Tensor, counts: Tensor) -> dict[str, Tensor]:
    """Of what is said (B, Q, H, W) about ab (B, 2, H, W), each color counted so much, (Q,)."""
    nearest, shares = spread(ab)
    wrong = -(F.log_softmax(said, dim=1).gather(1, nearest) * shares).sum(dim=1)
    return {LOSS: (wrong * counts[nearest[:, 0]]).mean(), "unweighted": wrong.mean()}


def rarity(paths: Sequence[Path]) -> Tensor:
    """What each color counts, (Q,): the rarer the more, one in the mean over photos (Zhang et al. 2016, equation 4)."""
    found = torch.zeros(len(colors()))
    generator = torch.Generator().manual_seed(0)
    for path in paths[:: max(1, len(paths) // _COUNTED)]:
        nearest, shares = spread(lesson([path], 1, _COUNTED_PX, generator).lab[:, 1:])
        found.index_add_(0, nearest.flatten(), shares.flatten())
    often = found / found.sum()
    counts = 1 / ((1 - _EVEN) * often + _EVEN / len(often))
    return counts / (counts * often).sum()


class Opponent:
    """Learns to tell true colors from painted ones, beside the network that it teaches."""

    def __init__(self, weight: float, device: str, generator: torch.Generator) -> None:
        self.weight = weight
        self.critic = PatchGAN(_CRITIC, generator).to(device)
        channels_last(self.critic)
        self._optimizer = torch.optim.Adam(self.critic.parameters(), _RATE, _BETAS)

    def losses(self, said: Tensor, lab: Tensor) -> dict[str, Tensor]:
        """Of a and b (B, 2, H, W) that were said of Lab (B, 3, H, W); the opponent learns first."""
        light, ab = lab[:, :1], lab[:, 1:]
        critic = critic_loss(self._answers(light, ab), self._answers(light, said.detach()), "lsgan")
        self._optimizer.zero_grad()
        critic.backward()  # type: ignore[no-untyped-call]  # torch ships it untyped
        self._optimizer.step()
        self.critic.requires_grad_(False)
        convincing = taken_for(self._answers(light, said), True, "lsgan")
        self.critic.requires_grad_(True)
        error = F.l1_loss(said, ab)
        loss = _L1 * error / _REACH + self.weight * convincing
        return {LOSS: loss, "l1": error, "gan": convincing, "critic": critic}

    def state(self) -> dict[str, Any]:
        return {"critic": self.critic.state_dict(), "optimizer": self._optimizer.state_dict()}

    def restore(self, state: dict[str, Any]) -> None:
        self.critic.load_state_dict(state["critic"])
        self._optimizer.load_state_dict(state["optimizer"])

    def _answers(self, light: Tensor, ab: Tensor) -> Tensor:
        answers: Tensor = self.critic(torch.cat([light / WHITE, ab / (2 * _REACH) + 0.5], dim=1))
        return answers
