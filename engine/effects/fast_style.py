"""Painting in one pass: a network that has learned a number of styles. Knows no other effect.

A style is one of the looks on the shelf; two of one network may be mixed. Strokes are a share of the picture: the
network paints at the size that it learned at, and what detail of the photo is finer than that is put back when its work
is enlarged.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import torch
from torch import Tensor

from engine.checkpoint import Saved, fingerprint, pack, unpack
from engine.device import Device
from engine.effect import Cancelled, Effect, Inputs, Painting, Progress, Report
from engine.errors import BadOptions
from engine.ladder import MOST_ENLARGED, Ladder, Size, canvas
from engine.nn.color import matched
from engine.nn.shelf import network_at, shelf
from engine.nn.strips import paint_in_strips
from engine.nn.tensors import resize, to_picture, to_tensor
from engine.nn.transform import TransformNet
from engine.options import Options, choice, number, numbers
from engine.picture import Picture

LOOKS: Final = shelf()
NAMES: Final = tuple(LOOKS)
if TYPE_CHECKING:
    Look = str
    Second = str
else:  # what may be chosen is what networks have learned
    Look = Literal[NAMES]
    Second = Literal[("none", *NAMES)]

_LEARNED_PX: Final = 450  # root of the area of a style as it was learned: strokes of 100 % on a photo of that size
_FINEST_PERCENT: Final = 25
_LEAST_PX: Final = 64  # longest side: anything smaller is all border
_MOST_PX: Final = 1200  # longest side that a smaller canvas is painted at for finer strokes than it has pixels
_AT_REST_MIB: Final = 350  # Python, torch and the network
_WHOLE_BYTES, _STRIPS_BYTES = 480, 125  # for each pixel that the network sees, measured on a CPU
_CANVAS_BYTES: Final = 120  # for each pixel of the result: the photo, its detail, colors, the picture in 16 bits
_MIB: Final = 2**20
_CHECKPOINT: Final = "mazok-fast-style-1"


class FastStyleOptions(Options):
    """What may be chosen."""

    style: Look = choice("Style", "starry_night")
    second_style: Second = choice("Mixed with", "none")
    second_share: int = number("Share of the second style", 50, low=0, high=100, unit="%", step=10)
    side_px: int = number("Size", 600, low=64, high=4096, unit="px", step=100)
    style_strength: int = number("Style strength", 50, low=0, high=100, step=10)
    style_scale: int = number("Stroke size", 100, low=_FINEST_PERCENT, high=400, unit="%", step=25)
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


@dataclass(frozen=True)
class _Subject:
    """A photo to be painted, with what was chosen."""

    inputs: Inputs
    options: FastStyleOptions
    device: Device

    @cached_property
    def size(self) -> Size:
        return canvas(self.inputs.content.image.size, self.options.side_px)

    @cached_property
    def seen(self) -> Size:
        """What the network paints at; strokes are so large on it that they are right on the canvas."""
        factor = _seen_share(self.size, self.options.style_scale)
        return max(1, round(self.size[0] * factor)), max(1, round(self.size[1] * factor))

    @cached_property
    def fingerprint(self) -> str:
        photo = self.inputs.content
        bands = [band for band in (photo.image, photo.alpha, *(photo.deep or ())) if band is not None]
        sizes = repr([(band.mode, band.size) for band in bands])
        return fingerprint([self.options.model_dump_json().encode(), sizes.encode(), *(b.tobytes() for b in bands)])

    def checkpoint(self) -> bytes:
        """One pass is begun anew: all there is to know is whose it was."""
        return pack(_CHECKPOINT, self.fingerprint, Saved({}, {}))

    def photo(self, size: Size) -> Tensor:
        return to_tensor(self.inputs.content, size).to(self.device.name, memory_format=self.device.memory_format)

    @torch.no_grad()
    def painted(self, network: TransformNet) -> Tensor:
        """The canvas in [0, 1], finished."""
        small = self.photo(self.seen)
        shares = {LOOKS[name].number: share for name, share in self.options.shares().items()}
        weights = [shares.get(number, 0.0) for number in range(len(network.looks) - 1)]
        look = network.blend(weights, self.options.style_strength / 100)
        image = resize(self._pass(network, small, look), self.size)
        photo = self.photo(self.size)
        if self.seen[0] < self.size[0]:
            image += self._detail * (photo - resize(small, self.size))
        image = image.clamp_(0, 1)
        return image if self.options.colors == "style" else matched(image, photo, self.options.colors, "after")

    @property
    def _detail(self) -> float:
        """All of what is finer than the network sees up to strength 50; beyond, less and less, as in `gatys`."""
        return min(1.0, 2 - self.options.style_strength / 50)

    def _pass(self, network: TransformNet, photo: Tensor, look: Tensor) -> Tensor:
        bytes_ = self.seen[0] * self.seen[1] * _WHOLE_BYTES + self.size[0] * self.size[1] * _CANVAS_BYTES
        fits = _AT_REST_MIB + bytes_ / _MIB <= self.device.memory_mib
        return self.device.studio.passes(network, photo, look) if fits else paint_in_strips(network, photo, look)


def _network(path: Path | None, device: Device) -> TransformNet:
    """On the device; in fp32, for statistics of features are sums over the whole picture."""
    network = network_at(path).network
    network.to(device.name, memory_format=device.memory_format)  # type: ignore[call-overload]  # torch's stub lacks it
    return network


def _seen_share(size: Size, scale_percent: int) -> float:
    """How large the network sees a canvas, of its sides: below one it is enlarged, at most twice."""
    wanted = _LEARNED_PX / (size[0] * size[1]) ** 0.5 * 100 / scale_percent
    most = max(1.0, min(MOST_ENLARGED, _MOST_PX / max(size)))
    return float(min(max(wanted, 1 / MOST_ENLARGED, _LEAST_PX / max(size)), most))


def _memory_mib(size: Size) -> int:
    """With the finest strokes, in strips."""
    seen = _seen_share(size, _FINEST_PERCENT) ** 2
    return _AT_REST_MIB + round(size[0] * size[1] * (_CANVAS_BYTES + seen * _STRIPS_BYTES) / _MIB)


def _paint(inputs: Inputs, options: FastStyleOptions, report: Report, device: Device) -> Painting:
    subject = _Subject(inputs, options, device)
    if inputs.checkpoint is not None:
        unpack(inputs.checkpoint, _CHECKPOINT, subject.fingerprint, device.name)
    path = LOOKS[next(iter(options.shares()))].path
    key = (_CHECKPOINT, path, device.name, device.channels_last)
    network = device.studio.networks.get(key, lambda: _network(path, device))
    assert isinstance(network, TransformNet)  # of all networks of the studio this key is ours
    image, stopped = subject.painted(network), False

    def finished() -> Picture:
        return to_picture(image, inputs.content.alpha)

    try:
        report(Progress(1, 1, None, finished, subject.checkpoint, subject.size))
    except Cancelled:
        stopped = True
    return Painting(to_picture(image, inputs.content.alpha, deep=True), 1, 1, stopped, ())


EFFECT: Final = Effect(
    "fast_style",
    "Fast painting",
    0,
    FastStyleOptions,
    Ladder(),
    _memory_mib,
    _paint,
    most_styles=0,
    learning=True,  # after 3000 of 9000 steps photos cannot be recognized in some styles: see fast_style.md
)
