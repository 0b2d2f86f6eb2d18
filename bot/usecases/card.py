"""The card of a draft: photo and style side by side, so that a person sees what will be painted from what."""

import asyncio
import uuid
from collections.abc import Sequence

from bot.chat import Attachment
from bot.usecases.pictures import attachment, copy_key, read
from engine.collage import beside
from engine.picture import decode, encode
from storage import Store

HEIGHT_PX = 320


def card_key(person_id: str, photo_key: str, style_keys: Sequence[str]) -> str:
    """The same pictures have the same card: it is found again from the row of a job."""
    name = uuid.uuid5(uuid.NAMESPACE_OID, "\n".join([photo_key, *style_keys]))
    return f"{person_id}/card/{name.hex}"


async def make_card(store: Store, person_id: str, photo_key: str, style_keys: Sequence[str]) -> Attachment:
    """The card as an attachment; painted when it is asked for the first time. Raises Missing when a picture is gone."""
    key = card_key(person_id, photo_key, style_keys)
    if not await store.blobs.exists(key):
        thumbnails = [await read(store, copy_key(one, "thumbnail")) for one in (photo_key, *style_keys)]
        await store.blobs.put(key, await asyncio.to_thread(draw, thumbnails))
    return attachment(store, key)


def draw(thumbnails: Sequence[bytes]) -> bytes:
    pictures = [decode(data, side_px=2 * HEIGHT_PX) for data in thumbnails]
    return encode(beside(pictures, HEIGHT_PX), "JPEG", quality=85)
