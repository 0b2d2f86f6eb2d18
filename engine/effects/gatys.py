"""Painting by optimization: content and style of Gatys et al. 2016, from coarse to fine. Knows no other effect."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Literal

import torch
from torch import Tensor

from engine.checkpoint import Saved, fingerprint, pack, unpack
from engine.device import Device
from engine.easel import Easel, Pace
from engine.effect import Effect, Inputs, Painting, Report
from engine.errors import BadCheckpoint
from engine.ladder import Ladder, Scale, Size, canvas
from engine.nn.color import with_colors_of, with_palette_of
from engine.nn.encoders import STYLE_LAYERS, Encoder, load_encoder
from engine.nn.objective import Formula, Objective, Target, textures_of
from engine.nn.quality import Quality
from engine.nn.statistics import STATISTICS
from engine.nn.tensors import resize, size_of, to_bytes, to_picture, to_tensor
from engine.options import Options, choice, flag, number, numbers
from engine.picture import Picture

_LADDER: Final = Ladder(coarsest_px=150, growth=2**0.5, decay=0.7)
_PACE: Final = Pace(learning_rate=0.04, last_learning_rate=0.004, memory=0.25, detail=1.0)
_SMOOTHNESS: Final = 3.0  # against dots between strokes; 10 begins to blur
_LAYERS: Final = 5
_FINE_LAYERS: Final = 4  # of the two largest canvases: relu5_1 has been settled below and costs a quarter of a pass
_NOISE: Final = 0.05  # of [0, 1]: gives a flat sky something to grow strokes from
MOST_STYLES: Final = 4
_STATE: Final = "mazok-gatys-1"
_MEMORY_MIB: Final = (400, 720)  # at rest, and for each megapixel: 506 measured at 600 x 450, 1021 at 1200 x 900


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
    start: Literal["photo", "noise", "style", "picture"] = choice("Begin from", "photo", audience="curious")
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
    """A photo to be painted in the manner of a style; the easel asks it at each scale."""

    inputs: Inputs
    options: GatysOptions
    device: Device
    encoder: Encoder

    @cached_property
    def size(self) -> Size:
        return canvas(self.inputs.content.image.size, self.options.side_px)

    @cached_property
    def scales(self) -> tuple[Scale, ...]:
        from_px = max(size_of(self.begun)) if self.begun is not None else 0
        return _LADDER.scales(self.size, self.options.iterations, from_px=from_px)

    @cached_property
    def fingerprint(self) -> str:
        pictures = [picture.image.tobytes() for picture in (self.inputs.content, *self.inputs.styles)]
        sizes = repr([picture.image.size for picture in (self.inputs.content, *self.inputs.styles)])
        options = self.options.model_dump_json()
        return fingerprint([options.encode(), sizes.encode(), self.inputs.state or b"", *pictures])

    @cached_property
    def begun(self) -> Tensor | None:
        """The finished work that is painted on, at its own size. Raises BadCheckpoint when it is of another photo."""
        if self.inputs.state is None:
            return None
        image = unpack(self.inputs.state, _STATE, "", self.device.name).tensors["image"].float() / 255
        if canvas(self.inputs.content.image.size, max(size_of(image))) != size_of(image):
            raise BadCheckpoint(f"a work of {size_of(image)} px belongs to another photo")
        return image

    def photo(self, scale: Scale) -> Tensor:
        return to_tensor(self.inputs.content.image, (scale.width, scale.height)).to(self.device.name)

    def start(self, scale: Scale) -> Tensor:
        """The work that is painted on, or the photo with a little noise from the seed."""
        if self.begun is not None:
            return resize(self.begun, (scale.width, scale.height)).clamp(0, 1)
        photo = self.photo(scale)
        generator = torch.Generator().manual_seed(self.options.seed)  # on the CPU: the same noise on every device
        noise = torch.randn(photo.shape, generator=generator).to(photo.device)
        return (photo + _NOISE * min(1.0, self.options.style_strength / 50) * noise).clamp(0, 1)

    def objective(self, scale: Scale) -> Objective:
        settled = self.begun is not None or scale != self.scales[0]
        layers = _FINE_LAYERS if settled and scale in self.scales[-2:] else _LAYERS
        formula = _formula(self.options, layers)
        photo = self.photo(scale)
        styles = [(self._style(style, scale, photo), None, 1.0) for style in self.inputs.styles]
        target = Target(textures_of(self.encoder, formula, styles))
        return Objective.of(self.encoder, formula, photo, [target], self.options.content_layer)

    def finished(self, image: Tensor) -> Picture:
        if self.options.colors != "style":
            width, height = size_of(image)
            image = with_colors_of(image, self.photo(Scale(width, height, 0)))
        return to_picture(image, self.inputs.content.alpha)

    def _style(self, style: Picture, scale: Scale, photo: Tensor) -> Tensor:
        """The style at `style_scale` % of the canvas's area, never enlarged: it has no finer strokes to show."""
        area = scale.width * scale.height / (style.width * style.height)
        factor = min(1.0, area**0.5 * self.options.style_scale / 100)
        size = (max(1, round(style.width * factor)), max(1, round(style.height * factor)))
        image = to_tensor(style.image, size).to(self.device.name)
        return image if self.options.colors == "style" else with_palette_of(image, photo)


def _pace(strength: int) -> Pace:
    """Beyond 50 the photo's fine detail comes back less and less: at 100 only the style draws it.

    Below 50 steps are smaller, for what is to stay near the photo has no noise to spare.
    """
    part = min(1.0, 0.3 + 0.7 * strength / 50)
    return replace(
        _PACE,
        learning_rate=part * _PACE.learning_rate,
        last_learning_rate=part * _PACE.last_learning_rate,
        detail=min(1.0, 2 - strength / 50),
    )


def _formula(options: GatysOptions, layers: int) -> Formula:
    """0 leaves the photo nearly alone, 50 is a good painting, 100 is nearly all texture."""
    content_weight = 0.2 * 10 ** ((50 - options.style_strength) / 20)
    return Quality(content_weight, STATISTICS[options.statistic], _SMOOTHNESS, (1.0,) * layers)


def _memory_mib(size: Size) -> int:
    at_rest, per_megapixel = _MEMORY_MIB
    return round(at_rest + per_megapixel * size[0] * size[1] / 1e6)


def _paint(inputs: Inputs, options: GatysOptions, report: Report, device: Device) -> Painting:
    encoder = load_encoder("compact")
    device.network(encoder)
    subject = _Subject(inputs, options, device, encoder)
    pace = _pace(options.style_strength)
    if inputs.checkpoint is None:
        easel = Easel.begun(subject, pace)
    else:
        easel = Easel.resumed(subject, pace, inputs.checkpoint, device.name)
    easel.paint(report)
    image = easel.canvas
    state = pack(_STATE, "", Saved({"image": to_bytes(image)}, {}))
    return Painting(subject.finished(image), easel.done, easel.total, easel.stopped, easel.losses(), state)


EFFECT: Final = Effect("gatys", "Painting", 1, GatysOptions, _LADDER, _memory_mib, _paint, MOST_STYLES, regions=True)
