"""Looking for words in the feed: after /feed, or as the next words. They stay in the sketch while pages are turned."""

import zlib
from dataclasses import replace

from bot.chat import Button, Message, Text
from bot.talk.action import Sent, action, listens
from bot.talk.scenes import feed, order
from bot.talk.turn import Turn
from bot.usecases.feed import PAGE, PostPage
from bot.words import cut
from storage.posts import Look

WORDS_CHARS = 100  # of what was typed, that is kept and shown again

Row = tuple[Button, ...]


@listens
async def read(turn: Turn, sent: Sent) -> None:
    """The words that come now are looked for, until one is found or the person goes on."""
    if isinstance(sent, Text):
        await look_for(turn, sent.text)
    else:
        turn.scene = order.order.scene
        await order.order(turn, sent)


@action()
async def ask(turn: Turn) -> None:
    """Which words?"""
    turn.scene = read.scene
    await turn.say(Message(turn.texts("find-which"), ((feed.browse.button(turn.texts("button-feed")),),)))


@action()
async def page(turn: Turn, offset: str, of: str) -> None:
    """Another page of what was found; not of something else that was looked for since."""
    words = turn.sketch.finding
    if offset.isdecimal() and words and of == mark(words):
        await turn.show(message(turn, words, await turn.can.feed.page(Look(words=words, offset=int(offset)))))
    else:
        await turn.say(Message(turn.texts("find-over"), ways(turn)))


async def look_for(turn: Turn, said: str) -> None:
    """The first page of what is found; where nothing is, the next words are looked for."""
    words = cut(" ".join(said.split()), WORDS_CHARS)
    found = await turn.can.feed.page(Look(words=words))
    turn.sketch = replace(turn.sketch, finding=words)
    turn.scene = read.scene if nothing(found) else order.order.scene
    await turn.say(message(turn, words, found))


def message(turn: Turn, words: str, found: PostPage) -> Message:
    """A page of it, or that there is nothing, and how to look for something else."""
    text = turn.texts("find-nothing" if nothing(found) else "find-found", words=words)
    return Message(text, (*turning(turn, words, found), *ways(turn)), gallery=feed.tiles(turn, found))


def nothing(found: PostPage) -> bool:
    return not found.posts and not found.more


def turning(turn: Turn, words: str, found: PostPage) -> tuple[Row, ...]:
    texts, offset = turn.texts, found.offset
    newer = (page.button(texts("button-page-back"), max(0, offset - PAGE), mark(words)),) if offset else ()
    older = (page.button(texts("button-page-on"), offset + PAGE, mark(words)),) if found.more else ()
    return ((*newer, *older),) if newer or older else ()


def ways(turn: Turn) -> tuple[Row, ...]:
    """On from here."""
    return ((ask.button(turn.texts("button-find-other")), feed.browse.button(turn.texts("button-all-posts"))),)


def mark(words: str) -> str:
    """So much of the words as a button needs, to tell them from others."""
    return f"{zlib.crc32(words.encode()):08x}"
