"""The words that mean a command: people on VK write no slashes. Knows no event."""

from bot.talk.action import Script
from bot.talk.conversation import SCENES
from bot.texts import Texts, locales


def command_words() -> dict[str, str]:
    """Each command's name and, in all of our languages, what people say instead."""
    words = {}
    for name in Script(SCENES).commands:
        for locale in locales():
            texts = Texts(locale)
            said = texts.titled(f"vk-words-{name}", name).split(",")
            words.update(
                {word.strip().casefold(): name for word in (name, texts.titled(f"command-{name}", name), *said)}
            )
    return words
