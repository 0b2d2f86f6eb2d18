"""Writes what a person said into their transcript, so that it is there after a reload. Knows no conversation."""

import asyncio
import uuid
from dataclasses import dataclass, field

from bot.chat import Upload
from bot.platforms.web.lines import Body, said
from bot.platforms.web.site import Site
from engine.errors import BadPicture
from engine.picture import decode, encode
from storage.people import Person

KIND = "seen"  # of the blobs: only a transcript names them
SIDE_PX = 480


@dataclass(frozen=True, slots=True)
class Echo:
    """The person's own lines. One picture at a time is decoded: the chat process is small."""

    site: Site
    _decoding: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def words(self, visitor: str, update: str, text: str) -> None:
        await self._write(visitor, update, said(text, []))

    async def pictures(self, person: Person, visitor: str, update: str, uploads: tuple[Upload, ...]) -> None:
        """The pictures small; one that nobody can open is shown by its name."""
        shown = [await self._small(person, update, number, upload) for number, upload in enumerate(uploads)]
        await self._write(visitor, update, said("", shown))

    async def _small(self, person: Person, update: str, number: int, upload: Upload) -> Body:
        data = await upload.fetch()
        try:
            async with self._decoding:
                small = await asyncio.to_thread(thumbnail, data)
        except BadPicture:  # the conversation says what is wrong with it
            return {"name": upload.name}
        key = f"{person.person_id}/{KIND}/{uuid.uuid5(uuid.UUID(update), str(number)).hex}"
        await self.site.store.blobs.put(key, small)
        return {"key": key, "name": upload.name}

    async def _write(self, visitor: str, update: str, body: Body) -> None:
        async with self.site.store.transaction() as tx:
            await tx.transcripts.put(visitor, update, "person", body)
        self.site.live.changed(visitor)


def thumbnail(data: bytes) -> bytes:
    """Raises BadPicture."""
    return encode(decode(data, side_px=SIDE_PX), "JPEG", quality=85)
