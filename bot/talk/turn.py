"""One thing a person did, with all that a scene needs to answer it. Knows no scene and no platform."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from bot.chat import Address, Chat, Drawn, Incoming, Message, Pressed
from bot.prices import Prices
from bot.talk.sketch import Sketch
from bot.texts import Texts
from bot.usecases.adopt import Adopt
from bot.usecases.balance import ShowBalance
from bot.usecases.ban import Ban
from bot.usecases.borrow import Borrow
from bot.usecases.buy import Buy
from bot.usecases.contacts import Contacts
from bot.usecases.doors import Doors
from bot.usecases.feed import Feed
from bot.usecases.forget import Forget
from bot.usecases.intake import Intake
from bot.usecases.invite import Invite
from bot.usecases.join import Join
from bot.usecases.look_first import SeeFirst
from bot.usecases.manners import Manners
from bot.usecases.marks import Like, Report
from bot.usecases.naming import PenName
from bot.usecases.offers import AskOffers
from bot.usecases.order import Order
from bot.usecases.orders import Orders
from bot.usecases.posts import MyPosts
from bot.usecases.prepare import Prepare
from bot.usecases.prints import Prints
from bot.usecases.publish import Publish
from bot.usecases.quote import AskQuote
from bot.usecases.returns import Returns
from bot.usecases.shop import Shop
from bot.usecases.stop import Stop
from bot.usecases.styles import Styles
from bot.usecases.subscribe import Subscribe
from bot.usecases.vouchers import Vouchers
from bot.usecases.works import Works
from engine.effect import Offer
from storage import Store
from storage.bans import BanScope
from storage.people import Person


@dataclass(frozen=True, slots=True)
class UseCases:
    """Everything a person can do, built once by the application."""

    store: Store
    shop: Shop
    buy: Buy
    subscribe: Subscribe
    contacts: Contacts
    prints: Prints
    orders: Orders
    intake: Intake
    offers: AskOffers
    quote: AskQuote
    prepare: Prepare
    order: Order
    see_first: SeeFirst
    stop: Stop
    works: Works
    styles: Styles
    balance: ShowBalance
    vouchers: Vouchers
    returns: Returns
    invite: Invite
    join: Join
    doors: Doors
    publish: Publish
    my_posts: MyPosts
    pen_name: PenName
    feed: Feed
    like: Like
    report: Report
    borrow: Borrow
    adopt: Adopt
    manners: Manners
    ban: Ban
    forget: Forget
    nudge: Callable[[], None]

    @property
    def prices(self) -> Prices:
        """Those in force."""
        return self.shop.catalogue.prices


@dataclass(slots=True)
class Turn:
    """A turn of the conversation. `sketch` and `scene` are kept when it ends, unless the person was forgotten; `banned`
    is what they may not."""

    can: UseCases
    incoming: Incoming
    chat: Chat
    person: Person
    texts: Texts
    sketch: Sketch
    scene: str
    banned: BanScope | None = None
    forgotten: bool = False
    _said: int = 0

    @property
    def address(self) -> Address:
        return self.incoming.address

    async def say(self, message: Message, *, reply_to: str | None = None) -> str:
        """Send a new message. The same turn taken again sends under the same keys."""
        self._said += 1
        return await self.chat.send(message, key=f"{self.incoming.update_key}:{self._said}", reply_to=reply_to)

    async def show(self, message: Message) -> str:
        """Turn the message whose button was pressed, or on whose canvas was drawn, into this one; else say it."""
        if isinstance(self.incoming.event, Pressed | Drawn):
            return await self.chat.edit(self.incoming.event.message_id, message)
        return await self.say(message)

    async def hint(self, key: str, **values: object) -> None:
        """Say one sentence."""
        await self.say(Message(self.texts(key, **values)))

    async def speak(self, locale: str) -> None:
        """Go on in another language."""
        async with self.can.store.transaction() as tx:
            await tx.people.set_locale(self.person.person_id, locale)
        self.texts = Texts(locale)

    async def offers(self) -> list[Offer]:
        """What can be painted now with what is at hand: by a learned look only where there is one."""
        return [offer for offer in await self.can.offers() if self.sketch.look or not offer.takes_look]

    def new_sketch(self) -> None:
        """Begin a painting of its own."""
        self.sketch = self.sketch.next(sketch_id(self.incoming.update_key))


def sketch_id(update_key: str) -> str:
    """An id that fits into a button, the same when the update comes again."""
    return uuid.uuid5(uuid.NAMESPACE_OID, update_key).hex[:12]
