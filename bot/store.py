"""The storage that the settings name. Knows what stands in the way of opening it; knows no table."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import storage
from bot.settings import Misconfigured, Settings
from storage import Busy, Full, Store, Unusable


@asynccontextmanager
async def opened_store(settings: Settings, *, make: bool = True) -> AsyncIterator[Store]:
    """Database and blobs; Misconfigured says what keeps them from being opened. `make`: what is not there is made."""
    async with AsyncExitStack() as stack:
        opening = storage.open(settings.database_url, settings.blob_url, settings.key, make=make)
        try:
            store = await stack.enter_async_context(opening)
        except (Busy, Full, Unusable) as error:
            raise Misconfigured(str(error)) from error
        yield store
