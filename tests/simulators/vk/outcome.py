"""How a call ends: as it should, or by the fault that it met."""

import asyncio
import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.simulators.vk.errors import ApiError
from tests.simulators.vk.faults import Fault
from tests.simulators.vk.world import Json

HANGS_S = 3600.0  # a fault that never answers: the bot must give up, not we


async def outcome(
    fault: Fault | None, perform: Callable[[], Awaitable[Json]], failure: Callable[[Fault], Json] | None = None
) -> web.Response:
    """What the call comes to; `failure` words a fault in the manner of the place."""
    if fault is None:
        return answer(await perform())
    if fault.done:
        await perform()
    match fault.how:
        case "silence":
            await asyncio.sleep(HANGS_S)
        case "bad gateway":
            return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
        case "bad JSON":
            return web.Response(text='{"response": {"cou', content_type="application/json")
    return answer(failure(fault) if failure else ApiError(fault.code).told({}))


def answer(told: Json) -> web.Response:
    return web.Response(text=json.dumps(told), content_type="application/json")
