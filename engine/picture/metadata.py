"""The parameters of a painting inside its file: iTXt in a PNG, a tag in a TIFF, EXIF elsewhere. Knows no effect."""

import json
from collections.abc import Mapping

from PIL import ExifTags, Image, PngImagePlugin

from engine.picture.model import LIMITS, Limits
from engine.picture.opening import opened

KEY = "mazok"
ASCII = b"ASCII\0\0\0"  # Exif 2.32, UserComment: the character code stands first; JSON escapes the rest


def text_with(metadata: Mapping[str, object]) -> PngImagePlugin.PngInfo:
    """The text chunk of a PNG."""
    info = PngImagePlugin.PngInfo()
    if metadata:
        info.add_itxt(KEY, json.dumps(metadata, ensure_ascii=False))
    return info


def exif_with(metadata: Mapping[str, object]) -> bytes:
    """The EXIF block of every other format."""
    exif = Image.Exif()
    exif[ExifTags.Base.Software] = KEY
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = ASCII + json.dumps({KEY: metadata}).encode("ascii")
    return exif.tobytes()


def tags_with(metadata: Mapping[str, object]) -> dict[int, str]:
    """The tags of a TIFF, into which Pillow cannot write a compressed picture and EXIF at once."""
    software = {int(ExifTags.Base.Software): KEY}
    return software | ({ExifTags.Base.ImageDescription: description_with(metadata)} if metadata else {})


def description_with(metadata: Mapping[str, object]) -> str:
    """The description of a TIFF, in ASCII."""
    return json.dumps({KEY: metadata})


def read_metadata(data: bytes, limits: Limits = LIMITS) -> dict[str, object]:
    """The parameters that `encode` wrote; empty for a file that is not ours. Raises BadPicture."""
    with opened(data, limits) as image:
        if KEY in image.info:
            return parsed(image.info[KEY])
        exif = image.getexif()
        comment = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.UserComment)
        comment = comment or exif.get(ExifTags.Base.ImageDescription)
    inner = parsed(comment.removeprefix(ASCII) if isinstance(comment, bytes) else comment).get(KEY)
    return inner if isinstance(inner, dict) else {}


def parsed(text: object) -> dict[str, object]:
    """JSON of an object; empty for anything else that a stranger may have written there."""
    try:
        value = json.loads(text) if isinstance(text, str | bytes) else None
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
