"""What a browser says to us: words, a press, a command. Acts once however often it is repeated."""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field

from bot.chat import Command, Event, Pressed, Text

UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
TEXT_CHARS = 4000
REMEMBERED = 10_000  # things done, so that a browser that heard no answer may ask again


class Press(BaseModel):
    """A button of ours, and the line that carries it."""

    data: str = Field(max_length=64)
    line: str = Field(max_length=64)


class Said(BaseModel):
    """One thing said; `id` is made by the browser, and the same when it asks again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=UUID)
    text: str = Field(default="", max_length=TEXT_CHARS)
    press: Press | None = None
    command: str = Field(default="", pattern=r"^[a-z_]{0,32}$")
    argument: str = Field(default="", max_length=64)
    reply_to: str | None = Field(default=None, max_length=64)

    def event(self) -> Event | None:
        """What that means to a conversation; None when nothing was said."""
        if self.press:
            return Pressed(self.press.data, self.press.line)
        if self.command:
            return Command(self.command, self.argument)
        return written(self.text)


def written(text: str) -> Event | None:
    """Words, or a command as people of other chats write them: "/style mosaic"."""
    words = text.strip()
    if words.startswith("/") and words[1:2].isalpha():
        name, _, argument = words[1:].partition(" ")
        return Command(name.lower(), argument.strip())
    return Text(words) if words else None


@dataclass(slots=True)
class Turns:
    """One thing at a time in each chat, and each thing once."""

    _locks: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _done: OrderedDict[str, None] = field(default_factory=OrderedDict)

    @asynccontextmanager
    async def take(self, chat: str, update: str) -> AsyncIterator[bool]:
        """Yields whether it is still to be done; when doing it fails, it may be asked for again."""
        lock = self._locks[chat]
        try:
            async with lock:
                new = update not in self._done
                yield new
                self._done[update] = None
                while len(self._done) > REMEMBERED:
                    self._done.popitem(last=False)
        finally:
            if not lock.locked():
                self._locks.pop(chat, None)
