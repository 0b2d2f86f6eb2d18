"""What a process remembers of late, and how it tells that a message looks as before. Knows no platform."""

import hashlib
from collections import OrderedDict
from typing import Generic, TypeVar

from bot.chat import Message
from bot.words import with_bar

REMEMBERED = 5_000

T = TypeVar("T")


class Recent(Generic[T]):
    """Values under words, the newest ones only."""

    def __init__(self) -> None:
        self._values: OrderedDict[str, T] = OrderedDict()

    def get(self, key: str) -> T | None:
        return self._values.get(key)

    def set(self, key: str, value: T) -> None:
        self._values[key] = value
        self._values.move_to_end(key)
        if len(self._values) > REMEMBERED:
            self._values.popitem(last=False)


def look(message: Message) -> str:
    """A word that is the same for messages that look the same."""
    pictures = [tile.picture.key for tile in message.gallery]
    shown = (with_bar(message.text, message.fraction), message.buttons, message.picture and message.picture.key)
    return hashlib.sha256(repr((shown, pictures)).encode()).hexdigest()
