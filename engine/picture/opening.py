"""Opens bytes of strangers: limits before decoding, one kind of error after. Knows no colors.

Pillow keeps three things per process: its plugins, its warnings and `LOAD_TRUNCATED_IMAGES`. The plugins we need are
loaded once, when the first picture comes; warnings are silenced under a lock, because Python keeps their filters per
process too; the third is left alone.
"""

import logging
import re
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from io import BytesIO

from PIL import Image, ImageFile, UnidentifiedImageError

from engine.errors import BadPicture
from engine.picture.model import Limits

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "GIF", "TIFF", "BMP")
PLUGINS = ("Jpeg", "Png", "WebP", "Avif", "Gif", "Tiff", "Bmp")
TILE_WIDTH, TILE_LENGTH = 322, 323  # TIFF 6.0, section 15
SCANS = 100  # a progressive JPEG has about ten; each costs a pass over all pixels, and 60 bytes are enough for one

_DECODING = threading.Lock()


@cache
def load_plugins() -> None:
    """Register our formats with Pillow, and only ours: its own loader would bring in some forty."""
    import pillow_heif

    # Without a handler Python would print what Pillow logs of every odd file to standard error.
    logging.getLogger("PIL").addHandler(logging.NullHandler())
    for plugin in PLUGINS:
        import_module(f"PIL.{plugin}ImagePlugin")
    # Thumbnails inside a file are never what the person sent.
    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


@contextmanager
def opened(data: bytes, limits: Limits) -> Iterator[ImageFile.ImageFile]:
    """The picture with its header read and held to `limits`; whatever fails inside the block becomes a BadPicture."""
    if not data:
        raise BadPicture("empty")
    if len(data) > limits.file_bytes:
        raise BadPicture("too_many_bytes", actual=len(data), limit=limits.file_bytes)
    load_plugins()
    with _DECODING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(BytesIO(data), formats=FORMATS) as image:
                hold_to(limits, image, data)
                yield image
        except BadPicture:
            raise
        except Image.DecompressionBombError as bomb:
            raise BadPicture("too_many_pixels", actual=declared_pixels(bomb), limit=limits.pixels) from bomb
        except UnidentifiedImageError as error:
            raise BadPicture("truncated" if begins_like_a_picture(data) else "not_a_picture") from error
        except Exception as error:  # decoders raise whatever their parser stumbles over: KeyError, struct.error …
            raise BadPicture("truncated") from error


def hold_to(limits: Limits, image: ImageFile.ImageFile, data: bytes) -> None:
    """Refuse by what the header says, while nothing is decoded yet."""
    shortest, longest = sorted(image.size)
    pixels = max(shortest * longest, tile_pixels(image))
    if pixels > limits.pixels:
        raise BadPicture("too_many_pixels", actual=pixels, limit=limits.pixels)
    if shortest < limits.side_px:
        raise BadPicture("too_small", actual=shortest, limit=limits.side_px)
    if longest > shortest * limits.proportion:
        raise BadPicture("too_narrow", actual=-(-longest // shortest), limit=limits.proportion)
    if image.format in ("JPEG", "MPO") and data.count(b"\xff\xda") > SCANS:
        raise BadPicture("not_a_picture")


def tile_pixels(image: ImageFile.ImageFile) -> int:
    """Pixels of one tile of a TIFF: it is decoded whole, however small the picture that it claims to be part of."""
    tags = getattr(image, "tag_v2", {})
    sides = tags.get(TILE_WIDTH, 0), tags.get(TILE_LENGTH, 0)
    return sides[0] * sides[1] if all(isinstance(side, int) for side in sides) else 0


def declared_pixels(bomb: Image.DecompressionBombError) -> int:
    """Pillow refuses the largest by itself, and tells their size in its message only."""
    found = re.search(r"\d+", str(bomb))
    return int(found.group()) if found else 0


def begins_like_a_picture(data: bytes) -> bool:
    """Whether the first bytes are those of a format that we read."""
    accepts = (Image.OPEN[name][1] for name in FORMATS)
    return any(accept(data[:16]) is True for accept in accepts if accept)
