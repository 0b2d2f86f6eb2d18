"""A seamless texture of any size, made after a picture: Texture Networks (Ulyanov et al. 2016). Knows no other effect.

A generator learns the picture's textures from canvases of noise, always of the same small size, one in each iteration;
then it paints the size that was asked for in one pass. Nothing has a border while it learns, so nothing has a seam.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import torch
from torch import Tensor

from engine.checkpoint import Saved, fingerprint, pack, unpack
from engine.device import Device
from engine.effect import Cancelled, Effect, Inputs, Painting, Progress, Report
from engine.ladder import Ladder, Size, canvas
from engine.nn.bands import paint_in_bands
from engine.nn.encoders import Border, Encoder, load_encoder
from engine.nn.generator import Generator
from engine.nn.tensors import mask_to_tensor, to_picture, to_tensor
from engine.nn.weaving import LEARNED_PX, RATE, Course, Weaving, dip_into, texture_of
from engine.options import Options, choice, number
from engine.picture import Picture
from engine.style import Preparation, prepared, strokes

SEEN_PX: Final = 450  # root of the area that a picture is seen at with 100 %: 520 x 390 px, say
_CONTINUED: Final = 1 / 3  # of the rate, where a finished work is gone on with: most of it is settled
_PREVIEW_PX: Final = 600
_ENCODER: Final = "compact"
_CHECKPOINT: Final = "mazok-seamless-1"
_STATE: Final = "mazok-seamless-state-1"
_READ_EVERY: Final = 10  # iterations between readings of the loss from an accelerator, which has to be waited for
_AT_REST_MIB: Final = 450  # Python, torch, networks, the lessons and the bands
_CANVAS_BYTES: Final = 100  # for each pixel of the result: noise, half the resolution, colors, 16 bits
_MIB: Final = 2**20


class SeamlessOptions(Options):
    """What may be chosen."""

    side_px: int = number("Size", 600, low=64, high=4096, unit="px", step=100)
    iterations: int = number("Iterations", 100, low=1, high=2000, step=100)
    shape: Literal["picture", "square"] = choice("Shape", "picture")
    style_scale: int = number("Stroke size", 100, low=25, high=400, unit="%", step=25)
    seed: int = number("Seed", 0, low=0, high=2**31 - 1, audience="curious")


@dataclass(frozen=True)
class _Subject:
    """A picture to be woven, with what was chosen."""

    inputs: Inputs
    options: SeamlessOptions
    device: Device

    @property
    def size(self) -> Size:
        side_px = self.options.side_px
        return (side_px, side_px) if self.options.shape == "square" else canvas(self.picture.image.size, side_px)

    @property
    def previewed(self) -> Size:
        """The size of previews."""
        factor = min(1.0, _PREVIEW_PX / max(self.size))
        return max(1, round(self.size[0] * factor)), max(1, round(self.size[1] * factor))

    @property
    def picture(self) -> Picture:
        return self.inputs.content

    @cached_property
    def origin(self) -> str:
        """A hash of the picture alone: whoever goes on with a work has the same."""
        bands = [band for band in (self.picture.image, self.picture.alpha, *(self.picture.deep or ())) if band]
        return fingerprint([repr([(b.mode, b.size) for b in bands]).encode(), *(b.tobytes() for b in bands)])

    @cached_property
    def fingerprint(self) -> str:
        told = (self.origin, self.options.model_dump_json())
        return fingerprint([*(text.encode() for text in told), self.inputs.state or b""])

    def seen(self) -> tuple[Tensor, Tensor | None]:
        """The picture (1, 3, H, W) as large as its strokes shall be, and where it counts. Raises BadOptions."""
        style = prepared(self.picture, Preparation())
        factor = strokes(style.picture, (SEEN_PX, SEEN_PX), self.options.style_scale)
        size = (max(1, round(style.picture.width * factor)), max(1, round(style.picture.height * factor)))
        counts = None if style.mask is None else mask_to_tensor(style.mask, size).to(self.device.name)
        return to_tensor(style.picture, size).to(self.device.name), counts

    def weaving(self) -> Weaving:
        """Ready for the first lesson, or for the next one after a checkpoint. Raises BadCheckpoint."""
        given, name = self.inputs, self.device.name
        begun = None if given.state is None else unpack(given.state, _STATE, self.origin, name)
        generator = Generator(seed=self.options.seed).to(name)
        picture, counts = self.seen()
        dip_into(generator, picture, counts)
        rate = RATE if begun is None else RATE * _CONTINUED
        course = Course(self.options.iterations, rate, seed=self.options.seed)
        wanted = texture_of(_encoder(self.device, "reflect"), picture, counts)
        weaving = Weaving(generator, _encoder(self.device, "circular"), wanted, course)
        if begun is not None:
            weaving.restore(begun.tensors, 0)
        return weaving

    def finished(self, painted: Tensor, *, deep: bool = False) -> Picture:
        """With the picture's transparency where the shape is the picture's."""
        alpha = None if self.options.shape == "square" else self.picture.alpha
        return to_picture(painted.clamp(0, 1), alpha, deep=deep)


class _Loom:
    """A texture under work."""

    def __init__(self, subject: _Subject) -> None:
        self._subject, self.weaving, self.stopped = subject, subject.weaving(), False
        self._losses = torch.full((self.total,), torch.nan, device=subject.device.name)
        checkpoint = subject.inputs.checkpoint
        if checkpoint is not None:
            saved = unpack(checkpoint, _CHECKPOINT, subject.fingerprint, subject.device.name)
            self._losses = saved.tensors["losses"]
            self.weaving.restore(saved.tensors, saved.values["done"])

    @property
    def total(self) -> int:
        return self.weaving.course.steps

    @property
    def losses(self) -> tuple[float, ...]:
        return tuple(self._losses[: self.weaving.done].tolist())

    def learn(self, report: Report) -> None:
        """To the last lesson, or until `report` raises Cancelled."""
        try:
            while self.weaving.done < self.total:
                found = self.weaving.step()
                self._losses[self.weaving.done - 1] = found["loss"]
                report(self._progress(found))
        except Cancelled:
            self.stopped = True

    def checkpoint(self) -> bytes:
        tensors = {**self.weaving.tensors(), "losses": self._losses}
        return pack(_CHECKPOINT, self._subject.fingerprint, Saved(tensors, {"done": self.weaving.done}))

    def state(self) -> bytes:
        """What a finished work is gone on with."""
        return pack(_STATE, self._subject.origin, Saved(self.weaving.weights(), {}))

    def painted(self, size: Size) -> Tensor:
        return paint_in_bands(self.weaving.generator, self.weaving.noise(size))

    def _progress(self, found: dict[str, Tensor]) -> Progress:
        done, size = self.weaving.done, self._subject.previewed
        on_the_way = self._losses.is_cuda and done % _READ_EVERY and done < self.total
        return Progress(
            done,
            self.total,
            None if on_the_way else float(found["loss"]),
            lambda: self._subject.finished(self.painted(size)),
            self.checkpoint,
            size,
            lambda: {name: float(part) for name, part in found.items() if name != "loss"},
        )


def _encoder(device: Device, border: Border) -> Encoder:
    def loaded() -> Encoder:
        encoder = load_encoder(_ENCODER, border)
        device.network(encoder)
        return encoder

    return device.studio.encoders.get((_ENCODER, border, device.dtype, device.channels_last), loaded)


def _memory_mib(size: Size) -> int:
    """Of a square, which is the most that the longest side may come to."""
    return _AT_REST_MIB + round(max(size) ** 2 * _CANVAS_BYTES / _MIB)


def _paint(inputs: Inputs, options: SeamlessOptions, report: Report, device: Device) -> Painting:
    """Raises BadOptions for a picture of which nothing is to be seen, BadCheckpoint for one of another job."""
    subject = _Subject(inputs, options, device)
    loom = _Loom(subject)
    loom.learn(report)
    picture = subject.finished(loom.painted(subject.size), deep=True)
    return Painting(picture, loom.weaving.done, loom.total, loom.stopped, loom.losses, loom.state())


EFFECT: Final = Effect(
    "seamless",
    "Seamless texture",
    0,
    SeamlessOptions,
    Ladder(lesson_px=LEARNED_PX),
    _memory_mib,
    _paint,
    most_styles=0,
    order=2,
)
