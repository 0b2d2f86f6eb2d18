"""The prices in force: what the owner set last for all machines, else what this machine's file says. Knows no chat."""

import asyncio

import structlog

from bot.prices import Prices
from storage import StorageError, Store

FOLLOW_S = 3.0  # how old the prices of another process may be

log = structlog.get_logger()


class Catalogue:
    """`prices` are those in force; `given` are the file's."""

    def __init__(self, given: Prices) -> None:
        self.given = self.prices = given
        self._version = 0

    async def refresh(self, store: Store) -> None:
        """Look whether the owner has set others. Raises Busy; what cannot be read any more is logged and not taken."""
        async with store.reading() as tx:
            newest = await tx.catalogues.newest()
        if newest is None or newest.version == self._version:
            return
        self._version = newest.version
        try:
            self.prices = Prices.parse(newest.text) if newest.text else self.given
        except ValueError:  # written by a newer release
            log.exception("prices not understood, the former ones stay", version=newest.version)
        else:
            log.info("prices", version=newest.version, set_by=newest.author)

    async def follow(self, store: Store) -> None:
        """Keep up until cancelled."""
        while True:
            try:
                await self.refresh(store)
            except StorageError as error:
                log.warning("prices not looked up", error=str(error))
            await asyncio.sleep(FOLLOW_S)
