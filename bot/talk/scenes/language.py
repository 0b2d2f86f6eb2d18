"""The language that a person reads."""

from bot.chat import Message
from bot.talk.action import action
from bot.talk.scenes import start
from bot.talk.turn import Turn
from bot.texts import Texts, locales


@action("language")
async def choose(turn: Turn) -> None:
    """Each language under its own name."""
    rows = tuple((take.button(Texts(locale)("language-name"), locale),) for locale in locales())
    await turn.show(Message(turn.texts("language-which"), rows))


@action()
async def take(turn: Turn, locale: str) -> None:
    """Speak it from now on."""
    if locale in locales():
        await turn.speak(locale)
    await turn.show(Message(turn.texts("language-taken"), start.buttons(turn)))
