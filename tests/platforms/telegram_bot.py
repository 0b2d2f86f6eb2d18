"""A bot on the simulated Telegram, with a conversation that says what it understood."""

import asyncio
import hashlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

from aiohttp import web
from PIL import Image

from bot.chat import (
    Address,
    Attachment,
    Button,
    Chat,
    Command,
    Incoming,
    Message,
    Pictures,
    Pressed,
    Text,
    Unsupported,
)
from bot.inbox import Inbox
from bot.platforms.telegram import Telegram
from bot.platforms.telegram.service import Service
from bot.platforms.telegram.settings import TelegramSettings
from bot.reader import Rules
from bot.settings import Settings
from storage import Busy, Store
from tests.simulators.telegram.person import Person
from tests.simulators.telegram.server import TelegramServer
from tests.simulators.telegram.world import World

QUICK = Rules(lease_s=0.6, poll_s=0.1, backoff_s=0.01, longest_backoff_s=0.2, album_s=0.5)
SECRET = "a-secret_of-ours"
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
    """The mean color of a picture: Telegram compresses photos, so bytes differ."""
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


@dataclass(slots=True)
class Bot:
    """A running bot: `platform` is the real one, `echo` stands where the conversation does."""

    store: Store
    inbox: FaultyInbox
    platform: Telegram
    echo: Echo

    def chat(self, person: Person) -> Chat:
        """The chat with a person, as one who has nothing to answer reaches it."""
        return self.platform.chat(Address("telegram", str(person.chat_id)))

    async def rests(self, world: World) -> None:
        """Every update was confirmed, and then handled."""
        async with asyncio.timeout(10), world.changed:
            await world.changed.wait_for(lambda: not world.updates)
        waiting = 1
        while waiting:
            async with self.store.reading() as tx:
                waiting = await tx.inbox.waiting("telegram")


def settings(server: TelegramServer, **changed: Any) -> TelegramSettings:
    """Settings for the simulator, in a hurry."""
    quick = {"timeout_s": 3.0, "upload_timeout_s": 5.0, "poll_s": 1}
    return TelegramSettings(**{"token": server.token, "api_url": server.url, **quick, **changed})


@dataclass(frozen=True, slots=True)
class SmallApp:
    """As much of the application as a platform asks for."""

    settings: Settings
    store: Store
    inbox: Inbox
    conversation: Echo


@asynccontextmanager
async def running(
    server: TelegramServer, store: Store, echo: Echo | None = None, *, webhook: bool = False, **changed: Any
) -> AsyncIterator[Bot]:
    """The bot until the block ends; it ends as abruptly as a process that is cancelled."""
    echo = echo or Echo()
    door = socket.create_server(("127.0.0.1", 0))
    if webhook:
        changed |= {"webhook_url": f"http://127.0.0.1:{door.getsockname()[1]}/telegram", "webhook_secret": SECRET}
    inbox = FaultyInbox(store, QUICK)
    with TemporaryDirectory() as folder:
        app = SmallApp(Settings(key_file=Path(folder) / "key"), store, inbox, echo)
        platform = Telegram(Service(cast(Any, app), settings(server, **changed)))
    application = web.Application()
    application.add_routes(platform.routes())
    runner = web.AppRunner(application)
    await runner.setup()
    await web.SockSite(runner, door).start()
    serving = asyncio.create_task(platform.serve())
    try:
        yield Bot(store, inbox, platform, echo)
    finally:
        serving.cancel()
        [ended] = await asyncio.gather(serving, return_exceptions=True)
        await runner.cleanup()
        if not isinstance(ended, asyncio.CancelledError):
            raise cast(BaseException, ended)
