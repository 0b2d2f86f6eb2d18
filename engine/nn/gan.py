"""What a critic's answers are worth: losses of generative adversarial networks. Pure mathematics."""

from typing import Literal

from torch import Tensor
from torch.nn import functional as F

Gan = Literal["vanilla", "lsgan"]


def taken_for(answers: Tensor, real: bool, kind: Gan) -> Tensor:
    """How far the answers are from calling all patches real, or none.

    `vanilla` is the cross entropy of Goodfellow et al. 2014 on logits, `lsgan` the squares of Mao et al. 2017.
    """
    wanted = answers.new_full((), float(real)).expand_as(answers)
    if kind == "vanilla":
        return F.binary_cross_entropy_with_logits(answers.float(), wanted.float())
    return F.mse_loss(answers.float(), wanted.float())


def critic_loss(on_real: Tensor, on_painted: Tensor, kind: Gan) -> Tensor:
    """Half of both, as in the paper: the critic shall not run ahead of the painter."""
    return (taken_for(on_real, True, kind) + taken_for(on_painted, False, kind)) / 2
