"""A photo in one pass, by a look that was learned for a person. Knows no other effect.

`inputs.state` is a network of one style; without one, the mean of all looks that fast painting knows: what every look
is when it begins to be learned.
"""

import hashlib
from typing import Final, Literal

from engine.device import Device
from engine.effect import Effect, Inputs, Painting, Report
from engine.ladder import Ladder
from engine.nn.looks import network_of
from engine.nn.shelf import network_at
from engine.nn.transform import TransformNet
from engine.one_pass import FINEST_PERCENT, OnePass, Ready, at_hand, memory_mib, paint_at_once, toward
from engine.options import Options, choice, number

_CHECKPOINT: Final = "mazok-learned-style-1"


class LearnedStyleOptions(Options):
    """What may be chosen."""

    side_px: int = number("Size", 600, low=64, high=4096, unit="px", step=100)
    style_strength: int = number("Style strength", 50, low=0, high=100, step=10)
    style_scale: int = number("Stroke size", 100, low=FINEST_PERCENT, high=400, unit="%", step=25)
    colors: Literal["style", "luminance", "linear", "histogram"] = choice("Colors", "style")


def _ready(state: bytes | None, strength: float, device: Device) -> Ready:
    """The network, and its looks in equal shares. Raises BadWeights where the state holds none."""
    name = hashlib.sha256(state).digest() if state else None  # None: the shipped one, as for everybody
    network = at_hand(name, lambda: _network(state), device)
    return network, network.blend((1.0,) * (len(network.looks) - 1), strength)


def _network(state: bytes | None) -> TransformNet:
    return network_of(state).network if state else network_at(None).network


def _paint(inputs: Inputs, options: LearnedStyleOptions, report: Report, device: Device) -> Painting:
    job = OnePass(inputs, options, device)
    return paint_at_once(job, _CHECKPOINT, lambda: _ready(inputs.state, toward(options.style_strength), device), report)


EFFECT: Final = Effect(
    "learned_style",
    "My style at once",
    0,
    LearnedStyleOptions,
    Ladder(),
    memory_mib,
    _paint,
    most_styles=0,
    order=2,
    takes_look=True,
)
