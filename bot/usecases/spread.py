"""Posts of the feed travel to outlets: a channel, a wall. Knows the port; knows no outlet and no words.

Nothing arrives twice: a post is marked before it is sent, and one whose fate nobody knows is left alone.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from bot.chat import DeliveryError, Gone, Refused, TryLater, Unsure
from bot.outlet import HasOutlets, Outlet, Share, Spot
from bot.platform import Platform
from bot.usecases.doors import Doors
from bot.usecases.pictures import attachment
from storage import Missing, StorageError, Store
from storage.posts import Post
from storage.spreads import SpreadRow

LOOK_S = 5.0
LEASE_S = 300.0  # longer than any upload takes
PAUSE_S = 60.0
FILM_S = 120.0  # in which the film of a painting that was published at once is ready, if it ever will be
HOUR_S = 3600.0

log = structlog.get_logger()


class Caption(Protocol):
    """What stands under a post elsewhere; `bot.talk` knows."""

    def __call__(self, post: Post, /) -> str: ...


def outlets(platforms: Iterable[Platform]) -> Iterator[Outlet]:
    """Every outlet of these platforms."""
    for platform in platforms:
        if isinstance(platform, HasOutlets):
            yield from platform.outlets()


@dataclass(frozen=True, slots=True)
class Spread:
    """One task for each outlet: a slow one holds nobody up. Between two posts at least `gap_s` seconds pass there."""

    store: Store
    doors: Doors
    platforms: Mapping[str, Platform]
    caption: Caption
    gap_s: float
    lease_s: float = LEASE_S
    film_s: float = FILM_S

    async def serve(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for outlet in outlets(self.platforms.values()):
                tasks.create_task(self._serve(outlet))

    async def _serve(self, outlet: Outlet) -> None:
        while True:
            try:
                await self.look(outlet)
            except StorageError as error:
                log.warning("spreads not looked up", outlet=outlet.name, error=str(error))
            await asyncio.sleep(LOOK_S)

    async def look(self, outlet: Outlet) -> None:
        """Send and take back what is due."""
        since = await self._since(outlet)
        async with self.store.reading() as tx:
            if not await tx.spreads.busy(outlet.name, since, self.gap_s):
                return  # the usual case must not take the write lock
        async with self.store.transaction() as tx:
            for post_id in await tx.spreads.reconcile(outlet.name, since):
                log.warning("perhaps spread, not sent again", outlet=outlet.name, post_id=post_id)
            for post_id in await tx.spreads.forsake(outlet.name):
                log.error("perhaps still to be seen: please look", outlet=outlet.name, post_id=post_id)
        while row := await self._claim_unwanted(outlet):
            await self.take_back(outlet, row)
        while row := await self._claim(outlet):
            await self.send(outlet, row)

    async def send(self, outlet: Outlet, row: SpreadRow) -> None:
        """Send what was claimed, and note what became of it."""
        try:
            spot = await self._sent(outlet, row)
        except Unsure:
            log.error("perhaps spread, not sent again: please look", outlet=outlet.name, post_id=row.post_id)
            async with self.store.transaction() as tx:
                await tx.spreads.unsure(row)
        except TryLater as later:
            await self._later(row, later.after_s)
        except (Gone, Refused, Missing) as error:
            log.error("not spread", outlet=outlet.name, post_id=row.post_id, why=str(error))
            async with self.store.transaction() as tx:
                await tx.spreads.failed(row)
        except Exception:  # a defect in an outlet, too, must not end the others
            log.exception("perhaps spread, not sent again", outlet=outlet.name, post_id=row.post_id)
            async with self.store.transaction() as tx:
                await tx.spreads.unsure(row)
        else:
            log.info("spread", outlet=outlet.name, post_id=row.post_id, place=spot.place)
            await self._note(row, spot)

    async def take_back(self, outlet: Outlet, row: SpreadRow) -> None:
        """Take back what was claimed; that can be repeated without harm."""
        assert row.place is not None
        try:
            await outlet.take_back(row.place)
        except TryLater as later:
            await self._later(row, later.after_s)
        except (Gone, Refused) as error:
            log.error("still to be seen", outlet=outlet.name, place=row.place, why=str(error))
            async with self.store.transaction() as tx:
                await tx.spreads.failed(row)
        except DeliveryError as error:
            log.warning("not taken back yet", outlet=outlet.name, place=row.place, error=str(error))
            await self._later(row, PAUSE_S)
        else:
            async with self.store.transaction() as tx:
                await tx.spreads.withdrawn(row)

    async def _since(self, outlet: Outlet) -> datetime:
        """When the outlet was first seen: it does not get what was there before."""
        name = f"spread:{outlet.name}"
        async with self.store.reading() as tx:
            known = await tx.cursors.get(name)
        if known is None:
            async with self.store.transaction() as tx:
                known = (await tx.now()).isoformat()
                await tx.cursors.move(name, known)
        return datetime.fromisoformat(known)

    async def _claim(self, outlet: Outlet) -> SpreadRow | None:
        async with self.store.transaction() as tx:
            return await tx.spreads.claim(outlet.name, self.lease_s, self.gap_s)

    async def _claim_unwanted(self, outlet: Outlet) -> SpreadRow | None:
        async with self.store.transaction() as tx:
            return await tx.spreads.claim_unwanted(outlet.name, self.lease_s)

    async def _note(self, row: SpreadRow, spot: Spot) -> None:
        """However long the database needs to recover: what nobody knows the place of cannot be taken back."""
        while True:
            try:
                async with self.store.transaction() as tx:
                    await tx.spreads.spread(row, spot.place, spot.link)
                return
            except StorageError as error:
                log.warning("trying again", error=str(error))
            await asyncio.sleep(LOOK_S)

    async def _later(self, row: SpreadRow, after_s: float) -> None:
        async with self.store.transaction() as tx:
            await tx.spreads.later(row, after_s)

    async def _sent(self, outlet: Outlet, row: SpreadRow) -> Spot:
        """Raises DeliveryError, and Missing when the post went a moment ago."""
        async with self.store.reading() as tx:
            post = await tx.posts.get(row.post_id)
        return await outlet.post(await self._share(outlet, post))

    async def _share(self, outlet: Outlet, post: Post) -> Share:
        """The post as it travels. Raises TryLater while its film may be in the making."""
        film = await self._film(post)
        return Share(
            post_id=post.post_id,
            text=self.caption(post),
            card=attachment(self.store, post.card_key),
            picture=attachment(self.store, post.picture_key),
            film=attachment(self.store, film) if film else None,
            link=self.doors.post(outlet.name.partition(".")[0], post.post_id) or "",
            key=f"{outlet.name}:{post.post_id}",
        )

    async def _film(self, post: Post) -> str | None:
        """Where its film is; None where there is none. A film that comes later than its post does not follow it."""
        if post.video_key is None or await self.store.blobs.exists(post.video_key):
            return post.video_key
        async with self.store.reading() as tx:
            age = await tx.now() - post.created_at
        if age.total_seconds() < self.film_s:
            raise TryLater(LOOK_S)
        return None
