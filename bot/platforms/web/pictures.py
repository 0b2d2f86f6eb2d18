"""Pictures of a chat, shown to its person only; house styles, shown to everybody. Knows no page."""

from dataclasses import dataclass

from aiohttp import hdrs, web
from multidict import CIMultiDict

from bot.platforms.web.site import Site
from bot.usecases.pictures import read
from storage import Missing
from storage.former import theirs

HOUSE = "house:"
OURS = "public, max-age=86400"
THEIRS = "private, max-age=31536000, immutable"  # a key never names another picture
MAGIC = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp", b"GIF8": "image/gif"}
FILM = b"ftyp", "video/mp4"  # after the length of the first box, ISO 14496-12
UNKNOWN = "application/octet-stream"


def media_type(data: bytes) -> str:
    """A picture or film that browsers show, else bytes to save: what it is, never what somebody called it."""
    if data[4:8] == FILM[0]:
        return FILM[1]
    return next((kind for magic, kind in MAGIC.items() if data.startswith(magic)), UNKNOWN)


@dataclass(frozen=True, slots=True)
class PictureDoor:
    """`GET /picture/<key>`; `?save=<name>` downloads it."""

    site: Site

    async def show(self, request: web.Request) -> web.Response:
        key = request.match_info["key"]
        if not await self._may_see(request, key):
            raise web.HTTPNotFound  # the same for what is another's and for what is not there
        try:
            data = await read(self.site.store, key)
        except (Missing, ValueError):  # ValueError: nothing that could be a key
            raise web.HTTPNotFound from None
        headers = CIMultiDict({hdrs.CACHE_CONTROL: OURS if key.startswith(HOUSE) else THEIRS})
        if name := request.query.get("save"):
            headers[hdrs.CONTENT_DISPOSITION] = f'attachment; filename="{plain(name)}"'
        return part_of(request, data, headers)

    async def _may_see(self, request: web.Request, key: str) -> bool:
        if key.startswith(HOUSE):
            return True
        visitor = self.site.visitors.known(request)
        if visitor is None or ".." in key:
            return False
        person = await self.site.person(visitor)
        if person is None:
            return False
        async with self.site.store.reading() as tx:
            return theirs(key, await tx.people.owners(person.person_id))


def part_of(request: web.Request, data: bytes, headers: CIMultiDict[str]) -> web.Response:
    """The whole, or the part that was asked for: some browsers play no film that they cannot have in parts. RFC 9110,
    section 14; several ranges in one request are answered with the whole, as it allows."""
    kind = media_type(data)
    headers[hdrs.ACCEPT_RANGES] = "bytes"
    try:
        begin, end, _ = request.http_range.indices(len(data))
    except ValueError:
        begin, end = 0, len(data)
    if hdrs.RANGE not in request.headers or (begin, end) == (0, len(data)):
        return web.Response(body=data, content_type=kind, headers=headers)
    if begin >= end:
        raise web.HTTPRequestRangeNotSatisfiable(headers={hdrs.CONTENT_RANGE: f"bytes */{len(data)}"})
    headers[hdrs.CONTENT_RANGE] = f"bytes {begin}-{end - 1}/{len(data)}"
    return web.Response(status=206, body=data[begin:end], content_type=kind, headers=headers)


def plain(name: str) -> str:
    """A file name without anything that a header or a disk could take for something else."""
    return "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter in "._- "))[:80]
