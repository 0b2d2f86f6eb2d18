"""From a Picture to a file: color profile, alpha where the format has it, our parameters; nothing of the original."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePath
from typing import Literal

from PIL import Image

from engine.picture.color import srgb_profile
from engine.picture.metadata import exif_with, tags_with, text_with
from engine.picture.model import Picture
from engine.picture.opening import load_plugins

SUFFIXES = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".webp": "WEBP",
    ".avif": "AVIF",
    ".heic": "HEIF",
    ".heif": "HEIF",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".bmp": "BMP",
}
OPAQUE = ("JPEG", "BMP")
DEEP = ("PNG", "TIFF")
Depth = Literal[8, 16]  # bits a channel
# 4:4:4, because painted edges are edges of color. Neither optimized nor progressive: for these libjpeg wants the whole
# file in one buffer, and Pillow's guess of its size is too small for a picture as grainy as ours can be.
JPEG_OPTIONS = {"subsampling": 0}


def format_of(path: str | PurePath, depth: Depth = 8) -> str:
    """The format that a file name asks for; raises ValueError that names those we write."""
    suffix = PurePath(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise ValueError(f"cannot write {suffix or 'a file without extension'}: use one of {', '.join(SUFFIXES)}")
    if depth == 16 and SUFFIXES[suffix] not in DEEP:
        deep = ", ".join(known for known, name in SUFFIXES.items() if name in DEEP)
        raise ValueError(f"{suffix} holds 8 bits a channel: use one of {deep} for 16")
    return SUFFIXES[suffix]


def encode(
    picture: Picture,
    format: str = "PNG",  # noqa: A002 - what Pillow calls it
    *,
    quality: int = 92,
    metadata: Mapping[str, object] | None = None,
    depth: Depth = 8,
    dpi: float | None = None,
) -> bytes:
    """The file's bytes, with `metadata` (JSON values) inside where the format can hold it; same input, same bytes.

    `depth` 16 writes a PNG or TIFF of the picture's 16 bits, which takes what the extra `engine` installs. `dpi` is how
    large it is to be printed; WebP, AVIF and HEIC have no place for that.
    """
    load_plugins()
    if depth == 16:
        from engine.picture.deep import encode_deep  # numpy, which a chat has not

        return encode_deep(picture, format, metadata or {}, dpi)
    options = options_for(format, quality, metadata or {}) | ({"dpi": (dpi, dpi)} if dpi else {})
    out = BytesIO()
    pixels(picture, opaque=format in OPAQUE).save(out, format, icc_profile=srgb_profile(), **options)
    return out.getvalue()


def options_for(file_format: str, quality: int, metadata: Mapping[str, object]) -> dict[str, object]:
    """What Pillow's writer of this format is told beside the pixels."""
    if file_format == "BMP":
        return {}
    if file_format == "PNG":
        return {"pnginfo": text_with(metadata)}
    if file_format == "TIFF":
        return {"compression": "tiff_adobe_deflate", "tiffinfo": tags_with(metadata)}
    options: dict[str, object] = {"exif": exif_with(metadata)} if metadata else {}
    return options | {"quality": quality} | (JPEG_OPTIONS if file_format == "JPEG" else {})


def pixels(picture: Picture, *, opaque: bool) -> Image.Image:
    """RGBA, or RGB flattened on white where the format knows no alpha."""
    if picture.alpha is None:
        return picture.image
    if not opaque:
        return Image.merge("RGBA", (*picture.image.split(), picture.alpha))
    paper = Image.new("RGB", picture.image.size, "white")
    paper.paste(picture.image, mask=picture.alpha)
    return paper
