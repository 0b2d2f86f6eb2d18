"""What is sent at most once: an attempt is noted before it is made, so that who comes after a crash knows of it.

Telegram cannot tell repeats, and of two posts in a channel one could never be taken back: nobody would know its place.
"""

from dataclasses import dataclass

import structlog

from bot.chat import TryLater
from storage import StorageError, Store

BEGUN = "begun"
STORE_S = 5.0  # until a locked database may be asked again

logger = structlog.get_logger()


class Lost(Exception):
    """It was attempted, and what became of it is unknown."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """By names that are the same when the same thing is sent again, and by the places where it arrived."""

    store: Store
    kind: str

    async def begin(self, name: str) -> str | None:
        """Where it stands; None: send it now. Raises Lost, and TryLater when nothing can be noted."""
        try:
            async with self.store.transaction() as tx:
                before = await tx.cursors.get(self._attempt(name))
                if before is None:
                    await tx.cursors.move(self._attempt(name), BEGUN)
        except StorageError:
            raise TryLater(STORE_S) from None
        if before == BEGUN:
            raise Lost(name)
        return before

    async def succeeded(self, name: str, place: str) -> None:
        """Whoever asked us knows the place; it is noted for the case that they could not note it."""
        try:
            async with self.store.transaction() as tx:
                await tx.cursors.move(self._attempt(name), place)
                await tx.cursors.move(self._place(place), name)
        except StorageError as error:
            logger.warning("an attempt that succeeded was not noted", name=name, error=str(error))

    async def failed(self, name: str) -> None:
        """It has certainly not arrived: it may be sent again."""
        try:
            async with self.store.transaction() as tx:
                await tx.cursors.drop(self._attempt(name))
        except StorageError as error:
            logger.warning("an attempt that failed was not noted", name=name, error=str(error))

    async def undone(self, place: str) -> None:
        """Nothing stands there any more: it may be sent again. Raises TryLater."""
        try:
            async with self.store.transaction() as tx:
                name = await tx.cursors.get(self._place(place))
                if name is not None:
                    await tx.cursors.drop(self._attempt(name))
                    await tx.cursors.drop(self._place(place))
        except StorageError:
            raise TryLater(STORE_S) from None

    def _attempt(self, name: str) -> str:
        return f"{self.kind} attempt {name}"

    def _place(self, place: str) -> str:
        return f"{self.kind} place {place}"
