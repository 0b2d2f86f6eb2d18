"""Whether photos that we hold are grey: seen on their small copies, so that nobody waits. Knows no draft."""

import asyncio
from collections.abc import Sequence

from bot.usecases.pictures import copy_key, read
from engine.grey import is_grey
from engine.picture import decode
from storage import Store


async def grey(store: Store, keys: Sequence[str]) -> list[bool]:
    """Of each photo, whether it is grey or toned. Raises Missing when one is gone."""
    small = [await read(store, copy_key(key, "thumbnail")) for key in keys]
    return await asyncio.to_thread(lambda: [is_grey(decode(data)) for data in small])
