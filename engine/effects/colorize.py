"""Colors for a photo that has none: light is kept, color is guessed (Zhang et al. 2016). Knows no other effect.

What colors a picture has already, a sepia tone say, are replaced. Where the network hesitates between colors, a further
variant leans towards one hue.
"""

from dataclasses import dataclass
from functools import cached_property
from math import pi
from typing import Final

from PIL import Image
from torch import Tensor

from engine.device import Device
from engine.effect import Effect, Inputs, Painting, Report
from engine.ladder import Ladder, Size, canvas
from engine.nn.colorizer import Colorizer, read_colorizer
from engine.nn.colorizing import PLAIN, Liking, color_of, in_color, seen_by
from engine.nn.lab import WHITE, lightness
from engine.nn.tensors import resize, to_tensor
from engine.one_go import fingerprint_of, paint_in_one_go
from engine.one_pass import AT_REST_MIB, at_hand
from engine.options import Options, number
from engine.weights import Weights, found

WEIGHTS: Final = Weights(
    "colorize",
    "colorize.safetensors",
    "f1b485341afd29c95e3d532090180aa8655b965693e879d94f437d887e3b5767",
    licence="that of Mazok",
    source="trained by `mazok train colors`",
    mib=5.8,
)
_CHECKPOINT: Final = "mazok-colorize-1"
_LEANING: Final = 1.6  # how much a variant's hue counts, against what the network says
_LIKINGS: Final = (PLAIN, *(Liking(angle=angle, weight=_LEANING) for angle in (pi / 4, 3 * pi / 4, 3 * pi / 2)))
_WARMEST: Final = 20.0  # added to b of a middle grey at the end of the scale
_TWO_TONES: Final = 0.02  # of a picture that has less between black and white, a scan without greys
_BLACK, _WHITE = 16, 239  # of 255
_SCREENED_PX: Final = 220  # longest side that such a scan is smoothed to
_CANVAS_BYTES: Final = 80  # for each pixel: photo, light, the picture in 16 bits
_VARIANT_BYTES: Final = 21  # for each pixel of a variant: in floating point, in 8 and in 16 bits
_MIB: Final = 2**20


class ColorizeOptions(Options):
    """What may be chosen."""

    side_px: int = number("Size", 600, low=64, high=4096, unit="px", step=100)
    color_strength: int = number("Color", 100, low=0, high=200, unit="%", step=10)
    warmth: int = number("Warmth", 0, low=-100, high=100, step=10)
    variants: int = number("Variants", 4, low=1, high=len(_LIKINGS))


@dataclass(frozen=True)
class _Plate:
    """A photo to be colored, with what was chosen."""

    inputs: Inputs
    options: ColorizeOptions
    device: Device

    @cached_property
    def size(self) -> Size:
        return canvas(self.inputs.content.image.size, self.options.side_px)

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint_of(self.inputs, self.options.model_dump_json())

    def light(self) -> Tensor:
        """L, (1, 1, H, W). A scan of two tones has no light between them: it is smoothed until there is some."""
        photo = to_tensor(self.inputs.content, self.size).to(self.device.name)
        light = lightness(photo)
        if not has_two_tones(self.inputs.content.image):
            return light
        small = canvas(self.size, min(max(self.size), _SCREENED_PX))
        return resize(resize(light, small), self.size).clamp(0, WHITE)

    def painted(self) -> list[Tensor]:
        """The variants."""
        network = at_hand(WEIGHTS.name, _network, self.device)
        light = self.light()
        seen = seen_by(network, light)
        strength, warmth = self.options.color_strength / 100, self.options.warmth / 100 * _WARMEST
        likings = _LIKINGS[: self.options.variants]
        return [in_color(light, color_of(network, seen, liking), strength, warmth) for liking in likings]


def has_two_tones(image: Image.Image) -> bool:
    """Whether there is next to nothing between black and white."""
    levels = image.convert("L").histogram()
    return sum(levels[_BLACK:_WHITE]) < _TWO_TONES * sum(levels)


def _network() -> Colorizer:
    return read_colorizer(found(WEIGHTS))


def _memory_mib(size: Size) -> int:
    """With all variants."""
    return AT_REST_MIB + round(size[0] * size[1] * (_CANVAS_BYTES + len(_LIKINGS) * _VARIANT_BYTES) / _MIB)


def _paint(inputs: Inputs, options: ColorizeOptions, report: Report, device: Device) -> Painting:
    plate = _Plate(inputs, options, device)
    return paint_in_one_go(plate, _CHECKPOINT, plate.painted, report)


EFFECT: Final = Effect(
    "colorize",
    "Colorize",
    0,
    ColorizeOptions,
    Ladder(),
    _memory_mib,
    _paint,
    most_styles=0,
    for_grey=True,
    most_photos=10,
)
