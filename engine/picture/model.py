"""What a picture is once it is inside: pixels without a past. Knows no file format."""

from dataclasses import dataclass

from PIL import Image

Bands = tuple[Image.Image, Image.Image, Image.Image]
"""Red, green and blue of 16 bits each, mode I;16: Pillow has no mode that holds them together."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Upright 8-bit sRGB pixels (mode RGB) and, where any pixel is not opaque, their alpha (mode L, the same size).

    `deep` are the same pixels in 16 bits, where the file or the painting had them and somebody asked for them.
    """

    image: Image.Image
    alpha: Image.Image | None = None
    deep: Bands | None = None

    @property
    def width(self) -> int:
        return self.image.width

    @property
    def height(self) -> int:
        return self.image.height


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says of itself; `width` and `height` are those of the upright picture."""

    width: int
    height: int
    format: str
    animated: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest and the smallest picture that may be decoded."""

    file_bytes: int = 20 * 2**20  # what Telegram lets a bot download
    pixels: int = 40_000_000
    side_px: int = 16  # the least that relu5_1 of VGG-19 can see
    proportion: int = 31  # longest to shortest side: painted at 600 px, the shortest keeps more than `side_px`


LIMITS = Limits()
