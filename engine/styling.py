"""Styles as large as a canvas wants them, prepared, in the photo's colors if need be, as textures. Knows no effect."""

from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from engine.device import Device
from engine.ladder import Size
from engine.nn.color import Match, matched
from engine.nn.encoders import Encoder
from engine.nn.objective import Formula, Textures, textures_of
from engine.nn.tensors import mask_to_tensor, size_of, to_tensor
from engine.regions import Part
from engine.style import Preparation, prepared, strokes


@dataclass(frozen=True, slots=True)
class Styles:
    """How all styles of a painting are prepared; `match`: they get the photo's colors first."""

    encoder: Encoder
    device: Device
    scale_percent: int = 100
    rotation_degrees: int = 0
    colors: int = 0
    match: Match | None = None

    def picture(self, part: Part, photo: Tensor) -> tuple[Tensor, Tensor | None]:
        """A style (1, 3, h, w) and what of it counts (1, 1, h, w), its strokes as large as the photo wants them."""
        preparation = Preparation(self.scale_percent, self.rotation_degrees, self.colors, part.mask)
        style, factor = prepared(part.picture, preparation), strokes(part.picture, size_of(photo), self.scale_percent)
        width, height = style.picture.image.size
        size: Size = (max(1, round(width * factor)), max(1, round(height * factor)))
        image = to_tensor(style.picture, size).to(self.device.name)
        mask = None if style.mask is None else mask_to_tensor(style.mask, size).to(self.device.name)
        return (image if self.match is None else matched(image, photo, self.match, "before")), mask

    def textures(self, formula: Formula, parts: Sequence[Part], photo: Tensor) -> Textures:
        """Those of the styles together; kept in the studio, but for styles that have the photo's colors."""

        def seen() -> Textures:
            return textures_of(self.encoder, formula, [(*self.picture(part, photo), part.weight) for part in parts])

        if self.match is not None:
            return seen()
        preparation = (self.scale_percent, self.rotation_degrees, self.colors, size_of(photo))
        styles = tuple((part.hash, part.weight) for part in parts)
        return self.device.studio.textures.get((id(self.encoder), len(formula.layers), styles, preparation), seen)
