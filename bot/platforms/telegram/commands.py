"""The list of commands that Telegram shows beside the field for words, in each of our languages."""

import structlog
from aiogram.methods import SetMyCommands
from aiogram.types import BotCommand

from bot.chat import DeliveryError
from bot.platforms.telegram.client import Client
from bot.talk.action import Script
from bot.talk.conversation import SCENES
from bot.texts import FALLBACK, Texts, locales

logger = structlog.get_logger()


async def tell_commands(client: Client) -> None:
    """Once for everybody, once for each language of ours; a list that is not told is old, not wrong."""
    names = Script(SCENES).commands
    for locale in (None, *locales()):
        texts = Texts(locale or FALLBACK)
        commands = [BotCommand(command=name, description=texts.titled(f"command-{name}", name)) for name in names]
        try:
            await client.call(SetMyCommands(commands=commands, language_code=locale))
        except DeliveryError as error:
            logger.warning("commands not told", error=str(error))
