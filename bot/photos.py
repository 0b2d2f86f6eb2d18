"""What a messenger takes as a photo. Knows pixels; knows no platform."""

import asyncio
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError


@dataclass(frozen=True, slots=True)
class Bounds:
    """A photo has at most so many bytes, `sides_px` width and height together, and one side `ratio` times the other."""

    size_bytes: int
    sides_px: int
    ratio: int


async def fits(content: bytes, bounds: Bounds) -> bool:
    """Is this shown as a photo? Otherwise it has to travel as a file."""
    return len(content) <= bounds.size_bytes and await asyncio.to_thread(_has_shape, content, bounds)


def _has_shape(content: bytes, bounds: Bounds) -> bool:
    try:
        with Image.open(BytesIO(content)) as image:
            width, height = image.size
    except (UnidentifiedImageError, Image.DecompressionBombError):
        return False
    return width + height <= bounds.sides_px and max(width, height) <= bounds.ratio * min(width, height)


def plain(size: tuple[int, int], color: str) -> bytes:
    """Nothing but a color, to stand where a picture was; PNG."""
    packed = BytesIO()
    Image.new("RGB", size, color).save(packed, "PNG")
    return packed.getvalue()
