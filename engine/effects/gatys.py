"""Painting by optimization: content and style of Gatys et al. 2016, from coarse to fine. Knows no other effect."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal

import torch
from torch import Tensor

from engine.checkpoint import Saved, fingerprint, pack, unpack
from engine.device import Device, companions
from engine.easel import Easel, Tools
from engine.effect import Effect, Inputs, Painting, Report
from engine.errors import BadCheckpoint, BadOptions
from engine.ladder import Ladder, Scale, Size, canvas
from engine.memory import Footprint
from engine.nn.bleed import Bleed
from engine.nn.classic import Classic
from engine.nn.color import matched, to_ycbcr, with_palette_of
from engine.nn.encoders import STYLE_LAYERS, Architecture, Border, Encoder, load_encoder
from engine.nn.objective import Formula, Objective
from engine.nn.optimizers import OPTIMIZERS
from engine.nn.quality import Quality
from engine.nn.statistics import STATISTICS
from engine.nn.tensors import resize, size_of, to_bytes, to_picture, to_tensor
from engine.nn.tiling import Tiles
from engine.options import Options, choice, flag, number, numbers
from engine.picture import Picture
from engine.regions import Regions
from engine.style import Preparation
from engine.styling import Styles

_LADDER: Final = Ladder(coarsest_px=150, growth=2**0.5, decay=0.6)
_SMOOTHNESS: Final = 0.05  # against dots between strokes; 3 keeps the style from being reached (docs/log.md)
_CONTENT: Final = 0.5  # at strength 50 as far from the photo as neural-style leaves it (docs/log.md)
# Shallow layers draw the strokes; crowsonkb's 256 : 64 : 16 : 4 : 1 halved twice.
_LAYERS: Final = (16.0, 8.0, 4.0, 2.0, 1.0)
_CLASSIC_LAYERS: Final = (100.0,) * len(STYLE_LAYERS)
_CLASSIC_DEVIATION: Final = 100.0  # features of VGG-19 in neural-style deviate by about so much, those of compact by 1
_FINE_LAYERS: Final = 4  # of the two largest canvases: relu5_1 has been settled below and costs a quarter of a pass
_NOISE: Final = 0.05  # of [0, 1]: gives a flat sky something to grow strokes from
_CONTRAST: Final = 0.2  # of noise to begin from
_STATE: Final = "mazok-gatys-1"
MOST_STYLES: Final = 4


class GatysOptions(Options):
    """What may be chosen."""

    side_px: int = number("Size", 600, low=64, high=4096, unit="px", step=100)
    iterations: int = number("Iterations", 100, low=1, high=2000, step=100)
    style_strength: int = number("Style strength", 50, low=0, high=100, step=10)
    style_scale: int = number("Stroke size", 100, low=25, high=400, unit="%", step=25)
    colors: Literal["style", "luminance", "linear", "histogram"] = choice("Colors", "style")
    color_stage: Literal["before", "after"] = choice("When colors are matched", "before", audience="curious")
    style_weights: tuple[int, ...] = numbers("Weights of the styles", (), low=0, high=100, most=MOST_STYLES)
    style_rotation: int = number("Turn the style", 0, low=-180, high=180, unit="°", step=15, audience="curious")
    style_colors: int = number("Colors of the style (0: all)", 0, low=0, high=64, step=4, audience="curious")
    statistic: Literal["strokes", "gram", "covariance", "mean", "wasserstein"] = choice(
        "What of the style counts", "strokes", audience="curious"
    )
    start: Literal["photo", "noise", "style", "picture"] = choice(
        "Begin from", "photo", audience="curious", operator_words=("picture",)
    )
    aim: Literal["painting", "texture", "content"] = choice("Paint", "painting", audience="curious")
    seed: int = number("Seed", 0, low=0, high=2**31 - 1, audience="curious")
    deadline_s: int = number("Best within (0: no limit)", 0, low=0, high=3600, unit="s", audience="operator")
    preset: Literal["quality", "classic"] = choice("Objective", "quality", audience="operator")
    normalize_gradients: bool = flag("Each loss pulls equally (classic)", audience="operator")
    layer_weights: tuple[int, ...] = numbers(
        "Weights of the style layers", (), low=0, high=1000, most=len(STYLE_LAYERS), audience="operator"
    )
    content_layer: Literal["relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu4_2", "relu5_1"] = choice(
        "Content layer", "relu4_1", audience="operator"
    )
    optimizer: Literal["lbfgs", "adam"] = choice("Optimizer", "lbfgs", audience="operator")
    encoder: Literal["compact", "vgg19"] = choice("Encoder", "compact", audience="operator")
    precision: Literal["auto", "fp32"] = choice("Precision", "auto", audience="operator")
    tile_px: int = number("Tile (0: as memory allows)", 0, low=0, high=4096, unit="px", step=16, audience="operator")


@dataclass(frozen=True)
class _Subject:
    """A photo to be painted in the manner of styles; the easel asks it at each scale."""

    inputs: Inputs
    options: GatysOptions
    device: Device
    encoder: Encoder

    @cached_property
    def bleed(self) -> Bleed:
        return Bleed(canvas(self.inputs.content.image.size, self.options.side_px))

    @property
    def size(self) -> Size:
        """Of the largest canvas."""
        return self.bleed.size

    @cached_property
    def scales(self) -> tuple[Scale, ...]:
        from_px = max(size_of(self.begun)) if self.begun is not None else 0
        return _LADDER.scales(self.size, self.options.iterations, from_px=from_px)

    @cached_property
    def fingerprint(self) -> str:
        given, options = self.inputs, self.options.model_dump_json()
        pictures = [given.content, *given.styles, *([given.start] if given.start else [])]
        bands = [band for picture in pictures for band in (picture.image, picture.alpha, *(picture.deep or ()))]
        images = [image for image in (*bands, *given.masks, *given.style_masks) if image is not None]
        sizes = repr([(image.mode, image.size) for image in images])
        parts = [options.encode(), sizes.encode(), given.state or b"", *(image.tobytes() for image in images)]
        return fingerprint(parts)

    @cached_property
    def begun(self) -> Tensor | None:
        """The finished work that is painted on, at its own size. Raises BadCheckpoint when it is of another photo."""
        if self.inputs.state is None:
            return None
        image = unpack(self.inputs.state, _STATE, "", self.device.name).tensors["image"].float() / 255
        if canvas(self.inputs.content.image.size, max(size_of(image))) != size_of(image):
            raise BadCheckpoint(f"a work of {size_of(image)} px belongs to another photo")
        return image

    @cached_property
    def regions(self) -> Regions:
        options = self.options
        preparation = Preparation(options.style_scale, options.style_rotation, options.style_colors)
        return Regions.of(self.inputs, options.style_weights, preparation, self.bleed)

    @property
    def detail(self) -> float:
        """All of it up to strength 50; beyond, less and less: at 100 only the style draws detail."""
        return 0.0 if self._from_nothing else min(1.0, 2 - self.options.style_strength / 50)

    def photo(self, scale: Scale) -> Tensor:
        """What is to be recognized: where color will be the photo's anyway, its light alone."""
        photo = self._in_color((scale.width, scale.height))
        return to_ycbcr(photo)[:, :1].expand_as(photo) if self.options.colors == "luminance" else photo

    def cover(self, scale: Scale) -> Tensor | None:
        return self.regions.cover((scale.width, scale.height), self.device.name)

    def start(self, scale: Scale) -> Tensor:
        """The work that is painted on, else what the options say; where nothing is painted the photo."""
        photo, size = self.photo(scale), (scale.width, scale.height)
        begun = self._begin(photo, size)
        cover = self.cover(scale)
        return begun if cover is None else photo + cover.ceil() * (begun - photo)

    def objective(self, scale: Scale) -> Objective:
        settled = self.begun is not None or scale != self.scales[0]
        fine = settled and scale in self.scales[-2:]
        formula = _formula(self.options, _FINE_LAYERS if fine else len(STYLE_LAYERS))
        photo = self.photo(scale)
        targets = self.regions.targets(photo, lambda parts: self._styles.textures(formula, parts, photo))
        return Objective.of(self.encoder, formula, photo, targets, self.options.content_layer)

    def finished(self, image: Tensor) -> Picture:
        return to_picture(self.bleed.cut(self._complete(image)), self.inputs.content.alpha)

    def result(self, image: Tensor) -> Picture:
        """Finished, with all its precision."""
        return to_picture(self.bleed.cut(self._complete(image)), self.inputs.content.alpha, deep=True)

    def _complete(self, image: Tensor) -> Tensor:
        """With the photo's colors where they are wanted, and the photo where nothing is painted."""
        photo, cover = self._in_color(size_of(image)), self.regions.cover(size_of(image), self.device.name)
        colors = self.options.colors
        if colors == "luminance" or (colors != "style" and self.options.color_stage == "after"):
            image = matched(image, photo, colors, "after")
        return image if cover is None else photo + cover * (image - photo)

    @property
    def _styles(self) -> Styles:
        options = self.options
        match = None if options.colors == "style" or options.color_stage == "after" else options.colors
        return Styles(self.encoder, _encoder_key(options, self.device), self.device, options.style_scale, match)

    def _in_color(self, size: Size) -> Tensor:
        return self._bled(self.inputs.content, size)

    def _bled(self, picture: Picture, size: Size) -> Tensor:
        return self.bleed.around(to_tensor(picture, self.bleed.inner(size)).to(self.device.name), size)

    @property
    def _from_nothing(self) -> bool:
        """Neither the photo's shapes nor its detail are in the canvas."""
        return self.options.start in ("noise", "style") or self.options.aim != "painting"

    def _begin(self, photo: Tensor, size: Size) -> Tensor:
        if self.begun is not None:
            return self.bleed.around(resize(self.begun, self.bleed.inner(size)).clamp(0, 1), size)
        if self.options.start == "picture":
            if self.inputs.start is None:
                raise BadOptions("start", "there is no picture to begin from")
            return self._bled(self.inputs.start, size)
        generator = torch.Generator().manual_seed(self.options.seed)  # on the CPU: the same noise on every device
        noise = torch.randn(photo.shape, generator=generator).to(photo.device)
        if self.options.start == "style" or self.options.aim == "texture":
            return with_palette_of(noise, self._styles.picture(self.regions.regions[0].parts[0], photo)[0])
        if self.options.start == "noise" or self.options.aim == "content":
            return (0.5 + _CONTRAST * noise).clamp(0, 1)
        return (photo + _NOISE * min(1.0, self.options.style_strength / 50) * noise).clamp(0, 1)


def _formula(options: GatysOptions, layers: int) -> Formula:
    """Strength 0 leaves the photo nearly alone, 50 is a good painting, 100 is nearly all texture."""
    leaning = 0.0 if options.aim == "texture" else 10 ** ((50 - options.style_strength) / 20)
    if options.preset == "classic":
        weights = () if options.aim == "content" else _weights(options, _CLASSIC_LAYERS)
        deviation = 1.0 if options.encoder == "vgg19" else _CLASSIC_DEVIATION
        return Classic(5.0 * leaning, weights, deviation=deviation, normalized=options.normalize_gradients)
    weights = () if options.aim == "content" else _weights(options, _LAYERS)[:layers]
    return Quality(_CONTENT * leaning, STATISTICS[options.statistic], _SMOOTHNESS, weights)


def _weights(options: GatysOptions, default: tuple[float, ...]) -> tuple[float, ...]:
    if options.layer_weights and not any(options.layer_weights):
        raise BadOptions("layer_weights", "all of them are zero")
    return tuple(float(weight) for weight in options.layer_weights) or default


def _memory_mib(size: Size) -> int:
    return Footprint(Architecture()).least_mib(Bleed(size).size)


def _encoder_key(options: GatysOptions, device: Device) -> tuple[object, ...]:
    return options.encoder, options.preset, device.dtype, device.channels_last


def _paint(inputs: Inputs, options: GatysOptions, report: Report, device: Device) -> Painting:
    """Raises BadWeights for an encoder that cannot be had."""
    if options.precision == "fp32":
        device = replace(device, dtype=torch.float32)
    key = _encoder_key(options, device)
    return paint_with(
        device.studio.encoders.get(key, lambda: _encoder(options, device)), inputs, options, report, device
    )


def _encoder(options: GatysOptions, device: Device) -> Encoder:
    # The classic objective is comparable number by number only with the zeros that VGG was trained with.
    border: Border | None = "constant" if options.preset == "classic" and options.encoder == "vgg19" else None
    encoder = load_encoder(options.encoder, border)
    device.network(encoder)
    return encoder


def paint_with(encoder: Encoder, inputs: Inputs, options: GatysOptions, report: Report, device: Device) -> Painting:
    """Paint with an encoder that is on the device. Raises DoesNotFit where not even tiles of it do."""
    if options.content_layer not in encoder.architecture.layers():
        raise BadOptions("content_layer", f"{options.encoder} has no {options.content_layer}")
    subject, batches = _Subject(inputs, options, device, encoder), device.studio.batches
    tile_px = _tile_px(encoder, options, device, subject.size)
    tiles = Tiles(tile_px, companions(device.name), whole=batches.gradient)
    tools = Tools(OPTIMIZERS[options.optimizer], tiles.gradient, options.deadline_s)
    if inputs.checkpoint is None:
        easel = Easel.begun(subject, tools)
    else:
        easel = Easel.resumed(subject, tools, inputs.checkpoint, device.name)
    with batches.member():
        easel.paint(report)
    image = easel.canvas
    state = pack(_STATE, "", Saved({"image": to_bytes(subject.bleed.cut(image))}, {}))
    return Painting(subject.result(image), easel.done, easel.total, easel.stopped, easel.losses(), state)


def _tile_px(encoder: Encoder, options: GatysOptions, device: Device, size: Size) -> Callable[[Size], int]:
    """How large the tiles of a canvas are; zero where it is painted whole."""
    fits = Footprint(encoder.architecture, dtype=device.dtype)
    largest = options.tile_px or fits.tile_px(size, device.memory_mib)
    if largest and options.normalize_gradients:
        raise BadOptions(
            "normalize_gradients", f"needs a canvas of {size[0]} x {size[1]} px whole, and it does not fit"
        )
    return lambda canvas: options.tile_px or fits.tile_px(canvas, device.memory_mib)


def _impression(inputs: Inputs, options: GatysOptions) -> bool:
    """Where the whole photo is painted, and the painting begins with it."""
    usual = options.aim == "painting" and options.start == "photo" and options.preset == "quality"
    return usual and not inputs.masks and not inputs.style_masks and inputs.state is None


EFFECT: Final = Effect(
    "gatys",
    "Painting",
    1,
    GatysOptions,
    _LADDER,
    _memory_mib,
    _paint,
    most_styles=MOST_STYLES,
    regions=True,
    order=0,
    impression=_impression,
)
