"""The chat process as one object, wired by hand: what a platform may ask for, and everything that runs in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import storage
from bot.catalogue import Catalogue
from bot.chat import Address, Chat
from bot.inbox import Inbox
from bot.platform import Platform, platforms
from bot.prices import Prices
from bot.queue import Couriers, Glimpses, Queue
from bot.settings import Settings
from bot.store import opened_store
from bot.talk.captions import SpreadCaption
from bot.talk.conversation import Conversation
from bot.talk.notices import NoticeWords
from bot.talk.scenes.news import LetterWords
from bot.talk.turn import UseCases
from bot.talk.views import JobViews
from bot.till import Till, tills
from bot.usecases.adopt import Adopt
from bot.usecases.balance import ShowBalance
from bot.usecases.ban import Ban
from bot.usecases.bookkeeping import Bookkeeping
from bot.usecases.borrow import Borrow
from bot.usecases.buy import Buy
from bot.usecases.checkout import Checkout
from bot.usecases.contacts import Contacts
from bot.usecases.count_days import CountDays
from bot.usecases.credit import Credit
from bot.usecases.deliver import Deliver
from bot.usecases.doors import Doors
from bot.usecases.feed import Feed
from bot.usecases.follow import Follow, Followed
from bot.usecases.forget import Forget
from bot.usecases.glimpse import Glimpse
from bot.usecases.guesses import Guesses
from bot.usecases.intake import Intake
from bot.usecases.invite import Invite
from bot.usecases.join import Join
from bot.usecases.letters import Letters
from bot.usecases.look_first import SeeFirst
from bot.usecases.manners import Manners
from bot.usecases.marks import Like, Report
from bot.usecases.naming import PenName
from bot.usecases.notify import Notify
from bot.usecases.offers import AskOffers
from bot.usecases.order import Order
from bot.usecases.orders import Orders
from bot.usecases.posts import MyPosts
from bot.usecases.prepare import Prepare
from bot.usecases.prints import Prints
from bot.usecases.publish import Publish
from bot.usecases.quote import AskQuote
from bot.usecases.refund import Refund, Refunds
from bot.usecases.returns import Returns
from bot.usecases.sell import Sell
from bot.usecases.shop import Shop
from bot.usecases.spread import HOUR_S, Spread
from bot.usecases.status import Statuses
from bot.usecases.stop import Stop
from bot.usecases.styles import Styles
from bot.usecases.subscribe import Renewals, Subscribe
from bot.usecases.views import JobLocks
from bot.usecases.vouchers import Vouchers
from bot.usecases.works import Works


@dataclass(slots=True)
class App:
    """One chat process. `platforms` and `tills` hold those that are configured; each is opened with the app it belongs
    to, the tills after the platforms."""

    settings: Settings
    store: storage.Store
    queue: Queue
    inbox: Inbox
    catalogue: Catalogue = field(init=False)
    checkout: Checkout = field(init=False)
    credit: Credit = field(init=False)
    refund: Refund = field(init=False)
    contacts: Contacts = field(init=False)
    doors: Doors = field(init=False)
    ban: Ban = field(init=False)
    follow: Follow = field(init=False)
    deliver: Deliver = field(init=False)
    conversation: Conversation = field(init=False)
    glimpse: Glimpse = field(init=False)
    platforms: dict[str, Platform] = field(default_factory=dict)
    tills: dict[str, Till] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.catalogue, locks = Catalogue(Prices.load(self.settings.prices)), JobLocks()
        self.checkout = Checkout(self.store, self.settings.derive("checkout"))
        self.credit, self.refund = Credit(self.store), Refund(self.store)
        self.contacts = Contacts(self.store, self.settings.derive("contacts"))
        self.doors = Doors(self.platforms, self.settings.public_url)
        self.ban = Ban(self.store, self.settings.derive("bans"))
        shop = Shop(self.catalogue, self.tills, self.platforms, self.settings.support)
        views = JobViews(self.store, shop)
        followed = Followed(lambda: tuple(self.platforms), self.chat, views)
        self.follow = Follow(self.store, Statuses(self.store), followed, locks)
        invite = Invite(self.store, self.catalogue)
        sell = Sell(self.store, self.platforms, self.checkout.sign)
        self.deliver = Deliver(self.store, self.chat, views, locks, invite.painted, sell)
        self.conversation = Conversation(
            use_cases(
                self.store, self.queue, shop, self.contacts, self.follow, self.doors, self.ban, self.settings.watermark
            )
        )
        self.glimpse = Glimpse(self.store, Glimpses(self.queue))

    def chat(self, address: Address) -> Chat:
        return self.platforms[address.platform].chat(address)

    def spread(self) -> Spread:
        """What carries posts of the feed to the outlets of the platforms."""
        caption, gap_s = SpreadCaption(self.settings.spread_locale), HOUR_S / self.settings.spread_per_hour
        return Spread(self.store, self.doors, self.platforms, caption, gap_s)

    async def run(self) -> None:
        """Receive, follow, deliver and keep the tills until cancelled."""
        couriers = Couriers(self.settings, self.store, self.queue, tuple(self.platforms), self.deliver)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.follow.run())
            tasks.create_task(couriers.serve())
            tasks.create_task(self.catalogue.follow(self.store))
            tasks.create_task(Notify(self.store, lambda: tuple(self.platforms), self.chat, NoticeWords()).serve())
            tasks.create_task(Letters(self.store, lambda: tuple(self.platforms), self.chat, LetterWords()).serve())
            tasks.create_task(Refunds(self.store, self.tills).serve())
            tasks.create_task(Renewals(self.store, self.tills).serve())
            tasks.create_task(Bookkeeping(self.store).serve())
            tasks.create_task(CountDays(self.store).serve())
            tasks.create_task(self.spread().serve())
            for till in self.tills.values():
                tasks.create_task(till.serve())
            for platform in self.platforms.values():
                tasks.create_task(platform.serve())


def use_cases(
    store: storage.Store,
    queue: Queue,
    shop: Shop,
    contacts: Contacts,
    follow: Follow,
    doors: Doors,
    ban: Ban,
    watermark: str = "",
) -> UseCases:
    """Everything a person can do."""
    catalogue = shop.catalogue
    buy = Buy(store, catalogue)
    intake = Intake(store)
    quote, stop = AskQuote(store, catalogue), Stop(store, queue)
    return UseCases(
        store=store,
        shop=shop,
        buy=buy,
        subscribe=Subscribe(store, shop.tills),
        contacts=contacts,
        prints=Prints(store, buy, contacts),
        orders=Orders(store),
        intake=intake,
        offers=AskOffers(store),
        quote=quote,
        prepare=Prepare(store),
        order=Order(store, queue, catalogue),
        see_first=SeeFirst(store, queue, shop),
        stop=stop,
        works=Works(store),
        styles=Styles(store),
        balance=ShowBalance(store, catalogue, quote),
        vouchers=Vouchers(store, catalogue, Guesses()),
        returns=Returns(store),
        invite=Invite(store, catalogue),
        join=Join(store, catalogue, contacts, Guesses()),
        doors=doors,
        publish=Publish(store, watermark),
        my_posts=MyPosts(store),
        pen_name=PenName(store),
        feed=Feed(store),
        like=Like(store),
        report=Report(store),
        borrow=Borrow(store, intake),
        adopt=Adopt(store, intake),
        manners=Manners(store),
        ban=ban,
        forget=Forget(store, stop),
        nudge=follow.nudge,
    )


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[App]:
    """The application with its storage and queue open and all that is configured in it. Raises Misconfigured."""
    async with (
        opened_store(settings) as store,
        Queue.open(settings.database_url) as queue,
    ):
        app = App(settings, store, queue, Inbox(store))
        await app.catalogue.refresh(store)
        for platform in platforms():
            if opened := platform.open(app):
                app.platforms[platform.name] = opened
        for till in tills():
            if ready := till.open(app):
                app.tills[till.name] = ready
        yield app
