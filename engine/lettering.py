"""Words in pictures: fonts of the package, the letters they have, lines that fit. Pillow only; knows no picture."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont

FOLDER = Path(__file__).parent / "fonts"
FILES = {"regular": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}  # Latin, Cyrillic and punctuation of DejaVu Sans
# What both files hold: anything else would be an empty place.
HELD = (
    *((0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x400, 0x525), (0x2010, 0x2026), (0x2190, 0x2193)),
    *((code, code) for code in map(ord, "‰′″‹›€₴₸₽№™−★☆♥")),
)
SOFT_HYPHEN = 0xAD
ELLIPSIS = "…"

Weight = Literal["regular", "bold"]


@cache
def font(weight: Weight, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FOLDER / FILES[weight], size_px)


def drawable(text: str) -> str:
    """The text without the letters that our fonts lack: emoji, other scripts."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(letter for letter in composed if letter.isspace() or is_held(letter)).split())


def is_held(letter: str) -> bool:
    code = ord(letter)
    return code != SOFT_HYPHEN and any(first <= code <= last for first, last in HELD)


def lines(text: str, drawn_in: ImageFont.FreeTypeFont, width_px: int, most: int) -> list[str]:
    """The text in at most so many lines of that width, ended with … where there is more of it."""
    fitted: list[str] = []
    words = drawable(text).split()
    while words and len(fitted) < most:
        taken = 1
        while taken < len(words) and drawn_in.getlength(" ".join(words[: taken + 1])) <= width_px:
            taken += 1
        fitted.append(" ".join(words[:taken]))
        words = words[taken:]
    if words:
        fitted[-1] += ELLIPSIS
    return [shortened(line, drawn_in, width_px) for line in fitted]


def shortened(line: str, drawn_in: ImageFont.FreeTypeFont, width_px: int) -> str:
    """The line, or as many of its letters as fit before an ellipsis."""
    if drawn_in.getlength(line) <= width_px:
        return line
    letters = line.rstrip(ELLIPSIS)
    while letters and drawn_in.getlength(letters + ELLIPSIS) > width_px:
        letters = letters[:-1]
    return letters.rstrip() + ELLIPSIS
