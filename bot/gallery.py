"""A gallery for messengers that have none: one picture of all tiles, numbered like their buttons. Knows no platform."""

import asyncio
import hashlib
from functools import partial

from bot.chat import Attachment, Button, Message, Tile
from engine.collage import contact_sheet
from engine.picture import decode, encode

TILE_PX = 512  # what a tile is decoded at, at most
QUALITY = 88


def picture_of(message: Message) -> Attachment | None:
    """The picture that a message shows; of a gallery all pictures as one."""
    if not message.gallery:
        return message.picture
    keys = repr([tile.picture.key for tile in message.gallery])
    key = f"sheet:{hashlib.sha256(keys.encode()).hexdigest()}"
    return Attachment(key, "choices.jpg", "image/jpeg", partial(sheet, message.gallery))


def numbered(gallery: tuple[Tile, ...]) -> list[Button]:
    """A button for each tile, with the number that it has in the picture."""
    return [Button(f"{number}. {tile.title}", tile.data) for number, tile in enumerate(gallery, start=1)]


async def sheet(tiles: tuple[Tile, ...]) -> bytes:
    """The pictures of a gallery side by side as a JPEG."""
    pictures = [await tile.picture.read() for tile in tiles]
    return await asyncio.to_thread(draw, pictures)


def draw(pictures: list[bytes]) -> bytes:
    tiles = [decode(content, side_px=TILE_PX) for content in pictures]
    return encode(contact_sheet(tiles), "JPEG", quality=QUALITY)
