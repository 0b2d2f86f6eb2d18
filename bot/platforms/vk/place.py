"""Where a conversation takes place on VK, as one word. Knows addresses; knows no message.

"123"               with one person
"2000000001:45"     in a chat of many, the conversation with person 45
"""

import re
from dataclasses import dataclass
from typing import Self

from bot.chat import Address

NAME = "vk"
CHATS_FROM = 2_000_000_000  # peer ids above it are chats of many people; below 0 there are communities
WORD = re.compile(r"(?P<peer>\d+)(?::(?P<person>\d+))?")


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation; in a chat of many with the person who is talked to there, for everybody has one of their own."""

    peer_id: int
    person: int

    @property
    def group(self) -> bool:
        return self.peer_id > CHATS_FROM

    @property
    def address(self) -> Address:
        return Address(NAME, f"{self.peer_id}:{self.person}" if self.group else str(self.peer_id))

    @classmethod
    def of(cls, address: Address) -> Self:
        found = WORD.fullmatch(address.chat)
        if found is None:
            raise ValueError(f"not a place on VK: {address.chat!r}")
        peer_id = int(found["peer"])
        return cls(peer_id, int(found["person"] or peer_id))
