"""Live lines over Server-Sent Events: resumes where the browser stopped, by Last-Event-ID. Knows no page."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from bot.platforms.web.site import Site
from storage import Busy
from storage.transcripts import Line

HEARTBEAT_S = 15.0  # proxies close what is silent for longer
SLOW_S = 20.0  # a browser that does not read for so long has gone
HEADERS = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def json_of(line: Line) -> dict[str, object]:
    """A line as the page draws it."""
    return {"id": line.message_id, "seq": line.seq, "edited": line.edited_seq, "author": line.author, "body": line.body}


def event_of(line: Line) -> bytes:
    data = json.dumps(json_of(line), ensure_ascii=False, separators=(",", ":"))
    return f"id: {line.edited_seq}\ndata: {data}\n\n".encode()


@dataclass(frozen=True, slots=True)
class Stream:
    """`GET /live`: what changes in the visitor's chat, from `after` on."""

    site: Site

    async def follow(self, request: web.Request) -> web.StreamResponse:
        visitor = self.site.visitors.known(request)
        if visitor is None:
            return web.Response(status=204)  # tells an EventSource to stop asking
        response = web.StreamResponse(headers=HEADERS)
        await response.prepare(request)
        # The page was closed or does not read, or the database is locked: it comes back with its Last-Event-ID.
        with suppress(ConnectionError, TimeoutError, Busy):
            await self._follow(response, visitor, seen(request))
        return response

    async def _follow(self, response: web.StreamResponse, chat: str, seq: int) -> None:
        await write(response, b"retry: 1000\n\n")
        with self.site.live.listen(chat) as listener:
            while not listener.closed:
                lines = await self._since(chat, seq)
                if lines is None:
                    await write(response, b"event: reset\ndata:\n\n")
                    return
                if lines:
                    await write(response, b"".join(map(event_of, lines)))
                    seq = max(line.edited_seq for line in lines)
                if not await listener.news(HEARTBEAT_S):
                    await write(response, b": still here\n\n")

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
