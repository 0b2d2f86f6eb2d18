"""The masks we hold: which part of a photo a person wants painted. A mask and its inverse know each other by name."""

import asyncio
import uuid

from engine.mask import inverse, pack_mask, read_mask
from storage import Store

KIND = "mask"
INVERSE = "-inverse"  # after the name of a mask whose black part is painted instead


def mask_key(person_id: str) -> str:
    return f"{person_id}/{KIND}/{uuid.uuid4().hex}"


def inverse_key(key: str) -> str:
    """Turned twice it is what it was."""
    return key.removesuffix(INVERSE) if key.endswith(INVERSE) else key + INVERSE


async def invert(store: Store, key: str) -> str:
    """The key of the mask that paints everything else. Raises Missing."""
    turned = inverse_key(key)
    if not await store.blobs.exists(turned):
        data = await store.blobs.get(key)
        await store.blobs.put(turned, await asyncio.to_thread(inverted, data))
    return turned


def inverted(data: bytes) -> bytes:
    return pack_mask(inverse(read_mask(data)))
