"""`POST /glimpse`: a drawing in, what it would become out. Knows no page; keeps nothing."""

import asyncio
import math
from dataclasses import dataclass

import structlog
from aiohttp import hdrs, web

from bot.platforms.web.hearing import refusal, stranger
from bot.platforms.web.site import Site
from bot.usecases.glimpse import DRAWING, NobodyFree, NothingToSee, TooOften
from engine.errors import BadPicture
from storage import Busy, Full

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class GlimpseDoor:
    """The body is the drawing, a PNG; the answer a JPEG, or why there is none yet: the page asks again with what is
    drawn by then."""

    site: Site

    async def show(self, request: web.Request) -> web.Response:
        visitor = self.site.visitors.sender(request)
        if visitor is None:
            return stranger()
        network, effect = self.site.addresses.hash(request), request.query.get("effect", "")
        try:
            picture = await self.site.glimpse(visitor, network, effect, await self._drawing(request))
        except TooOften as error:
            answer = refusal(request, 429, "web-glimpse-often")
            answer.headers[hdrs.RETRY_AFTER] = str(math.ceil(error.after_s))
            return answer
        except BadPicture as error:
            return refusal(request, 413 if error.reason.startswith("too_many") else 400, "web-unclear")
        except NothingToSee:
            return refusal(request, 422, "web-glimpse-nothing")
        except NobodyFree:
            return refusal(request, 503, "web-glimpse-busy")
        except TimeoutError:
            return refusal(request, 408, "web-too-slow")
        except (Busy, Full) as error:
            log.warning("no glimpse", error=str(error))
            return refusal(request, 503, "web-glimpse-busy")
        return web.Response(body=picture, content_type="image/jpeg", headers={hdrs.CACHE_CONTROL: "no-store"})

    async def _drawing(self, request: web.Request) -> bytes:
        """Raises BadPicture for more than a drawing has, TimeoutError for a browser that stands still."""
        data = bytearray()
        while chunk := await self._chunk(request):
            data += chunk
            if len(data) > DRAWING.file_bytes:
                raise BadPicture("too_many_bytes", actual=len(data), limit=DRAWING.file_bytes)
        return bytes(data)

    async def _chunk(self, request: web.Request) -> bytes:
        async with asyncio.timeout(self.site.limits.upload_idle_s):
            return await request.content.readany()
