"""A drawing becomes a cat: pix2pix (Isola et al. 2017) on the lines of cats. Knows no other effect.

The network paints from lines and from a smudge of colors. A drawing has lines only, so its figure is found and colored
by the coat that was chosen; of a photo the lines are drawn first, and its own colors are taken where none were chosen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import torch
from torch import Tensor

from engine.device import Device
from engine.effect import Effect, Inputs, Painting, Report
from engine.errors import NoDrawing
from engine.ladder import Ladder, Size, canvas
from engine.nn.drawing import BLANK, is_drawing, sheet_of, skeleton_of, strokes
from engine.nn.edges import PEN_PX, SEEN_PX, Detail, inked, lines
from engine.nn.filling import about, colored, figure
from engine.nn.smudge import smudged
from engine.nn.tensors import mask_to_tensor, resize, to_tensor
from engine.nn.translator import read_unet
from engine.nn.unet import UNet
from engine.one_go import fingerprint_of, paint_in_one_go
from engine.one_pass import at_hand
from engine.options import Options, choice, number
from engine.weights import Weights, found

WEIGHTS: Final = Weights(
    "edges2cats",
    "edges2cats.safetensors",
    "43825d64a64506f7966f250150753f751ca41523fc9574158ccc7a883655a27f",
    licence="that of Mazok",
    source="trained by `mazok train pix2pix`",
    mib=5.8,
)
LEARNED_PX: Final = 192  # root of the area of what the network sees
_LEAST_PX, _MOST_PX = 16, 512  # of a side of that
_FINEST, _COARSEST = 0.8, 2.2  # thresholds of lines at 100 and at 0 % of detail; 1.4 is what was learned from most
_AT_REST_MIB: Final = 420  # Python, torch and the network
_CANVAS_BYTES: Final = 60  # for each pixel of the result: enlarged, in floating point, in 16 bits
_MIB: Final = 2**20
_CHECKPOINT: Final = "mazok-edges2cats-1"

Color = tuple[float, float, float]
COATS: Final[Mapping[str, Color]] = {
    "tabby": (0.47, 0.41, 0.34),
    "ginger": (0.74, 0.53, 0.34),
    "black": (0.15, 0.14, 0.14),
    "grey": (0.46, 0.46, 0.47),
    "white": (0.86, 0.84, 0.81),
}
GROUNDS: Final[Mapping[str, Color]] = {
    "room": (0.62, 0.55, 0.46),
    "grass": (0.36, 0.45, 0.25),
    "dark": (0.17, 0.16, 0.16),
    "light": (0.84, 0.83, 0.80),
    "blue": (0.33, 0.45, 0.60),
}
_COAT, _GROUND = "tabby", "room"  # of a drawing when nobody chose


class Edges2CatsOptions(Options):
    """What may be chosen."""

    side_px: int = number("Size", 600, low=64, high=2048, unit="px", step=100)
    coat: Literal["automatic", "tabby", "ginger", "black", "grey", "white"] = choice("Coat", "automatic")
    ground: Literal["automatic", "room", "grass", "dark", "light", "blue"] = choice("Around the cat", "automatic")
    drawn: Literal["automatic", "drawing", "photo"] = choice("The picture is", "automatic")
    line_detail: int = number("Lines taken from a photo", 60, low=0, high=100, unit="%", step=20)


@dataclass(frozen=True)
class _Sitting:
    """A picture to be made a cat of, with what was chosen."""

    inputs: Inputs
    options: Edges2CatsOptions
    device: Device

    @cached_property
    def size(self) -> Size:
        return canvas(self.inputs.content.image.size, self.options.side_px)

    @cached_property
    def fingerprint(self) -> str:
        return fingerprint_of(self.inputs, self.options.model_dump_json())

    @cached_property
    def picture(self) -> Tensor:
        """As large as the network sees it, on white paper, (1, 3, H, W)."""
        content = self.inputs.content
        size = _seen(content.image.size)
        image = to_tensor(content, size)
        if content.alpha is not None:
            shown = mask_to_tensor(content.alpha, size)
            image = image * shown + 1 - shown
        return image.to(self.device.name)

    @cached_property
    def is_drawing(self) -> bool:
        return is_drawing(self.picture) if self.options.drawn == "automatic" else self.options.drawn == "drawing"

    @cached_property
    def skeleton(self) -> Tensor:
        """Its lines. Raises NoDrawing when a drawing has none; of a photo without any there are still the colors."""
        if not self.is_drawing:
            share = self.options.line_detail / 100
            return lines(self.picture, Detail(_COARSEST + (_FINEST - _COARSEST) * share))
        skeleton = skeleton_of(strokes(sheet_of(self.picture)))
        if float(skeleton.mean()) < BLANK:
            raise NoDrawing("there are no lines in the picture")
        return skeleton

    def smudge(self) -> Tensor:
        """Its colors, or those that were chosen, (1, 3, H, W)."""
        coat, ground = self.options.coat, self.options.ground
        if not self.is_drawing and coat == ground == "automatic":
            return smudged(self.picture)
        where = figure(self.skeleton) if self.is_drawing else about(self.skeleton)
        own = [self._mean(where), self._mean(1 - where)]
        chosen = (
            COATS.get(coat, COATS[_COAT] if self.is_drawing else own[0]),
            GROUNDS.get(ground, GROUNDS[_GROUND] if self.is_drawing else own[1]),
        )
        return colored(where, *chosen)

    def _mean(self, where: Tensor) -> Color:
        red, green, blue = ((self.picture * where).sum((0, 2, 3)) / where.sum().clamp_min(1)).tolist()
        return red, green, blue

    @torch.no_grad()
    def painted(self, network: UNet) -> Tensor:
        """The canvas (1, 3, H, W) in [0, 1]. Raises NoDrawing."""
        unit = min(self.picture.shape[-2:]) / SEEN_PX
        given = torch.cat([inked(self.skeleton, PEN_PX * unit), self.smudge()], 1)
        return resize(network(given.contiguous(memory_format=self.device.memory_format)), self.size).clamp_(0, 1)


def _seen(size: Size) -> Size:
    """What the network sees a picture at: of the area that it learned at, whatever the proportions."""
    factor = LEARNED_PX / (size[0] * size[1]) ** 0.5
    width, height = (min(max(round(side * factor), _LEAST_PX), _MOST_PX) for side in size)
    return width, height


def _read() -> UNet:
    network, _told = read_unet(found(WEIGHTS))
    return network


def _paint(inputs: Inputs, options: Edges2CatsOptions, report: Report, device: Device) -> Painting:
    sitting = _Sitting(inputs, options, device)

    def painted() -> list[Tensor]:
        return [sitting.painted(at_hand(WEIGHTS.name, _read, device))]

    # what is transparent in a drawing is its paper
    return paint_in_one_go(sitting, _CHECKPOINT, painted, report, opaque=sitting.is_drawing)


def _memory_mib(size: Size) -> int:
    return _AT_REST_MIB + size[0] * size[1] * _CANVAS_BYTES // _MIB


EFFECT: Final = Effect(
    "edges2cats",
    "A drawing becomes a cat",
    0,
    Edges2CatsOptions,
    Ladder(),
    _memory_mib,
    _paint,
    most_styles=0,
    order=4,
    for_drawings=True,
)
