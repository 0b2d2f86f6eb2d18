"""A picture that Telegram shows blurred until it is paid. Knows no purchase."""

from aiogram.methods import SendPaidMedia
from aiogram.types import InputPaidMediaPhoto

from bot.gate import Sale
from bot.platforms.telegram.chat import CAPTION_UNITS, upload
from bot.platforms.telegram.client import Client
from bot.platforms.telegram.memory import Memory
from bot.platforms.telegram.place import Place
from bot.words import cut


async def send_blurred(client: Client, memory: Memory, sale: Sale) -> str:
    """The id of the message. What is sent again is sent once, as far as this process remembers; a picture paid twice
    is paid back once."""
    place = Place.of(sale.address)
    name = f"{place.chat_id} {sale.key}"
    known = memory.sent.get(name)
    if known is None:
        picture = upload(sale.picture, await sale.picture.read())
        sent = await client.call(
            SendPaidMedia(
                chat_id=place.chat_id,
                message_thread_id=place.topic,
                star_count=sale.price,
                media=[InputPaidMediaPhoto(media=picture)],
                payload=sale.payload,
                caption=cut(sale.caption, CAPTION_UNITS),
                parse_mode=None,
            )
        )
        known = str(sent.message_id)
        memory.sent.set(name, known)
    return known
