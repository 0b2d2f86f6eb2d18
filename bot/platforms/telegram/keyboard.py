"""Our buttons as Telegram's inline keyboards. In a group a button's data say whose it is."""

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat import Button, Message, Refused
from bot.gallery import numbered

DATA_BYTES = 64  # Bot API, InlineKeyboardButton.callback_data
MARK = "~"
TILES_PER_ROW = 2
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def keyboard(message: Message, owner: int | None) -> InlineKeyboardMarkup | None:
    """The buttons under a message, those of its gallery first; with an `owner` only they may press them."""
    tiles = numbered(message.gallery)
    rows = [tiles[start : start + TILES_PER_ROW] for start in range(0, len(tiles), TILES_PER_ROW)]
    drawn = [[_draw(button, owner) for button in row] for row in (*rows, *message.buttons) if row]
    return InlineKeyboardMarkup(inline_keyboard=drawn) if drawn else None


def _draw(button: Button, owner: int | None) -> InlineKeyboardButton:
    style = None if button.style == "plain" else button.style
    if button.url:
        return InlineKeyboardButton(text=button.text, url=button.url, style=style)
    data = mark(button.data, owner)
    if not 1 <= len(data.encode()) <= DATA_BYTES:
        raise Refused(f"button data have {len(data.encode())} bytes: {data!r}")
    return InlineKeyboardButton(text=button.text, callback_data=data, style=style)


def mark(data: str, owner: int | None) -> str:
    """Say in the data whose button it is, as briefly as possible: an id of ten digits takes seven letters."""
    return data if owner is None else f"{data}{MARK}{base36(owner)}"


def unmark(data: str) -> tuple[str, int | None]:
    """The data as they were, and whose button it is."""
    words, marked, owner = data.rpartition(MARK)
    return (words, int(owner, 36)) if marked else (data, None)


def base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits or "0"
