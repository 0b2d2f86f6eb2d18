"""Pictures of a chat, shown to its person only; house styles and what is shared, shown to everybody. Knows no page."""

from dataclasses import dataclass

from aiohttp import hdrs, web
from multidict import CIMultiDict

from bot.platforms.web.site import Site
from bot.usecases.bring import STYLE_NAMED, StylePictures
from bot.usecases.pictures import read
from bot.usecases.post_pictures import NAMED, PostPictures
from storage import Missing
from storage.former import theirs
from storage.people import Person

HOUSE = "house:"
OURS = "public, max-age=86400"
THEIRS = "private, max-age=31536000, immutable"  # a key never names another picture
SHARED = "private, max-age=600"  # it may be taken back
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
        try:
            data = await self._read(request, key)
        except (Missing, ValueError):  # ValueError: nothing that could be a key
            raise web.HTTPNotFound from None  # the same for what is another's and for what is not there
        headers = CIMultiDict({hdrs.CACHE_CONTROL: kept_for(key)})
        if name := request.query.get("save"):
            headers[hdrs.CONTENT_DISPOSITION] = f'attachment; filename="{plain(name)}"'
        return part_of(request, data, headers)

    async def _read(self, request: web.Request, key: str) -> bytes:
        """What this visitor may see; raises Missing, and ValueError."""
        if key.startswith(HOUSE):
            return await read(self.site.store, key)
        visitor = self.site.visitors.known(request)
        person = await self.site.person(visitor) if visitor else None
        if key.startswith(NAMED):
            return await PostPictures(self.site.store).read(key, person.person_id if person else None)
        if key.startswith(STYLE_NAMED):
            return await StylePictures(self.site.store).read(key, person.person_id if person else None)
        if person is None or ".." in key or not await self._owned(key, person):
            raise Missing("picture", key)
        return await read(self.site.store, key)

    async def _owned(self, key: str, person: Person) -> bool:
        """Is it theirs, or of an account that has joined them?"""
        async with self.site.store.reading() as tx:
            return theirs(key, await tx.people.owners(person.person_id))


def kept_for(key: str) -> str:
    """How long a browser keeps it; what others share may be taken back."""
    if key.startswith(HOUSE):
        return OURS
    return SHARED if key.startswith((NAMED, STYLE_NAMED)) else THEIRS


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
