"""A photo through a transform network: how large, in which colors, in how much memory. Knows looks; knows no effect.

Strokes are a share of the picture: the network paints at the size that it learned at, and what detail of the photo is
finer than that is put back when its work is enlarged.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal, Protocol, TypeVar, cast

import torch
from torch import Tensor, nn

from engine.device import Device
from engine.effect import Inputs, Painting, Report
from engine.ladder import MOST_ENLARGED, Size, canvas
from engine.nn.color import matched
from engine.nn.strips import paint_in_strips
from engine.nn.tensors import resize, to_tensor
from engine.nn.transform import TransformNet
from engine.one_go import fingerprint_of, paint_in_one_go

FINEST_PERCENT: Final = 25
AT_REST_MIB: Final = 350  # Python, torch and the network
_LEARNED_PX: Final = 450  # root of the area of a style as it was learned: strokes of 100 % on a photo of that size
_LEAST_PX: Final = 64  # longest side: anything smaller is all border
_MOST_PX: Final = 1200  # longest side that a smaller canvas is painted at for finer strokes than it has pixels
_WHOLE_BYTES, _STRIPS_BYTES = 480, 125  # for each pixel that the network sees, measured on a CPU
_CANVAS_BYTES: Final = 120  # for each pixel of the result: the photo, its detail, colors, the picture in 16 bits
_FARTHEST: Final = 0.75
_NETWORK: Final = "one pass"  # among the networks of a studio
_MIB: Final = 2**20

NetworkT = TypeVar("NetworkT", bound=nn.Module)
Ready = tuple[TransformNet, Tensor]  # a network on its device, and the look (1, P) to paint with


class Wish(Protocol):
    """What of an effect's options a pass depends on."""

    @property
    def side_px(self) -> int: ...

    @property
    def style_strength(self) -> int: ...

    @property
    def style_scale(self) -> int: ...

    @property
    def colors(self) -> Literal["style", "luminance", "linear", "histogram"]: ...

    def model_dump_json(self) -> str: ...


@dataclass(frozen=True)
class OnePass:
    """A photo to be painted, with what was chosen."""

    inputs: Inputs
    wish: Wish
    device: Device

    @cached_property
    def size(self) -> Size:
        return canvas(self.inputs.content.image.size, self.wish.side_px)

    @cached_property
    def seen(self) -> Size:
        """What the network paints at; strokes are so large on it that they are right on the canvas."""
        factor = _seen_share(self.size, self.wish.style_scale)
        return max(1, round(self.size[0] * factor)), max(1, round(self.size[1] * factor))

    @cached_property
    def fingerprint(self) -> str:
        """A hash of all that the painting depends on but the network."""
        return fingerprint_of(self.inputs, self.wish.model_dump_json())

    @torch.no_grad()
    def painted(self, network: TransformNet, look: Tensor) -> Tensor:
        """The canvas in [0, 1], finished."""
        small = self._photo(self.seen)
        image = resize(self._pass(network, small, look), self.size)
        photo = self._photo(self.size)
        if self.seen[0] < self.size[0]:
            image += self._detail * (photo - resize(small, self.size))
        image = image.clamp_(0, 1)
        return image if self.wish.colors == "style" else matched(image, photo, self.wish.colors, "after")

    @property
    def _detail(self) -> float:
        """All of what is finer than the network sees up to strength 50; beyond, less and less, as in `gatys`."""
        return min(1.0, 2 - self.wish.style_strength / 50)

    def _photo(self, size: Size) -> Tensor:
        return to_tensor(self.inputs.content, size).to(self.device.name, memory_format=self.device.memory_format)

    def _pass(self, network: TransformNet, photo: Tensor, look: Tensor) -> Tensor:
        bytes_ = self.seen[0] * self.seen[1] * _WHOLE_BYTES + self.size[0] * self.size[1] * _CANVAS_BYTES
        fits = AT_REST_MIB + bytes_ / _MIB <= self.device.memory_mib
        return self.device.studio.passes(network, photo, look) if fits else paint_in_strips(network, photo, look)


def paint_at_once(job: OnePass, kind: str, ready: Callable[[], Ready], report: Report) -> Painting:
    """The whole work of an effect that is nothing but a pass; `kind` names its checkpoints. Raises BadCheckpoint."""
    return paint_in_one_go(job, kind, lambda: [job.painted(*ready())], report)


def at_hand(name: Hashable, read: Callable[[], NetworkT], device: Device) -> NetworkT:
    """The network of that name on the device: kept for all effects that ask for it, read when nobody has yet."""
    key = (_NETWORK, name, device.name, device.channels_last)
    return cast(NetworkT, device.studio.networks.get(key, lambda: on_device(read(), device)))


def on_device(network: NetworkT, device: Device) -> NetworkT:
    """Moved there; in fp32, for statistics of features are sums over the whole picture."""
    network.to(device.name, memory_format=device.memory_format)  # type: ignore[call-overload]  # torch's stub lacks it
    return network


def _seen_share(size: Size, scale_percent: int) -> float:
    """How large the network sees a canvas, of its sides: below one it is enlarged, at most twice."""
    wanted = _LEARNED_PX / (size[0] * size[1]) ** 0.5 * 100 / scale_percent
    most = max(1.0, min(MOST_ENLARGED, _MOST_PX / max(size)))
    return float(min(max(wanted, 1 / MOST_ENLARGED, _LEAST_PX / max(size)), most))


def toward(strength: int) -> float:
    """How far from the photo's look to the style's a strength of 0 to 100 leads, 0 to 1: not beyond what lessons were
    mostly about, where a network paints worse, not stronger (docs/log.md)."""
    return _FARTHEST * strength / 100


def memory_mib(size: Size) -> int:
    """With the finest strokes, in strips."""
    seen = _seen_share(size, FINEST_PERCENT) ** 2
    return AT_REST_MIB + round(size[0] * size[1] * (_CANVAS_BYTES + seen * _STRIPS_BYTES) / _MIB)
