"""What every handler of the web chat shares. Knows the storage and the conversation; knows no HTTP."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.chat import Address
from bot.platforms.web.addresses import Addresses
from bot.platforms.web.chat import WebChat
from bot.platforms.web.live import Live
from bot.platforms.web.settings import WebSettings
from bot.platforms.web.speech import Turns
from bot.platforms.web.visitors import Visitors
from bot.usecases.balance import ShowBalance
from bot.usecases.doors import Doors
from bot.usecases.shop import Shop
from storage import Store
from storage.people import Person

if TYPE_CHECKING:
    from bot.talk.conversation import Conversation
    from bot.usecases.ban import Ban
    from bot.usecases.glimpse import Glimpse


@dataclass(frozen=True, slots=True)
class Site:
    """One web chat. `name` is the platform's: a visitor is a person by it, and has one chat of the same name."""

    name: str
    store: Store
    conversation: "Conversation"
    visitors: Visitors
    addresses: Addresses
    limits: WebSettings
    glimpse: "Glimpse"
    ban: "Ban"
    shop: Shop
    balance: ShowBalance
    doors: Doors
    live: Live = field(default_factory=Live)
    turns: Turns = field(default_factory=Turns)

    def address(self, visitor: str) -> Address:
        return Address(self.name, visitor)

    def chat(self, address: Address) -> WebChat:
        return WebChat(address, self.store, self.live)

    async def person(self, visitor: str) -> Person | None:
        """Who this visitor is to us; None for somebody who has only looked so far."""
        async with self.store.reading() as tx:
            return await tx.people.by_identity(self.name, visitor)

    async def arrive(self, visitor: str, locale: str) -> Person:
        """Somebody who is known from now on; a ban outlives what we had of them."""
        async with self.store.transaction() as tx:
            person = await tx.people.arrive(self.name, visitor, locale)
            await self.ban.known_again(tx, self.name, visitor, person)
            return person
