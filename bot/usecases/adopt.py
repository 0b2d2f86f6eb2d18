"""Styles on their way between people: brought for others to paint with, and made one's own. Knows no chat.

What goes from one to another is a copy of the pixels: the file that was sent may say where and when it was taken.
"""

import asyncio
from dataclasses import dataclass

from bot.usecases import posted
from bot.usecases.intake import Intake
from bot.usecases.pictures import Picked, copy_key, read
from bot.usecases.posted import tile_key
from bot.usecases.style_refs import COPY, house_style_of
from bot.usecases.styles import Styles, kept
from engine.picture import decode, encode
from storage import Store
from storage.shared_styles import NewSharedStyle
from storage.styles import Style

SIDE_PX = 2400  # of a copy at most: twice the side of the largest painting
QUALITY = 95


@dataclass(frozen=True, slots=True)
class Adopt:
    """A style that others share, or one of the house, becomes one of the person's."""

    store: Store
    intake: Intake

    async def __call__(self, person_id: str, style_ref: str) -> Style:
        """Saved; one that they have already stays as it is. Raises Missing when nobody shares it."""
        async with self.store.reading() as tx:
            known = await tx.styles.known(person_id, style_ref)
            shared = await tx.shared_styles.find(style_ref)
        if known:
            return known
        key = await self._key(person_id, style_ref)
        async with self.store.transaction() as tx:
            return await kept(tx, person_id, key, style_ref, shared.title if shared else "")

    async def borrow(self, person_id: str, style_ref: str) -> Picked:
        """To paint with it once, without saving it. Raises Missing when they have not saved it and nobody shares it."""
        async with self.store.reading() as tx:
            known = await tx.styles.known(person_id, style_ref)
        key = known.picture_key if known else await self._key(person_id, style_ref)
        return await Styles(self.store).pick(key)

    async def _key(self, person_id: str, style_ref: str) -> str:
        """A copy among the person's pictures, which stays when whoever shares it stops: the same for the same style."""
        house = house_style_of(style_ref)
        if house:
            return house
        async with self.store.reading() as tx:
            shared = await tx.shared_styles.get(style_ref)
        data = await self.store.blobs.get(shared.picture_key)
        return (await self.intake.keep(person_id, data, COPY + style_ref)).key


async def bring(store: Store, person_id: str, key: str, style_ref: str) -> NewSharedStyle:
    """A picture of the person as others may have it. Raises Missing when it is gone."""
    copy = f"{person_id}/{posted.KIND}/{COPY}{style_ref}"
    await store.blobs.put(copy, await asyncio.to_thread(pixels_of, await read(store, key)))
    await store.blobs.put(tile_key(copy), await read(store, copy_key(key, "thumbnail")))
    return NewSharedStyle(style_ref, person_id, copy, tile_key(copy))


def pixels_of(data: bytes) -> bytes:
    """The picture without what a camera or a program wrote into its file, JPEG."""
    return encode(decode(data, side_px=SIDE_PX), "JPEG", quality=QUALITY)
