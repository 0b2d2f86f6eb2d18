"""From a file to upright sRGB pixels: orientation, bit depth, palette, alpha, color profile."""

from PIL import ExifTags, Image, ImageFile

from engine.picture.color import separate, to_srgb
from engine.picture.model import LIMITS, Bands, Header, Limits, Picture
from engine.picture.opening import opened
from engine.picture.resizing import each, fitted, shrink

ANIMATED = ("GIF", "PNG", "WEBP", "AVIF")  # in TIFF, HEIF and MPO further frames are other pictures, not later ones
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
DRAFT = 2  # a JPEG is decoded at no less than this times the wanted side, so that Lanczos has something to work on


def check(data: bytes, limits: Limits = LIMITS) -> Header:
    """Read a file to its last pixel and tell what it is; raises BadPicture.

    A JPEG is read at an eighth of its size: every coefficient is still parsed, in little memory.
    """
    with opened(data, limits) as image:
        size = image.size
        animated = image.format in ANIMATED and bool(getattr(image, "is_animated", False))
        file_format = name_of(image)
        if file_format == "JPEG":
            image.draft(None, (1, 1))
        image.load()
        width, height = size if orientation(image) < 5 else (size[1], size[0])
    return Header(width, height, file_format, animated)


def decode(data: bytes, limits: Limits = LIMITS, *, side_px: int | None = None, deep: bool = False) -> Picture:
    """The first frame as a Picture, its longest side at most `side_px` where that is given; raises BadPicture.

    `deep` keeps the 16 bits of a PNG or TIFF that has them, which takes what the extra `engine` installs.
    """
    with opened(data, limits) as image:
        if side_px and name_of(image) == "JPEG":
            image.draft(None, fitted(image.size, DRAFT * side_px))
        bands = deep_bands(data, image) if deep else None
        image.load()
        lies = orientation(image)
        picture = forgetful(turned(developed(image, bands), lies))
    return shrink(picture, side_px) if side_px else picture


def deep_bands(data: bytes, image: ImageFile.ImageFile) -> Bands | None:
    """The 16 bits of a file, if it has them, as its loaded pixels will lie: Pillow turns a TIFF while it loads it."""
    from engine.picture.deep import bands_of  # numpy, which a chat has not

    bands = bands_of(data, image)
    method = UPRIGHT.get(getattr(image, "tag_v2", {}).get(ExifTags.Base.Orientation, 1))
    return each(bands, lambda band: band.transpose(method)) if bands and method is not None else bands


def name_of(image: ImageFile.ImageFile) -> str:
    """The format as people know it: a JPEG with further pictures behind it is a JPEG."""
    return "JPEG" if image.format == "MPO" else str(image.format)


def orientation(image: Image.Image) -> int:
    """How the loaded pixels lie, 1 to 8 as in EXIF; 1 where the file says nothing that makes sense."""
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # noqa: BLE001 - a damaged EXIF block must not cost the person the picture
        return 1
    return value if isinstance(value, int) and value in UPRIGHT else 1


def developed(image: ImageFile.ImageFile, bands: Bands | None) -> Picture:
    """The loaded pixels as sRGB and alpha; `image` is closed, so that a large photo is not in memory three times."""
    color, alpha = separate(image)
    profile = image.info.get("icc_profile")
    image.close()
    return white_where_hidden(Picture(to_srgb(color, profile), alpha, bands))


def turned(picture: Picture, lies: int) -> Picture:
    """The picture upright, when its pixels lie as EXIF orientation `lies` says."""
    if lies == 1:
        return picture
    method = UPRIGHT[lies]
    alpha = picture.alpha and picture.alpha.transpose(method)
    bands = picture.deep and each(picture.deep, lambda band: band.transpose(method))
    return Picture(picture.image.transpose(method), alpha, bands)


def forgetful(picture: Picture) -> Picture:
    """The picture without the notes that Pillow carries along (place, camera, comments) and some writers put back."""
    picture.image.info.clear()
    if picture.alpha:
        picture.alpha.info.clear()
    return picture


def white_where_hidden(picture: Picture) -> Picture:
    """Make invisible pixels white: whatever color a program left there would bleed into the painting."""
    if picture.alpha is None or picture.alpha.getextrema()[0] == 255:
        return Picture(picture.image, None, picture.deep)
    hidden = picture.alpha.point(lambda value: 255 if value == 0 else 0)
    picture.image.paste((255, 255, 255), mask=hidden)
    for band in picture.deep or ():
        band.paste(65535, mask=hidden)
    return picture
