"""The application as one object, wired by hand: what a platform and a use case may ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.chat import Address, Chat
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.inbox import Inbox
    from bot.platform import Platform
    from bot.prices import Prices
    from bot.queue import Queue
    from bot.talk.conversation import Conversation
    from storage import Storage


@dataclass(slots=True)
class App:
    """One chat process. `platforms` fills while it starts: a platform is opened with the app it belongs to."""

    settings: Settings
    store: "Storage"
    queue: "Queue"
    prices: "Prices"
    conversation: "Conversation"
    inbox: "Inbox"
    platforms: dict[str, "Platform"] = field(default_factory=dict)

    def chat(self, address: Address) -> Chat:
        return self.platforms[address.platform].chat(address)


Chats = Mapping[str, "Platform"]
