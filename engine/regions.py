"""Where each style is painted: masks and weights of the styles as targets of an objective. Knows no effect."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

import torch
from PIL import Image
from torch import Tensor

from engine.checkpoint import fingerprint
from engine.effect import Inputs
from engine.errors import BadOptions
from engine.ladder import Size
from engine.nn.bleed import Bleed
from engine.nn.objective import Target, Textures
from engine.nn.tensors import mask_to_tensor, size_of
from engine.style import Preparation, Prepared, prepared

_LEAST_WHITE: Final = 4 / 255  # a mask that is nowhere lighter than this selects nothing


@dataclass(frozen=True, slots=True)
class Part:
    """A prepared style and how much it counts beside the others; `hash` names picture and mask."""

    style: Prepared
    weight: float
    hash: str

    @classmethod
    def of(cls, style: Prepared, weight: float) -> Self:
        image, mask = style.picture.image, style.mask
        pixels = [image.tobytes(), mask.tobytes() if mask else b"", repr(image.size).encode()]
        return cls(style, weight, fingerprint(pixels))


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the canvas (white; None: all of it) and the styles that are blended there."""

    masks: tuple[Image.Image, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Regions:
    """All that is painted, on canvases that bleed. What no region covers stays as it is."""

    regions: tuple[Region, ...]
    bleed: Bleed

    @classmethod
    def of(cls, inputs: Inputs, weights: Sequence[int], preparation: Preparation, bleed: Bleed) -> Self:
        """Without masks and with one mask the styles are blended; with a mask for each, each has its place.

        Styles of weight zero are left out, the order of the others does not matter, and a style that is given for two
        places is one region. Raises BadOptions where a mask selects nothing, or nothing has a weight.
        """
        if weights and len(weights) != len(inputs.styles):
            raise BadOptions("style_weights", f"{len(weights)} for {len(inputs.styles)} styles")
        if any(_lightest(mask) < _LEAST_WHITE for mask in inputs.masks):
            raise BadOptions("masks", "a mask that is black everywhere selects nothing")
        style_masks = inputs.style_masks or (None,) * len(inputs.styles)
        counts = weights or (1,) * len(inputs.styles)
        parts = [
            (index, Part.of(prepared(picture, replace(preparation, mask=mask)), float(weight)))
            for index, (picture, mask, weight) in enumerate(zip(inputs.styles, style_masks, counts, strict=True))
            if weight > 0
        ]
        if not parts:
            raise BadOptions("style_weights", "all of them are zero")
        if len(inputs.masks) <= 1:
            blended = tuple(sorted((part for _, part in parts), key=lambda part: part.hash))
            return cls((Region(inputs.masks, blended),), bleed)
        places: dict[str, Region] = {}
        for index, part in sorted(parts, key=lambda numbered: numbered[1].hash):
            earlier = places.get(part.hash, Region((), (part,)))
            places[part.hash] = Region((*earlier.masks, inputs.masks[index]), earlier.parts)
        return cls(tuple(places.values()), bleed)

    def cover(self, size: Size, device: str) -> Tensor | None:
        """Where anything is painted, (1, 1, H, W) in [0, 1]; None: everywhere."""
        covers = [self._mask_of(region, size, device) for region in self.regions]
        if any(cover is None for cover in covers):
            return None
        return torch.stack([cover for cover in covers if cover is not None]).sum(dim=0).clamp(max=1)

    def targets(self, photo: Tensor, textures: Callable[[Sequence[Part]], Textures]) -> list[Target]:
        """What each region wants on a canvas of the photo's size; `textures` says what its styles look like there.

        A region counts by its area: a small one shall not be painted with more force than a large one.
        """
        masks = [self._mask_of(region, size_of(photo), str(photo.device)) for region in self.regions]
        found = [textures(region.parts) for region in self.regions]
        areas = [1.0 if mask is None else float(mask.sum()) for mask in masks]
        return [
            Target(wanted) if mask is None else Target.within(mask, wanted, area / sum(areas))
            for mask, wanted, area in zip(masks, found, areas, strict=True)
        ]

    def _mask_of(self, region: Region, size: Size, device: str) -> Tensor | None:
        if not region.masks:
            return None
        masks = [mask_to_tensor(mask, self.bleed.inner(size)).to(device) for mask in region.masks]
        return self.bleed.around(torch.stack(masks).sum(dim=0).clamp(max=1), size)


def _lightest(mask: Image.Image) -> float:
    return float(mask.convert("L").getextrema()[1]) / 255  # type: ignore[arg-type]  # one band
