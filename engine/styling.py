"""Styles as large as a canvas wants them, prepared, in the photo's colors if need be, as textures. Knows no effect."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from torch import Tensor

from engine.device import Device
from engine.ladder import Size
from engine.nn.color import Match, matched
from engine.nn.encoders import Encoder
from engine.nn.objective import Formula, Textures, textures_of
from engine.nn.tensors import mask_to_tensor, size_of, to_tensor
from engine.regions import Part
from engine.style import strokes


@dataclass(frozen=True, slots=True)
class Styles:
    """How styles come to a canvas; `encoder_key` names the encoder for the studio, `match`: in the photo's colors."""

    encoder: Encoder
    encoder_key: Hashable
    device: Device
    scale_percent: int = 100
    match: Match | None = None

    def picture(self, part: Part, photo: Tensor) -> tuple[Tensor, Tensor | None]:
        """A style (1, 3, h, w) and what of it counts (1, 1, h, w), its strokes as large as the photo wants them."""
        picture, mask = part.style.picture, part.style.mask
        factor = strokes(picture, size_of(photo), self.scale_percent)
        size: Size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
        image = to_tensor(picture, size).to(self.device.name)
        counts = None if mask is None else mask_to_tensor(mask, size).to(self.device.name)
        return (image if self.match is None else matched(image, photo, self.match, "before")), counts

    def textures(self, formula: Formula, parts: Sequence[Part], photo: Tensor) -> Textures:
        """Those of the styles together; kept in the studio, but for styles that have the photo's colors."""

        def seen() -> Textures:
            return textures_of(self.encoder, formula, [(*self.picture(part, photo), part.weight) for part in parts])

        if self.match is not None:
            return seen()
        styles = tuple((part.hash, part.weight) for part in parts)
        key = (self.encoder_key, len(formula.layers), styles, self.scale_percent, size_of(photo))
        return self.device.studio.textures.get(key, seen)
