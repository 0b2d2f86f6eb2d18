"""A style on its way to others: a copy of its pixels that they may see and paint with. Knows no chat and no rule.

The file that was sent is nobody else's: it may say where and when it was taken.
"""

import asyncio
from dataclasses import dataclass
from functools import partial

from bot.chat import Attachment
from bot.usecases import posted
from bot.usecases.pictures import copy_key, read
from bot.usecases.posted import tile_key
from bot.usecases.style_refs import COPY
from engine.picture import decode, encode
from storage import Store
from storage.shared_styles import NewSharedStyle, SharedStyle

SIDE_PX = 2400  # of a copy at most: twice the side of the largest painting
QUALITY = 95
STYLE_NAMED = "style:"  # begins the name of a picture of a style, which does not tell whose it is


async def bring(store: Store, person_id: str, key: str, style_ref: str) -> NewSharedStyle:
    """A picture of the person as others may have it. Raises Missing when it is gone."""
    copy = f"{person_id}/{posted.KIND}/{COPY}{style_ref}"
    await store.blobs.put(copy, await asyncio.to_thread(pixels_of, await read(store, key)))
    await store.blobs.put(tile_key(copy), await read(store, copy_key(key, "thumbnail")))
    return NewSharedStyle(style_ref, person_id, copy, tile_key(copy))


def pixels_of(data: bytes) -> bytes:
    """The picture without what a camera or a program wrote into its file, JPEG."""
    return encode(decode(data, side_px=SIDE_PX), "JPEG", quality=QUALITY)


def shown(store: Store, style: SharedStyle, *, small: bool = False) -> Attachment:
    """The style as something that can be sent to others."""
    key = style.thumbnail_key if small else style.picture_key
    name = f"{STYLE_NAMED}{style.style_ref}{':tile' if small else ''}"
    return Attachment(name, "mazok.jpg", "image/jpeg", partial(read, store, key))


@dataclass(frozen=True, slots=True)
class StylePictures:
    """Finds what a name stands for."""

    store: Store

    async def read(self, name: str, person_id: str | None) -> bytes:
        """The picture, for who may see the style; raises Missing."""
        ref, _, small = name.removeprefix(STYLE_NAMED).partition(":")
        async with self.store.reading() as tx:
            style = await tx.shared_styles.seen(ref, person_id)
        return await shown(self.store, style, small=bool(small)).read()
