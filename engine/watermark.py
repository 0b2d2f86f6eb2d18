"""Words in the corner of a picture, and the letters for them: Latin and Cyrillic. Pillow only."""

from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from engine.picture import Picture

FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"  # Pillow's own has no Cyrillic
SHARE, LEAST_PX = 0.04, 11  # of the shorter side: how high the letters are
WIDEST = 0.6  # of the width: longer words are written smaller
INSET, LEAST_INSET_PX = 0.6, 3  # of the letters' height: how far from the edges
LIGHT, DARK = (255, 255, 255), (0, 0, 0)
OPACITY, SHADE = 0.8, 0.45


@cache
def font(size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size_px)


def watermarked(picture: Picture, words: str) -> Picture:
    """The picture with the words in its lower right corner, light with a dark rim: readable on anything."""
    if not words:
        return picture
    image = picture.image.convert("RGB")
    letters = font(size_of(words, image.width, image.height))
    inset, rim = max(LEAST_INSET_PX, round(letters.size * INSET)), max(1, round(letters.size / 14))
    corner = image.width - inset, image.height - inset
    for color, opacity, stroke in ((DARK, SHADE, rim), (LIGHT, OPACITY, 0)):
        mask = Image.new("L", image.size)
        ImageDraw.Draw(mask).text(corner, words, round(255 * opacity), letters, anchor="rb", stroke_width=stroke)
        image.paste(Image.new("RGB", image.size, color), mask=mask)
    return Picture(image, picture.alpha)


def size_of(words: str, width: int, height: int) -> int:
    """How high the letters are, in px."""
    wanted = max(LEAST_PX, round(min(width, height) * SHARE))
    length = font(wanted).getlength(words)
    return wanted if length <= width * WIDEST else max(1, int(wanted * width * WIDEST / length))
