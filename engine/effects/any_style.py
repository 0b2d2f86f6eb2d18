"""Any photo in the manner of any picture, in one pass. Knows no other effect."""

from dataclasses import dataclass
from functools import cached_property, partial, reduce
from operator import add
from typing import Final, Literal

import torch
from torch import Tensor

from engine.checkpoint import Saved, fingerprint, pack, unpack
from engine.device import Device
from engine.effect import Cancelled, Effect, Inputs, Painting, Progress, Report
from engine.errors import BadOptions
from engine.ladder import Ladder, Size, canvas
from engine.nn.adaptive import AdaptiveDecoder, Carry, Textures, read_decoder
from engine.nn.color import each_pixel, matched, to_ycbcr, within_gamut
from engine.nn.encoders import Encoder, load_encoder
from engine.nn.losses import Texture
from engine.nn.objective import textures_of
from engine.nn.restyling import ALL_LAYERS, WHOLE_PX, WINDOW_PX, Networks, Restyling, Wish, framed
from engine.nn.tensors import resize, size_of, to_picture, to_tensor
from engine.nn.windows import Window
from engine.options import Options, choice, number, numbers
from engine.picture import Picture
from engine.regions import Part
from engine.style import Preparation, prepared
from engine.styling import Styles
from engine.weights import Weights, found

DECODER: Final = Weights(
    "any_style",
    "any_style.safetensors",
    "9f0a968a77516f80d9be0f5aca47e768fb6bcdf74a8a87bddd195eba5b7d883d",
    licence="that of Mazok",
    source="trained by `mazok train any-style`",
    mib=3.5,
)
MOST_STYLES: Final = 4
_CHECKPOINT: Final = "mazok-any-style-1"
_ENCODER: Final = "compact"  # the decoder was trained on it
_ONE_PASS: Final = 0.5  # the strength that one pass reaches
_TONE_SOFTNESS: Final = 1e-3  # of the variance of colors in [0, 1], 0.05 in a photo
_IMPRESSION_PX: Final = 600
_PALETTE_PX: Final = 1024  # longest side of what the photo's colors are read from
_AT_REST_MIB: Final = 350  # Python, torch and both networks
_CANVASES: Final = 8.0  # in fp32: photo, frame, painting, noise, and what a picture of 16 bits is made through
_HALO_PX: Final = 112
_PASSING_BYTES: Final = 600  # for each pixel that is painted at once: feature maps, padded and as they are
_MIB: Final = 2**20

Seen = tuple[Tensor, Tensor | None, float]  # a style, what of it counts, its weight


class AnyStyleOptions(Options):
    """What may be chosen."""

    side_px: int = number("Size", 600, low=64, high=4096, unit="px", step=100)
    style_strength: int = number("Style strength", 50, low=0, high=100, step=10)
    style_scale: int = number("Stroke size", 100, low=25, high=400, unit="%", step=25)
    colors: Literal["style", "luminance", "linear", "histogram"] = choice("Colors", "style")
    style_weights: tuple[int, ...] = numbers("Weights of the styles", (), low=0, high=100, most=MOST_STYLES)
    style_rotation: int = number("Turn the style", 0, low=-180, high=180, unit="°", step=15, audience="curious")
    style_colors: int = number("Colors of the style (0: all)", 0, low=0, high=64, step=4, audience="curious")
    seed: int = number("Seed", 0, low=0, high=2**31 - 1, audience="curious")


@dataclass(frozen=True)
class _Job:
    """A photo to be painted in the manner of styles."""

    inputs: Inputs
    options: AnyStyleOptions
    device: Device
    networks: Networks

    @cached_property
    def photo(self) -> Tensor:
        """(1, 3, H, W), in its colors."""
        size = canvas(self.inputs.content.image.size, self.options.side_px)
        return to_tensor(self.inputs.content, size).to(self.device.name)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The styles that count, prepared. Raises BadOptions."""
        options, styles = self.options, self.inputs.styles
        weights = options.style_weights or (1,) * len(styles)
        if len(weights) != len(styles):
            raise BadOptions("style_weights", f"{len(weights)} for {len(styles)} styles")
        preparation = Preparation(options.style_scale, options.style_rotation, options.style_colors)
        counted = [(style, float(weight)) for style, weight in zip(styles, weights, strict=True) if weight]
        if not counted:
            raise BadOptions("style_weights", "all of them are zero")
        parts = [Part.of(prepared(style, preparation), weight) for style, weight in counted]
        return tuple(sorted(parts, key=lambda part: part.hash))  # their order does not matter

    @property
    def fingerprint(self) -> str:
        pictures = [self.inputs.content, *self.inputs.styles]
        bands = [band for picture in pictures for band in (picture.image, picture.alpha, *(picture.deep or ()))]
        images = [image for image in bands if image is not None]
        sizes = repr([(image.mode, image.size) for image in images])
        told = (self.options.model_dump_json(), sizes)
        return fingerprint([*(text.encode() for text in told), *(image.tobytes() for image in images)])

    def checkpoint(self) -> bytes:
        """Whose work it is and nothing more: to begin again takes no longer than to go on."""
        return pack(_CHECKPOINT, self.fingerprint, Saved({}, {}))

    @property
    def strengths(self) -> tuple[float, ...]:
        """Of each pass: beyond 50 what was painted is painted over once more, as far as the strength goes beyond."""
        strength = self.options.style_strength / 100
        return (strength,) if strength <= _ONE_PASS else (strength, strength - _ONE_PASS)

    def restyling(self, image: Tensor, number: int) -> Restyling:
        """Pass `number` over the photo, or what became of it."""
        if self.options.colors == "luminance":
            image = to_ycbcr(image)[:, :1].expand_as(image)
        wish = Wish(self._style(image), self.strengths[number], self.options.seed, noisy=number == 0)
        return Restyling.of(self.networks, image, wish)

    def small(self, image: Tensor, number: int) -> Tensor:
        """What pass `number` makes of a small copy: a first impression of a painting that takes long."""
        restyling = self.restyling(_shrunk(image, _IMPRESSION_PX), number)
        return torch.cat([painted for _, painted in restyling.painted()])

    def tone(self, painted: Tensor, number: int) -> Carry:
        """The last touch: colors of what was painted, or of a small copy of it, carried onto the styles' own."""
        pull = torch.tensor([min(1.0, 2 * self.strengths[number])], device=painted.device)
        whole = sum(part.weight for part in self.parts)
        seen = [
            Texture.of(picture, counts) * (weight / whole) for picture, counts, weight in self._pictures(self.photo)
        ]
        return Carry.between(Texture.of(painted), reduce(add, seen), pull, _TONE_SOFTNESS)

    def colored(self, painted: Tensor, window: Window) -> Tensor:
        """A painted part, in the photo's colors where its light alone was painted."""
        if self.options.colors != "luminance":
            return painted
        return matched(painted, window.of(self.photo, self.photo.shape), "luminance", "after")

    def finished(self, image: Tensor, *, deep: bool = False) -> Picture:
        return to_picture(image, self.inputs.content.alpha, deep=deep)

    def _style(self, photo: Tensor) -> Textures:
        """What the styles look like together, as large as this photo wants their strokes; kept in the studio."""
        if self.options.colors != "style":  # they have the photo's colors, and nobody else will want them
            return self._seen(photo)
        styles = tuple((part.hash, part.weight) for part in self.parts)
        key = (DECODER.name, _key(self.device), styles, self.options.style_scale, size_of(photo))
        return self.device.studio.textures.get(key, lambda: self._seen(photo))

    def _seen(self, photo: Tensor) -> Textures:
        """Framed like the photo: a photo in its own style has nothing to change."""
        seen = [
            (framed(picture), None if counts is None else framed(counts), weight)
            for picture, counts, weight in self._pictures(photo)
        ]
        return textures_of(self.networks.encoder, ALL_LAYERS, seen)

    def _pictures(self, photo: Tensor) -> list[Seen]:
        """The styles as large as this photo wants them, in its colors where it shall keep them."""
        styles = Styles(self.networks.encoder, _key(self.device), self.device, self.options.style_scale)
        small, colors, seen = _shrunk(photo, _PALETTE_PX), self.options.colors, list[Seen]()
        for part in self.parts:
            picture, counts = styles.picture(part, photo)
            seen.append(
                (picture if colors == "style" else matched(picture, small, colors, "before"), counts, part.weight)
            )
        return seen


def _toned(painted: Tensor, tone: Carry) -> Tensor:
    return within_gamut(each_pixel(tone.matrix, painted) + tone.shift[:, :, None, None])


def _shrunk(photo: Tensor, side_px: int) -> Tensor:
    width, height = size_of(photo)
    factor = min(1.0, side_px / max(width, height))
    return resize(photo, (max(1, round(width * factor)), max(1, round(height * factor)))).clamp(0, 1)


def _key(device: Device) -> tuple[object, ...]:
    return _ENCODER, device.dtype, device.channels_last


def _networks(device: Device) -> Networks:
    """Raises BadWeights."""

    def encoder() -> Encoder:
        network = load_encoder(_ENCODER)
        device.network(network)
        return network

    decoder = device.studio.networks.get(
        (DECODER.name, *_key(device)), lambda: device.network(read_decoder(found(DECODER)))
    )
    assert isinstance(decoder, AdaptiveDecoder)
    return Networks(device.studio.encoders.get(_key(device), encoder), decoder, device.studio.passes)


def _memory_mib(size: Size) -> int:
    pixels = size[0] * size[1]
    at_once = pixels if pixels <= WHOLE_PX else min(pixels, (WINDOW_PX + 2 * _HALO_PX) ** 2)
    return _AT_REST_MIB + round((_CANVASES * 3 * 4 * pixels + _PASSING_BYTES * at_once) / _MIB)


def _paint(inputs: Inputs, options: AnyStyleOptions, report: Report, device: Device) -> Painting:
    """Raises BadWeights where this package is damaged, BadCheckpoint for one of another job."""
    return paint_with(_networks(device), inputs, options, report, device)


def paint_with(
    networks: Networks, inputs: Inputs, options: AnyStyleOptions, report: Report, device: Device
) -> Painting:
    """Paint with networks that are on the device."""
    job = _Job(inputs, options, device, networks)
    if inputs.checkpoint is not None:
        unpack(inputs.checkpoint, _CHECKPOINT, job.fingerprint, device.name)
    image, done, total, stopped = job.photo, 0, 0, False
    try:
        for number in range(len(job.strengths)):
            restyling = job.restyling(image, number)
            total = len(restyling.parts) * len(job.strengths)
            painted = restyling.painted() if len(restyling.parts) > 1 else [*restyling.painted()]
            sample = painted[0][1] if isinstance(painted, list) else job.small(image, number)
            tone = job.tone(sample, number)
            if number == 0:
                first = resize(_toned(sample, tone), size_of(image)).clamp(0, 1)
                image = job.colored(first, Window(0, 0, *image.shape[-2:]))
            for window, part in painted:
                window.of(image, image.shape).copy_(job.colored(_toned(part, tone), window))
                done += 1
                report(Progress(done, total, None, partial(job.finished, image), job.checkpoint, size_of(image)))
    except Cancelled:
        stopped = True
    return Painting(job.finished(image, deep=True), done, total, stopped, ())


EFFECT: Final = Effect(
    "any_style", "Any style at once", 1, AnyStyleOptions, Ladder(), _memory_mib, _paint, most_styles=MOST_STYLES
)
