"""The card of a draft: photo and style side by side, so that a person sees what will be painted from what."""

import asyncio
import uuid
from collections.abc import Sequence

from bot.chat import Attachment
from bot.usecases.pictures import attachment, copy_key, read
from engine.collage import beside
from engine.mask import marked, read_mask
from engine.picture import decode, encode
from storage import Store

HEIGHT_PX = 320


def card_key(person_id: str, photo_key: str, style_keys: Sequence[str], mask_key: str | None = None) -> str:
    """The same pictures have the same card: it is found again from the row of a job."""
    name = uuid.uuid5(uuid.NAMESPACE_OID, "\n".join([photo_key, *style_keys, *([mask_key] if mask_key else [])]))
    return f"{person_id}/card/{name.hex}"


async def make_card(
    store: Store, person_id: str, photo_key: str, style_keys: Sequence[str], mask_key: str | None = None
) -> Attachment:
    """The card as an attachment; painted when it is asked for the first time. Raises Missing when a picture is gone."""
    key = card_key(person_id, photo_key, style_keys, mask_key)
    if not await store.blobs.exists(key):
        thumbnails = [await read(store, copy_key(one, "thumbnail")) for one in (photo_key, *style_keys)]
        mask = await store.blobs.get(mask_key) if mask_key else None
        await store.blobs.put(key, await asyncio.to_thread(draw, thumbnails, mask))
    return attachment(store, key)


def draw(thumbnails: Sequence[bytes], mask: bytes | None = None) -> bytes:
    """The photo first; where it has a mask, what is not painted is pale."""
    pictures = [decode(data, side_px=2 * HEIGHT_PX) for data in thumbnails]
    if mask:
        pictures[0] = marked(pictures[0], read_mask(mask))
    return encode(beside(pictures, HEIGHT_PX), "JPEG", quality=85)
