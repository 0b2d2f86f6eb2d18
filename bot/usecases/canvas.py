"""A work on a canvas of the catalogue: which part of it, how sharp, how it will look. Knows no chat and no money."""

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.chat import Attachment
from bot.prices import Print
from bot.usecases.pictures import attachment
from engine.canvas import Box, Frame, cut, dots_per_inch, moves_along, proof, sheet
from engine.picture import decode, encode
from storage import Store
from storage.works import Work

SHARP_DPI = 150  # a canvas is looked at from a step away, and its weave hides what is finer
FAIR_DPI = 100
PROOF_PX = 1200  # decoded at most so large to be shown


class Sharpness(StrEnum):
    """What one sees of the dots of a print."""

    SHARP = "sharp"
    FAIR = "fair"
    SOFT = "soft"

    @classmethod
    def of(cls, dpi: float) -> "Sharpness":
        return cls.SHARP if dpi >= SHARP_DPI else cls.FAIR if dpi >= FAIR_DPI else cls.SOFT


@dataclass(frozen=True, slots=True)
class Placed:
    """A work on a canvas of this size; `shift` says which part of it, as `engine.canvas.cut` has it."""

    work: Work
    size: Print
    shift: int = 0

    @property
    def pixels(self) -> tuple[int, int]:
        return self.work.width, self.work.height

    @property
    def frame(self) -> Frame:
        """Standing or lying, as fits the work."""
        return Frame(self.size.width_cm, self.size.height_cm, self.size.wrap_cm).turned_for(self.pixels)

    @property
    def box(self) -> Box:
        return cut(self.pixels, self.frame, self.shift)

    @property
    def axis(self) -> str:
        """Along which the crop may be moved: x, y, or none."""
        return moves_along(self.pixels, self.box)

    @property
    def dpi(self) -> float:
        return dots_per_inch(self.box, self.frame)

    @property
    def sharpness(self) -> Sharpness:
        return Sharpness.of(self.dpi)

    @property
    def item(self) -> dict[str, str | int]:
        """As a purchase names it."""
        return {"size": self.size.name, "width_cm": self.frame.width_cm, "height_cm": self.frame.height_cm}

    @property
    def crop(self) -> dict[str, int]:
        """As it is kept until it is printed, whatever the catalogue says then."""
        return {**asdict(self.frame), "shift": self.shift}


async def make_proof(store: Store, placed: Placed) -> Attachment:
    """The crop and the canvas as a picture; drawn when it is asked for the first time. Raises Missing."""
    names = "\n".join([placed.work.picture_key, *(f"{name} {value}" for name, value in placed.crop.items())])
    key = f"{placed.work.person_id}/proof/{uuid.uuid5(uuid.NAMESPACE_OID, names).hex}"
    if not await store.blobs.exists(key):
        picture = await store.blobs.get(placed.work.picture_key)
        await store.blobs.put(key, await asyncio.to_thread(drawn, picture, placed.frame, placed.shift))
    return attachment(store, key)


def drawn(data: bytes, frame: Frame, shift: int) -> bytes:
    picture = decode(data, side_px=PROOF_PX)
    return encode(proof(picture, cut(picture.image.size, frame, shift), frame), "JPEG", quality=88)


def printable(data: bytes, crop: Mapping[str, Any], file_format: str) -> bytes:
    """The file for the printer: the crop at its full resolution with what goes round the edges, its size inside."""
    frame, picture = Frame(crop["width_cm"], crop["height_cm"], crop["wrap_cm"]), decode(data)
    box = cut(picture.image.size, frame, crop["shift"])
    return encode(sheet(picture, box, frame), file_format, quality=100, dpi=dots_per_inch(box, frame))
