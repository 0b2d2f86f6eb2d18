"""Painting in one pass: a network that has learned a number of styles. Knows no other effect.

A style is one of the looks on the shelf; two of one network may be mixed.
"""

from typing import TYPE_CHECKING, Final, Literal

from engine.device import Device
from engine.effect import Effect, Inputs, Painting, Report
from engine.errors import BadOptions
from engine.ladder import Ladder
from engine.nn.shelf import network_at, shelf
from engine.one_pass import FINEST_PERCENT, OnePass, Ready, at_hand, memory_mib, paint_at_once, toward
from engine.options import Options, choice, number, numbers

LOOKS: Final = shelf()
NAMES: Final = tuple(LOOKS)
if TYPE_CHECKING:
    Look = str
    Second = str
else:  # what may be chosen is what networks have learned
    Look = Literal[NAMES]
    Second = Literal[("none", *NAMES)]

_CHECKPOINT: Final = "mazok-fast-style-1"


class FastStyleOptions(Options):
    """What may be chosen."""

    style: Look = choice("Style", "starry_night", pictured=True)
    second_style: Second = choice("Mixed with", "none")
    second_share: int = number("Share of the second style", 50, low=0, high=100, unit="%", step=10)
    side_px: int = number("Size", 600, low=64, high=4096, unit="px", step=100)
    style_strength: int = number("Style strength", 50, low=0, high=100, step=10)
    style_scale: int = number("Stroke size", 100, low=FINEST_PERCENT, high=400, unit="%", step=25)
    colors: Literal["style", "luminance", "linear", "histogram"] = choice("Colors", "style")
    mix: tuple[int, ...] = numbers(
        "Weights of all styles instead, in their order", (), low=0, high=100, most=len(NAMES), audience="operator"
    )

    def shares(self) -> dict[str, float]:
        """What each style counts that counts at all. Raises BadOptions when none does, or they are of two networks."""
        if self.mix:
            shares = dict(zip(NAMES, map(float, self.mix), strict=False))
        elif self.second_style in ("none", self.style):
            shares = {self.style: 1.0}
        else:
            shares = {self.style: 100.0 - self.second_share, self.second_style: float(self.second_share)}
        shares = {name: share for name, share in shares.items() if share}
        if not shares:
            raise BadOptions("mix", "all of them are zero")
        if len({LOOKS[name].path for name in shares}) > 1:
            raise BadOptions("second_style", "styles of two networks cannot be mixed")
        return shares


def _ready(options: FastStyleOptions, device: Device) -> Ready:
    """The network of the styles that were chosen, and their looks mixed."""
    shares = options.shares()
    path = LOOKS[next(iter(shares))].path
    network = at_hand(path, lambda: network_at(path).network, device)
    by_number = {LOOKS[name].number: share for name, share in shares.items()}
    weights = [by_number.get(number, 0.0) for number in range(len(network.looks) - 1)]
    return network, network.blend(weights, toward(options.style_strength))


def _paint(inputs: Inputs, options: FastStyleOptions, report: Report, device: Device) -> Painting:
    return paint_at_once(OnePass(inputs, options, device), _CHECKPOINT, lambda: _ready(options, device), report)


EFFECT: Final = Effect(
    "fast_style",
    "Fast painting",
    0,
    FastStyleOptions,
    Ladder(),
    memory_mib,
    _paint,
    most_styles=0,
)
