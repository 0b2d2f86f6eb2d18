"""A look learned for one person from their photo and one style picture: what of the trainings effects may run.

Begins with the mean of all looks of the shipped network, or with a look that was learned before. Knows no options.
"""

from dataclasses import dataclass
from math import isqrt
from typing import Final

from torch import Tensor

from engine.checkpoint import Saved
from engine.effect import Inputs
from engine.errors import BadCheckpoint
from engine.nn.encoders import load_encoder
from engine.nn.looks import Style, network_bytes, network_of
from engine.nn.shelf import network_at
from engine.nn.tensors import at_least, to_bytes, to_tensor
from engine.nn.transform import TransformNet
from engine.picture import Picture, shrink
from engine.training.at_hand import AtHand
from engine.training.fast_style import FastStyle, Pupil
from engine.training.galleries import STYLE_PX
from engine.training.own_style import OwnPlan, pupil_of
from engine.training.runner import LOSS, Losses

__all__ = ["LOSS", "WORK_PX", "Lesson", "Losses", "lesson"]

_STYLE: Final = Style("own", "A style of one's own")
_SIDE_PX, _BATCH = 128, 2  # of the squares of a step, and how many there are
WORK_PX: Final = isqrt(_BATCH * _SIDE_PX**2)  # side of one square that has as many pixels as a step looks at
_RATE: Final = 3e-3  # twice that of whole networks: a few hundred steps are all there is
_LEAST_STYLE_PX: Final = 16  # what the deepest layer can see
_MOMENTS: Final = ("exp_avg", "exp_avg_sq", "step")  # as Adam calls them


@dataclass(frozen=True, slots=True)
class Lesson:
    """A look on its way."""

    training: FastStyle

    @property
    def done(self) -> int:
        return self.training.done

    @property
    def network(self) -> TransformNet:
        """Of one style: what has been learned by now."""
        return self.training.average

    def step(self) -> Losses:
        return self.training.step()

    def learned(self) -> bytes:
        """The network as a file, which says how long it was learned."""
        return network_bytes(self.network, [_STYLE], {"steps": str(self.done)})

    def saved(self) -> Saved:
        """All that moves while only a look is learned: a hundredth of the network."""
        state = self.training.state()
        [moments] = state["optimizer"]["state"].values()
        tensors = {name: moments[name] for name in _MOMENTS}
        tensors |= {"looks": state["network"]["looks"], "average": state["average"]["looks"]}
        return Saved({**tensors, "generator": state["generator"]}, {"done": state["done"]})

    def restore(self, saved: Saved) -> None:
        """Be as it was when this was saved, from the same beginning."""
        state, tensors = self.training.state(), saved.tensors
        state["done"], state["generator"] = saved.values["done"], tensors["generator"].cpu()
        state["network"]["looks"], state["average"]["looks"] = tensors["looks"], tensors["average"]
        [look] = state["optimizer"]["param_groups"][-1]["params"]
        moments = {name: tensors[name] for name in _MOMENTS}
        state["optimizer"]["state"] = {look: {**moments, "step": moments["step"].cpu()}}  # where Adam counts
        self.training.restore(state)


def lesson(inputs: Inputs, steps: int, seed: int, device: str) -> Lesson:
    """A look of the style picture, nothing learned yet but what `inputs.state` knows.

    Raises BadCheckpoint where that holds several looks, BadWeights where it is damaged, BadOptions where the operator's
    photos cannot be had.
    """
    start = _look(inputs.state) if inputs.state else pupil_of(network_at(None).network)
    plan = OwnPlan((_STYLE.name,), steps, _SIDE_PX, _BATCH, start.shape, seed, _RATE)
    pupil = Pupil(AtHand.beside(inputs.content), [_learned_from(inputs.styles[0])], start, only_looks=True)
    return Lesson(FastStyle(plan, pupil, load_encoder(plan.encoder), device))


def _look(state: bytes) -> TransformNet:
    known = network_of(state)
    if len(known.styles) != 1:
        raise BadCheckpoint(f"{len(known.styles)} looks, not one")
    return known.network


def _learned_from(style: Picture) -> Tensor:
    """(3, H, W) uint8, as large as styles are in every training."""
    small = shrink(style, STYLE_PX)
    return to_bytes(at_least(to_tensor(small, small.image.size), _LEAST_STYLE_PX))[0]
