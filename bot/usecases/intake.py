"""Taking in a picture that a person sent: checked before it is kept. Knows the port; knows no draft."""

import asyncio
import uuid
from dataclasses import dataclass, field

from bot.chat import Upload
from bot.usecases.masks import mask_key
from bot.usecases.pictures import Picked, copy_key
from engine.errors import BadPicture
from engine.mask import check_mask, pack_mask, read_mask
from engine.picture import LIMITS, check, decode, encode, shrink
from storage import Store

VIEW_PX = 1280  # what chats show of a photo
THUMBNAIL_PX = 320  # a tile of a gallery, or a half of the card of a draft


@dataclass(frozen=True, slots=True)
class Copies:
    """An upload looked at: its upright size and its smaller copies, JPEG."""

    width: int
    height: int
    view: bytes
    thumbnail: bytes


@dataclass(frozen=True, slots=True)
class Intake:
    """Fetch, check, keep. One picture at a time is decoded: 40 Mpx are 120 MB, and the chat process is small."""

    store: Store
    _decoding: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def __call__(self, person_id: str, upload: Upload) -> Picked:
        """The picture, kept. Raises BadPicture, and DeliveryError where the platform does not hand it out."""
        return await self.keep(f"{person_id}/photo/{uuid.uuid4().hex}", await fetched(upload))

    async def keep(self, key: str, data: bytes) -> Picked:
        """A picture under this key of an upload, with its copies; itself last, so that where it is they are too."""
        async with self._decoding:
            copies = await asyncio.to_thread(look, data)
        await self.store.blobs.put(copy_key(key, "thumbnail"), copies.thumbnail)
        await self.store.blobs.put(copy_key(key, "view"), copies.view)
        await self.store.blobs.put(key, data)
        return Picked(key, copies.width, copies.height)

    async def mask(self, person_id: str, upload: Upload, photo: Picked) -> str:
        """The key of the picture as a mask of that photo, kept. Raises BadMask too."""
        data = await fetched(upload)
        async with self._decoding:
            mask = await asyncio.to_thread(mask_of, data, (photo.width, photo.height))
        key = mask_key(person_id)
        await self.store.blobs.put(key, mask)
        return key


async def fetched(upload: Upload) -> bytes:
    """What was sent; a file that is said to be too large is not fetched at all."""
    if upload.size_bytes is not None and upload.size_bytes > LIMITS.file_bytes:
        raise BadPicture("too_many_bytes", actual=upload.size_bytes, limit=LIMITS.file_bytes)
    return await upload.fetch()


def look(data: bytes) -> Copies:
    """Check the file to its last byte and make the copies; raises BadPicture."""
    header = check(data)
    view = decode(data, side_px=VIEW_PX)
    thumbnail = shrink(view, THUMBNAIL_PX)
    return Copies(header.width, header.height, encode(view, "JPEG", quality=85), encode(thumbnail, "JPEG", quality=80))


def mask_of(data: bytes, photo: tuple[int, int]) -> bytes:
    mask = read_mask(data)
    check_mask(mask, photo)
    return pack_mask(mask)
