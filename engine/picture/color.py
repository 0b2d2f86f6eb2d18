"""Any mode of Pillow to 8-bit sRGB and alpha. Knows pixels and ICC profiles; knows no file."""

import math
from functools import cache
from io import BytesIO

from PIL import Image, ImageCms, ImageFile, ImageMath

WITH_PROFILE = ("L", "RGB", "CMYK", "LAB")  # the modes whose pixels an ICC profile speaks of
INTENT = ImageCms.Intent.RELATIVE_COLORIMETRIC
FLAGS = ImageCms.Flags.BLACKPOINTCOMPENSATION
MADE = slice(24, 36)  # ICC.1:2022, section 7.2: when a profile was made


@cache
def srgb_profile() -> bytes:
    """Our own sRGB profile, the same bytes every time."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[MADE] = bytes(12)
    return bytes(profile)


def separate(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Color (a mode of WITH_PROFILE, not yet sRGB) and alpha (L), both 8 bit."""
    if image.mode.startswith(("I", "F")):
        return eight_bits(image), deep_alpha(image)
    if not image.has_transparency_data:
        return plain(image), None
    gray = image.mode in ("1", "L", "LA", "La")
    whole = image.convert("LA" if gray else "RGBA")
    return whole.convert("L" if gray else "RGB"), whole.getchannel("A")


def plain(image: Image.Image) -> Image.Image:
    """The pixels alone in a mode of WITH_PROFILE: Pillow's file objects remember tags that must not travel on."""
    if image.mode in WITH_PROFILE:
        return image.copy() if isinstance(image, ImageFile.ImageFile) else image
    return image.convert("L" if image.mode == "1" else "RGB")


def eight_bits(image: Image.Image) -> Image.Image:
    """Gray of 16 or 32 bits, or of floating point, as L: by the range of its type, else by the range it fills."""
    levels = image if image.mode == "F" else image.convert("I")
    low, high = span(image.mode, *levels.getextrema())
    scale = 255 / (high - low or 1)
    return levels.point(lambda level: level * scale + (0.5 - low * scale)).convert("L")


def span(mode: str, low: float, high: float) -> tuple[float, float]:
    """Which levels mean black and white; 32 bits and floating point leave that to the file."""
    if mode.startswith("I;16"):
        return 0, 65535
    if not (math.isfinite(low) and math.isfinite(high)):
        return 0, 1
    usual = (1, 255, 65535) if mode == "F" else (255, 65535)
    return next(((0.0, float(top)) for top in usual if low >= 0 and high <= top), (low, high))


def deep_alpha(image: Image.Image) -> Image.Image | None:
    """The one transparent level of a 16-bit gray PNG."""
    level = image.info.get("transparency")
    if not isinstance(level, int) or image.mode == "F":
        return None
    seen = ImageMath.lambda_eval(lambda args: (args["levels"] != level) * 255, levels=image.convert("I"))
    return seen.convert("L")  # type: ignore[no-any-return]


def to_srgb(color: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB of sRGB. A profile that is damaged or of another kind of pixels is left out, as browsers do."""
    source = source_profile(color.mode, profile)
    if source is None:
        return color if color.mode == "RGB" else color.convert("RGB")
    srgb = ImageCms.ImageCmsProfile(BytesIO(srgb_profile()))
    in_place = color.mode == "RGB"  # spares a second copy of a large photo
    try:
        mode = None if in_place else "RGB"
        result = ImageCms.profileToProfile(color, source, srgb, INTENT, mode, in_place, FLAGS)
    except ImageCms.PyCMSError:
        return color.convert("RGB")
    return color if result is None else result


def source_profile(mode: str, profile: bytes | None) -> ImageCms.ImageCmsProfile | None:
    """What the pixels are in; None when that is sRGB or not said."""
    if mode == "LAB":
        return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    if not profile:
        return None
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        # Transforming sRGB to sRGB costs a pass and moves pixels by a level: a work read again must be itself.
        is_srgb = mode == "RGB" and "sRGB" in ImageCms.getProfileDescription(source)
    except (OSError, ImageCms.PyCMSError):
        return None
    return None if is_srgb else source
