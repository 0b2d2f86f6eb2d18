"""How a person waits for something to appear, and what is said when it does not."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

PATIENCE_S = 15.0
T = TypeVar("T")


class Unseen(AssertionError):
    """What a person waited for did not come; the message shows the dialogue."""


async def until(
    changed: asyncio.Condition, look: Callable[[], T | None], within_s: float, complaint: Callable[[], str]
) -> T:
    """What `look` finds, now or after a change."""
    try:
        async with asyncio.timeout(within_s), changed:
            while (found := look()) is None:
                await changed.wait()
            return found
    except TimeoutError:
        raise Unseen(complaint()) from None
