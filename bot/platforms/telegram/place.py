"""Where a conversation takes place on Telegram, as one word. Knows addresses; knows no message.

"123"               a private chat
"-100123:45"        a group, the conversation with person 45
"-100123/7:45"      the same in topic 7
"""

import re
from dataclasses import dataclass
from typing import Self

from bot.chat import Address

NAME = "telegram"
WORD = re.compile(r"(?P<chat>-?\d+)(?:/(?P<topic>\d+))?(?::(?P<person>\d+))?")


@dataclass(frozen=True, slots=True)
class Place:
    """A chat; in a group with the person who is talked to there, for everybody has a conversation of their own."""

    chat_id: int
    topic: int | None = None
    person: int | None = None

    @property
    def group(self) -> bool:
        return self.chat_id < 0

    @property
    def address(self) -> Address:
        topic = f"/{self.topic}" if self.topic else ""
        person = f":{self.person}" if self.person and self.group else ""
        return Address(NAME, f"{self.chat_id}{topic}{person}")

    @property
    def account(self) -> str:
        """Telegram's id of the person who is talked to here: a private chat has the id of its person."""
        return str(self.person or self.chat_id)

    @classmethod
    def of(cls, address: Address) -> Self:
        found = WORD.fullmatch(address.chat)
        if found is None:
            raise ValueError(f"not a place on Telegram: {address.chat!r}")
        chat, topic, person = (int(word) if word else None for word in found.group("chat", "topic", "person"))
        assert chat is not None
        return cls(chat, topic, person)
