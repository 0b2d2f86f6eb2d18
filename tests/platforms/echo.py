"""A conversation that says what it understood, and as much of the application as a platform asks for. Knows no
platform."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image

from bot.chat import Attachment, Button, Chat, Command, Incoming, Message, Pictures, Pressed, Text, Unsupported
from bot.inbox import Inbox
from bot.platform import Platform
from bot.reader import Rules
from bot.settings import Settings
from bot.usecases.doors import Doors
from storage import Busy, Store

QUICK = Rules(lease_s=0.6, poll_s=0.1, backoff_s=0.01, longest_backoff_s=0.2, album_s=0.5)
Answer = Callable[[Incoming, Chat], Awaitable[None]]


def picture(color: str = "red", size: tuple[int, int] = (64, 48), format: str = "PNG") -> bytes:  # noqa: A002
    """A plain picture."""
    packed = BytesIO()
    Image.new("RGB", size, color).save(packed, format)
    return packed.getvalue()


def attachment(content: bytes, key: str = "", name: str = "work.png") -> Attachment:
    async def read() -> bytes:
        return content

    return Attachment(key or hashlib.sha256(content).hexdigest(), name, "image/png", read)


def average(content: bytes) -> tuple[int, ...]:
    """The mean color of a picture: platforms compress photos, so bytes differ."""
    with Image.open(BytesIO(content)) as image:
        color = image.convert("RGB").resize((1, 1)).getpixel((0, 0))
    assert isinstance(color, tuple)
    return tuple(int(part) for part in color)


async def say_what_came(incoming: Incoming, chat: Chat) -> None:
    """Answer with what was understood."""
    key, event = incoming.update_key, incoming.event
    buttons = ((Button("More", "more", "primary"), Button("Stop", "stop", "danger")),)
    match event:
        case Text(text=text):
            await chat.send(Message(f"words: {text}", buttons), key=key)
        case Command(name=name, argument=argument):
            await chat.send(Message(f"command: {name} {argument}".strip(), buttons), key=key)
        case Pictures(uploads=uploads, caption=caption):
            colors = [average(await upload.fetch()) for upload in uploads]
            await chat.send(Message(f"pictures: {colors} {caption} reply to {incoming.reply_to}", buttons), key=key)
        case Pressed(data=data, message_id=message_id):
            await chat.edit(message_id, Message(f"pressed: {data}"))
        case Unsupported(kind=kind):
            await chat.send(Message(f"unsupported: {kind}"), key=key)


@dataclass(slots=True)
class Echo:
    """A conversation that notes what it gets, and answers as it is told."""

    answer: Answer = say_what_came
    handled: list[Incoming] = field(default_factory=list)
    apologies: list[Incoming] = field(default_factory=list)

    async def handle(self, incoming: Incoming, chat: Chat) -> None:
        self.handled.append(incoming)
        await self.answer(incoming, chat)

    async def apologize(self, incoming: Incoming, chat: Chat) -> None:
        self.apologies.append(incoming)
        await chat.send(Message("Sorry!"), key=f"{incoming.update_key}:sorry")


class FaultyInbox(Inbox):
    """Loses `faults` updates before it keeps one, as a locked database does."""

    faults = 0

    async def write(self, *arguments: Any, **named: Any) -> bool:
        if self.faults:
            self.faults -= 1
            raise Busy("locked")
        return await super().write(*arguments, **named)


@dataclass(frozen=True, slots=True)
class SmallApp:
    """As much of the application as a platform asks for."""

    settings: Settings
    store: Store
    inbox: Inbox
    conversation: Echo
    platforms: dict[str, Platform] = field(default_factory=dict)

    @property
    def doors(self) -> Doors:
        return Doors(self.platforms, self.settings.public_url)
