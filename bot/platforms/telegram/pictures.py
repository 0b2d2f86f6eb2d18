"""What Telegram takes as a photo, and a gallery as one picture. Knows pixels; knows no message."""

import asyncio
import math
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont, UnidentifiedImageError

from bot.chat import Tile

# Bot API, sendPhoto and sendDocument
PHOTO_BYTES = 10_000_000
PHOTO_SIDES_PX = 10_000  # width and height together
PHOTO_RATIO = 20
FILE_BYTES = 50_000_000

TILE_PX = 256
GAP_PX = 8
PAPER = "white"
LABEL_PX = 36


async def fits_photo(content: bytes) -> bool:
    """Does Telegram show this as a photo? Otherwise it has to travel as a file."""
    return len(content) <= PHOTO_BYTES and await asyncio.to_thread(_has_photo_shape, content)


def _has_photo_shape(content: bytes) -> bool:
    try:
        with Image.open(BytesIO(content)) as image:
            width, height = image.size
    except (UnidentifiedImageError, Image.DecompressionBombError):
        return False
    return width + height <= PHOTO_SIDES_PX and max(width, height) <= PHOTO_RATIO * min(width, height)


async def contact_sheet(tiles: tuple[Tile, ...]) -> bytes:
    """The pictures of a gallery side by side, numbered like its buttons, as a JPEG."""
    pictures = [await tile.picture.read() for tile in tiles]
    return await asyncio.to_thread(_draw, pictures)


def _draw(pictures: list[bytes]) -> bytes:
    columns = math.ceil(math.sqrt(len(pictures)))
    rows = math.ceil(len(pictures) / columns)
    step = TILE_PX + GAP_PX
    sheet = Image.new("RGB", (columns * step + GAP_PX, rows * step + GAP_PX), PAPER)
    for index, content in enumerate(pictures):
        row, column = divmod(index, columns)
        with Image.open(BytesIO(content)) as picture:
            tile = picture.convert("RGB")
        tile.thumbnail((TILE_PX, TILE_PX))
        corner = (GAP_PX + column * step, GAP_PX + row * step)
        sheet.paste(tile, (corner[0] + (TILE_PX - tile.width) // 2, corner[1] + (TILE_PX - tile.height) // 2))
        _number(sheet, corner, index + 1)
    packed = BytesIO()
    sheet.save(packed, "JPEG", quality=88)
    return packed.getvalue()


def _number(sheet: Image.Image, corner: tuple[int, int], number: int) -> None:
    """A number in the corner of a tile, readable on any picture."""
    draw = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(LABEL_PX * 0.7)
    left, top = corner
    width = max(LABEL_PX, int(draw.textlength(str(number), font)) + LABEL_PX // 2)
    draw.rounded_rectangle((left, top, left + width, top + LABEL_PX), radius=LABEL_PX // 4, fill=PAPER)
    draw.text((left + width / 2, top + LABEL_PX / 2), str(number), fill="black", font=font, anchor="mm")
