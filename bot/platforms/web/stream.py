"""Live lines over Server-Sent Events: resumes where the browser stopped, by Last-Event-ID. Knows no page."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from bot.pages.locales import spoken
from bot.platforms.web.live import Listener
from bot.platforms.web.pencil import pencil
from bot.platforms.web.site import Site
from bot.texts import Texts
from storage import Busy
from storage.transcripts import Line

HEARTBEAT_S = 15.0  # proxies close what is silent for longer
WITHOUT_PENCIL = "without_pencil"  # in the query of a page that was opened while no worker was there
SLOW_S = 20.0  # a browser that does not read for so long has gone
HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def json_of(line: Line) -> dict[str, object]:
    """A line as the page draws it."""
    return {"id": line.message_id, "seq": line.seq, "edited": line.edited_seq, "author": line.author, "body": line.body}


def event_of(line: Line) -> bytes:
    return f"id: {line.edited_seq}\ndata: {written(json_of(line))}\n\n".encode()


def written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Stream:
    """`GET /live`: what changes in the visitor's chat, from `after` on; the pencil, for a page that has none yet."""

    site: Site

    async def follow(self, request: web.Request) -> web.StreamResponse:
        visitor = self.site.visitors.known(request)
        if visitor is None:
            return web.Response(status=204)  # tells an EventSource to stop asking
        response = web.StreamResponse(headers=HEADERS)
        await response.prepare(request)
        # The page was closed or does not read, or the database is locked: it comes back with its Last-Event-ID.
        with suppress(ConnectionError, TimeoutError, Busy):
            await write(response, b"retry: 1000\n\n")
            with self.site.live.listen(visitor, idle=WITHOUT_PENCIL in request.query) as listener:
                await self._follow(request, response, listener, visitor)
        return response

    async def _follow(self, request: web.Request, response: web.StreamResponse, listener: Listener, chat: str) -> None:
        seq, idle = seen(request), listener.idle
        while not listener.closed:
            lines = await self._since(chat, seq)
            if lines is None:
                await write(response, b"event: reset\ndata:\n\n")
                return
            if lines:
                await write(response, b"".join(map(event_of, lines)))
                seq = max(line.edited_seq for line in lines)
            if idle and not listener.idle:
                idle = False
                await write(response, await self._pencil(request, chat))
            if not await listener.news(HEARTBEAT_S):
                await write(response, b": still here\n\n")

    async def _pencil(self, request: web.Request, visitor: str) -> bytes:
        """For a page that is older than the worker; it has no number, for it is no change of the chat."""
        pad = await pencil(self.site.store, Texts(spoken(request, await self.site.person(visitor))))
        return f"event: pencil\ndata: {written(pad)}\n\n".encode()

    async def _since(self, chat: str, seq: int) -> list[Line] | None:
        """What the page has not seen; None when it shows a chat that has been deleted since."""
        async with self.site.store.reading() as tx:
            lines = await tx.transcripts.since(chat, seq)
            if not lines and (await tx.transcripts.heads([chat])).get(chat, 0) < seq:
                return None
        return lines


def seen(request: web.Request) -> int:
    """The last change that the page has drawn."""
    text = request.headers.get("Last-Event-ID") or request.query.get("after", "")
    return int(text) if text.isascii() and text.isdigit() else 0


async def write(response: web.StreamResponse, data: bytes) -> None:
    async with asyncio.timeout(SLOW_S):
        await response.write(data)
