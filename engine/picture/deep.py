"""Pictures of 16 bits a channel: PNG and TIFF, in and out. Needs numpy, so it is imported by who asks for them.

Pillow reads and writes color in 8 bits only, and so does its color management.
"""

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import imagecodecs
import numpy as np
import tifffile
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageFile, PngImagePlugin

from engine.picture.color import source_profile, srgb_profile
from engine.picture.metadata import KEY, description_with, text_with
from engine.picture.model import Bands, Picture

Levels = NDArray[np.uint16]  # (H, W, C): C is 3 or, with alpha, 4; files of one band are gray

PNG_DEPTH = 24  # where IHDR says how many bits a channel has: PNG, section 11.2.1
PNG_HEADER_END = 33  # signature and IHDR; what describes the pixels stands between these and the pixels
PNG_LEVEL = 4  # 0.26 s for a megapixel; 6 takes 1 s and saves nothing
INCH_M = 0.0254
GRAY, RGB = 1, 2  # TIFF 6.0, PhotometricInterpretation
PLANES = 2  # TIFF 6.0, PlanarConfiguration: first all of red, then all of green
ASSOCIATED_ALPHA = 1  # TIFF 6.0, ExtraSamples: the colors are multiplied by it


def bands_of(data: bytes, image: ImageFile.ImageFile) -> Bands | None:
    """The file's red, green and blue as sRGB; None when it holds fewer bits, or in a way that we read in 8 only.

    `image` is the same file, opened by Pillow and not loaded yet.
    """
    if image.format == "PNG" and data[PNG_DEPTH] == 16:
        levels = imagecodecs.png_decode(data)
    elif image.format == "TIFF" and is_deep_tiff(image):
        levels = imagecodecs.tiff_decode(data)
        if levels.ndim == 3 and tags_of(image).get(ExifTags.Base.PlanarConfiguration) == PLANES:
            levels = np.moveaxis(levels, 0, -1)
    else:
        return None
    levels = levels[..., None] if levels.ndim == 2 else levels
    color = levels[..., :3] if levels.shape[2] >= 3 else levels[..., :1]
    return split(to_srgb(color, image.info.get("icc_profile")))


def tags_of(image: ImageFile.ImageFile) -> Mapping[int, Any]:
    """What a TIFF says of itself."""
    tags: Mapping[int, Any] = getattr(image, "tag_v2", {})
    return tags


def is_deep_tiff(image: ImageFile.ImageFile) -> bool:
    """Whether it is gray or RGB in whole numbers of 16 bits, not multiplied by alpha."""
    tags = tags_of(image)
    return (
        set(tags.get(ExifTags.Base.BitsPerSample, ())) == {16}
        and set(tags.get(ExifTags.Base.SampleFormat, (1,))) == {1}
        and tags.get(ExifTags.Base.PhotometricInterpretation) in (GRAY, RGB)
        and ASSOCIATED_ALPHA not in tags.get(ExifTags.Base.ExtraSamples, ())
    )


def to_srgb(color: Levels, profile: bytes | None) -> Levels:
    """RGB of sRGB from gray or RGB. As in 8 bits, a profile that is damaged or of other pixels is left out."""
    gray = color.shape[2] == 1
    if profile and source_profile("L" if gray else "RGB", profile):
        try:
            return imagecodecs.cms_transform(
                np.ascontiguousarray(color[..., 0] if gray else color),
                profile,
                srgb_profile(),
                colorspace="gray" if gray else "rgb",
                outcolorspace="rgb",
                intent=imagecodecs.CMS.INTENT.RELATIVE_COLORIMETRIC,
                flags=imagecodecs.CMS.FLAGS.BLACKPOINTCOMPENSATION,
            )
        except imagecodecs.CmsError:  # the pixels without their profile are better than no picture
            pass
    return np.repeat(color, 3, axis=2) if gray else color


def split(color: Levels) -> Bands:
    """(H, W, 3) as three pictures of Pillow's."""
    red, green, blue = (Image.fromarray(np.ascontiguousarray(color[..., band])) for band in range(3))
    return red, green, blue


def levels_of(picture: Picture) -> Levels:
    """(H, W, 3), or 4 with alpha. A picture that has 8 bits only is spread over the range: 255 becomes 65535."""
    if picture.deep:
        bands = [np.asarray(band, np.uint16) for band in picture.deep]
    else:
        bands = [spread(band) for band in picture.image.split()]
    return np.stack([*bands, spread(picture.alpha)] if picture.alpha else bands, axis=2)


def spread(band: Image.Image) -> Levels:
    return np.asarray(band, np.uint16) * np.uint16(257)


def encode_deep(picture: Picture, file_format: str, metadata: Mapping[str, object], dpi: float | None) -> bytes:
    """A PNG or TIFF of 16 bits a channel. Raises ValueError for any other format."""
    if file_format == "PNG":
        return deep_png(levels_of(picture), metadata, dpi)
    if file_format == "TIFF":
        return deep_tiff(levels_of(picture), metadata, dpi)
    raise ValueError(f"{file_format} holds 8 bits a channel")


def deep_png(levels: Levels, metadata: Mapping[str, object], dpi: float | None) -> bytes:
    """What libpng made of the pixels, with profile, resolution and parameters put where they belong."""
    pixels = imagecodecs.png_encode(levels, level=PNG_LEVEL)
    out = BytesIO()
    out.write(pixels[:PNG_HEADER_END])
    PngImagePlugin.putchunk(out, b"iCCP", b"sRGB\0\0", zlib.compress(srgb_profile()))
    if dpi:
        per_meter = round(dpi / INCH_M)
        PngImagePlugin.putchunk(out, b"pHYs", struct.pack(">IIB", per_meter, per_meter, 1))
    for name, text, *_ in text_with(metadata).chunks:
        PngImagePlugin.putchunk(out, name, text)
    out.write(pixels[PNG_HEADER_END:])
    return out.getvalue()


def deep_tiff(levels: Levels, metadata: Mapping[str, object], dpi: float | None) -> bytes:
    """Deflated, with the difference to the pixel before in place of each pixel: 40 % smaller."""
    out = BytesIO()
    tifffile.imwrite(
        out,
        levels,
        photometric="rgb",
        extrasamples=["unassalpha"] if levels.shape[2] == 4 else None,
        compression="adobe_deflate",
        predictor=True,
        iccprofile=srgb_profile(),
        description=description_with(metadata) if metadata else None,
        software=KEY,
        resolution=(dpi, dpi) if dpi else None,
        resolutionunit="inch" if dpi else None,
        metadata=None,
    )
    return out.getvalue()
