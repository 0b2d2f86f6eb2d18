"""The chat process as one object, wired by hand: what a platform may ask for, and everything that runs in it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import storage
from bot.chat import Address, Chat
from bot.inbox import Inbox
from bot.platform import Platform, platforms
from bot.prices import Prices
from bot.queue import Couriers, Glimpses, Queue
from bot.settings import Settings
from bot.talk.conversation import Conversation
from bot.talk.turn import UseCases
from bot.talk.views import JobViews
from bot.usecases.balance import ShowBalance
from bot.usecases.deliver import Deliver
from bot.usecases.follow import Follow, Followed
from bot.usecases.forget import Forget
from bot.usecases.glimpse import Glimpse
from bot.usecases.intake import Intake
from bot.usecases.offers import AskOffers
from bot.usecases.order import Order
from bot.usecases.prepare import Prepare
from bot.usecases.quote import AskQuote
from bot.usecases.status import Statuses
from bot.usecases.stop import Stop
from bot.usecases.styles import Styles
from bot.usecases.views import JobLocks
from bot.usecases.works import Works


@dataclass(slots=True)
class App:
    """One chat process. `platforms` holds those that are configured; each is opened with the app it belongs to."""

    settings: Settings
    store: storage.Store
    queue: Queue
    inbox: Inbox
    follow: Follow = field(init=False)
    deliver: Deliver = field(init=False)
    conversation: Conversation = field(init=False)
    glimpse: Glimpse = field(init=False)
    platforms: dict[str, Platform] = field(default_factory=dict)

    def __post_init__(self) -> None:
        prices, locks = Prices.load(self.settings.prices), JobLocks()
        views = JobViews(self.store, prices)
        followed = Followed(lambda: tuple(self.platforms), self.chat, views)
        self.follow = Follow(self.store, Statuses(self.store), followed, locks)
        self.deliver = Deliver(self.store, self.chat, views, locks)
        self.conversation = Conversation(use_cases(self.store, self.queue, prices, self.follow))
        self.glimpse = Glimpse(self.store, Glimpses(self.queue))

    def chat(self, address: Address) -> Chat:
        return self.platforms[address.platform].chat(address)

    async def run(self) -> None:
        """Receive, follow and deliver until cancelled."""
        couriers = Couriers(self.settings, self.store, self.queue, tuple(self.platforms), self.deliver)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.follow.run())
            tasks.create_task(couriers.serve())
            for platform in self.platforms.values():
                tasks.create_task(platform.serve())


def use_cases(store: storage.Store, queue: Queue, prices: Prices, follow: Follow) -> UseCases:
    """Everything a person can do."""
    quote, stop = AskQuote(store, prices), Stop(store, queue)
    return UseCases(
        store=store,
        prices=prices,
        intake=Intake(store),
        offers=AskOffers(store),
        quote=quote,
        prepare=Prepare(store),
        order=Order(store, queue, prices),
        stop=stop,
        works=Works(store),
        styles=Styles(store),
        balance=ShowBalance(store, prices, quote),
        forget=Forget(store, stop),
        nudge=follow.nudge,
    )


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[App]:
    """The application with its storage and queue open and every configured platform in it. Raises Misconfigured."""
    async with (
        storage.open(settings.database_url, settings.blob_url, settings.key) as store,
        Queue.open(settings.database_url) as queue,
    ):
        app = App(settings, store, queue, Inbox(store))
        for platform in platforms():
            if opened := platform.open(app):
                app.platforms[platform.name] = opened
        yield app
