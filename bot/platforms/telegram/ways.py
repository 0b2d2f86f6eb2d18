"""Ways from a post in the channel back to us: as buttons, or as links among its words where there are no buttons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.platforms.telegram.chat import CAPTION_UNITS
from bot.words import cut, units


@dataclass(frozen=True, slots=True)
class Way:
    """What people press, and where it leads them."""

    words: str
    url: str
    style: Literal["primary"] | None = None


def buttons(ways: Sequence[Way]) -> InlineKeyboardMarkup:
    """One below another."""
    rows = [[InlineKeyboardButton(text=way.words, url=way.url, style=way.style)] for way in ways]
    return InlineKeyboardMarkup(inline_keyboard=rows)


def links(text: str, ways: Sequence[Way]) -> tuple[str, list[MessageEntity]]:
    """A caption with the ways below the text, and which of its words are links; what is too long is cut off the text,
    never off the ways."""
    said = cut(text, CAPTION_UNITS - 1 - sum(1 + units(way.words) for way in ways))
    found: list[MessageEntity] = []
    for way in ways:
        said += "\n" if found else "\n\n"
        found.append(MessageEntity(type="text_link", offset=units(said), length=units(way.words), url=way.url))
        said += way.words
    return said, found
