"""What a process remembers of what it sent: to lose it costs a call or an upload, nothing else. Knows no call."""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.chat import Message
from bot.platforms.telegram.words import with_bar

REMEMBERED = 5_000


class Recent:
    """Words under words, the newest ones only."""

    def __init__(self) -> None:
        self._values: OrderedDict[str, str] = OrderedDict()

    def get(self, key: str) -> str | None:
        return self._values.get(key)

    def set(self, key: str, value: str) -> None:
        self._values[key] = value
        self._values.move_to_end(key)
        if len(self._values) > REMEMBERED:
            self._values.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Memory:
    """Shared by all chats of a process; messages are named by chat and id."""

    sent: Recent = field(default_factory=Recent)  # key of a send -> id of the message that it became
    looks: Recent = field(default_factory=Recent)  # message -> what it shows
    pictures: Recent = field(default_factory=Recent)  # message -> key of its picture, "" for none
    files: Recent = field(default_factory=Recent)  # key of a picture -> Telegram's file_id of it


def look(message: Message) -> str:
    """A word that is the same for messages that look the same."""
    pictures = [tile.picture.key for tile in message.gallery]
    shown = (with_bar(message.text, message.fraction), message.buttons, message.picture and message.picture.key)
    return hashlib.sha256(repr((shown, pictures)).encode()).hexdigest()
