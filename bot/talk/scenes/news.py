"""Letters from the house: what they look like, and how not to get them."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.chat import Message
from bot.talk.action import action
from bot.talk.turn import Turn
from bot.texts import FALLBACK, Texts
from storage.broadcasts import Broadcast, Letter


@dataclass(frozen=True, slots=True)
class LetterWords:
    """Implements `bot.usecases.letters.Words`."""

    def __call__(self, letter: Letter, broadcast: Broadcast) -> Message:
        texts = Texts(letter.locale)
        return written(texts, in_language(broadcast.texts, letter.locale))


def in_language(written: Mapping[str, str], locale: str) -> str:
    """The text in the person's language, where there is one; else in the one that all can be spoken to in, else any."""
    return written.get(locale) or written.get(FALLBACK) or next(iter(written.values()))


def written(texts: Texts, text: str) -> Message:
    """A letter always shows the way out."""
    return Message(text, ((stop.button(texts("button-news-stop")),),))


@action("news")
async def show(turn: Turn) -> None:
    """Whether letters come, and how to change that."""
    await turn.show(state(turn.texts, wanted=turn.person.news))


@action()
async def stop(turn: Turn) -> None:
    """No letters from now on; results and answers about money still come."""
    await choose(turn, wanted=False)


@action()
async def start(turn: Turn) -> None:
    await choose(turn, wanted=True)


async def choose(turn: Turn, *, wanted: bool) -> None:
    """A new message: the letter stays to be read."""
    async with turn.can.store.transaction() as tx:
        await tx.people.set_news(turn.person.person_id, wanted=wanted)
    await turn.say(state(turn.texts, wanted=wanted))


def state(texts: Texts, *, wanted: bool) -> Message:
    if wanted:
        return Message(texts("news-on"), ((stop.button(texts("button-news-stop")),),))
    return Message(texts("news-off"), ((start.button(texts("button-news-start")),),))
