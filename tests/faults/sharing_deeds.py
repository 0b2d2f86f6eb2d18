"""What is done with accounts and with what people share, for a process that dies in the middle of it; see
tests/faults/mortal.py."""

import asyncio
import os
from dataclasses import dataclass
from typing import ClassVar, cast
from urllib.request import Request, urlopen

from bot.catalogue import Catalogue
from bot.outlet import Share, Spot
from bot.prices import Prices
from bot.settings import Settings
from bot.usecases.bookkeeping import Bookkeeping
from bot.usecases.contacts import Contacts
from bot.usecases.doors import Doors
from bot.usecases.forget import Forget
from bot.usecases.guesses import Guesses
from bot.usecases.join import Join, NoLink
from bot.usecases.manners import Manners
from bot.usecases.moderate import Moderate
from bot.usecases.publish import Publish, Wish
from bot.usecases.reasons import Reason
from bot.usecases.spread import Spread
from bot.usecases.stop import Stop
from storage import Missing, Store

PLATFORM = "web"


@dataclass(frozen=True, slots=True)
class Wall:
    """An outlet over HTTP: see `Billboard` of tests/faults/test_sharing_faults.py. It hears who calls."""

    url: str
    name: ClassVar[str] = "town.wall"

    async def post(self, share: Share) -> Spot:
        await share.card.read()
        return Spot(await self._call("POST", share.post_id))

    async def take_back(self, place: str) -> None:
        await self._call("DELETE", place)

    async def _call(self, method: str, what: str) -> str:
        request = Request(f"{self.url}/{what}", method=method, headers={"From": str(os.getpid())})
        return await asyncio.to_thread(lambda: urlopen(request).read().decode())


async def join(settings: Settings, store: Store, account: str, code: str) -> str:
    """What somebody hears who brings a code from this account."""
    joins = Join(store, Catalogue(Prices.load()), Contacts(store, settings.key), Guesses())
    async with store.reading() as tx:
        person = await tx.people.by_identity(PLATFORM, account)
    assert person
    try:
        await joins(person, code)
    except NoLink as refused:
        return refused.why
    return "joined"


async def gather(settings: Settings, store: Store) -> None:
    await Bookkeeping(store).gather()


async def spread(settings: Settings, store: Store, url: str) -> None:
    """One look of a chat process; whoever looks next takes it for dead."""
    await Spread(store, Doors({}), {}, lambda post: post.title, gap_s=0, lease_s=-1).look(Wall(url))


async def publish(settings: Settings, store: Store, person_id: str, work_id: str) -> str:
    return (await Publish(store)(person_id, work_id, Wish("My cat"))).post_id


async def unpublish(settings: Settings, store: Store, person_id: str, post_id: str) -> bool:
    """False when it was gone."""
    try:
        await Publish(store).delete(person_id, post_id)
    except Missing:
        return False
    return True


async def forget(settings: Settings, store: Store, person_id: str) -> None:
    stop = cast("Stop", None)  # who waits for no painting has none to be stopped
    await Forget(store, stop)(person_id)


async def take_down(settings: Settings, store: Store, post_id: str) -> bool:
    """False when that was decided."""
    try:
        await Moderate(store).take_down("Olga", post_id, Reason.COPYRIGHT)
    except Missing:
        return False
    return True


async def share(settings: Settings, store: Store, person_id: str, style_id: str) -> str:
    return await Manners(store).share(person_id, style_id)


async def drop(settings: Settings, store: Store, person_id: str, style_id: str) -> bool:
    """False when the style was gone."""
    try:
        await Manners(store).delete(person_id, style_id)
    except Missing:
        return False
    return True
