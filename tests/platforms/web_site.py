"""A web chat for tests: the real server over real HTTP, a conversation of a few lines behind it. Knows no browser."""

import asyncio
import io
import json
import re
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import aiohttp
from PIL import Image

from bot.catalogue import Catalogue
from bot.chat import Attachment, Button, Chat, Command, Drawn, Incoming, Message, Pictures, Pressed, Text
from bot.platform import Platform
from bot.platforms.web import PLATFORM
from bot.platforms.web.settings import WebSettings
from bot.platforms.web.visitors import TOKEN_HEADER
from bot.prices import Prices
from bot.queue import Queue
from bot.settings import Settings
from bot.till import Till
from bot.usecases.ban import Ban
from bot.usecases.glimpse import Glimpse
from bot.web import serving
from storage import Store

if TYPE_CHECKING:
    from bot.app import App

Json = dict[str, Any]


@dataclass(slots=True)
class Parrot:
    """Repeats words, counts pictures, and does what buttons ask; remembers all it heard."""

    store: Store
    heard: list[Incoming] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)  # raised one by one, before anything is answered
    sorry: list[Incoming] = field(default_factory=list)
    drawings: list[bytes] = field(default_factory=list)

    async def handle(self, incoming: Incoming, chat: Chat) -> None:
        if self.faults:
            raise self.faults.pop()
        self.heard.append(incoming)
        match incoming.event:
            case Text(text):
                await chat.send(Message(text.upper(), ((Button("Ink", "ink"),),)), key=incoming.update_key)
            case Command(name, argument):
                await chat.send(Message(f"/{name} {argument}".strip()), key=incoming.update_key)
            case Pictures(uploads):
                sizes = [len(await upload.fetch()) for upload in uploads]
                await chat.send(Message(f"pictures: {sizes}"), key=incoming.update_key)
            case Drawn(data, message_id, mask):
                self.drawings.append(await mask.fetch())
                answer = Message(f"drawn {data}")
                await (chat.edit(message_id, answer) if message_id else chat.send(answer, key=incoming.update_key))
            case Pressed("forget", _):
                await self._forget(incoming)
            case Pressed("language", _):
                await self._speak(incoming, "ru")
            case Pressed("more", message_id):
                size = Button(f"Size {len(self.heard)}", "size")
                await chat.edit(message_id, Message("larger", ((size, Button("+", "more")),)))
            case Pressed(data, message_id):
                await chat.edit(message_id, Message(f"pressed {data}"))

    async def apologize(self, incoming: Incoming, chat: Chat) -> None:
        self.sorry.append(incoming)
        await chat.send(Message("sorry"), key=f"{incoming.update_key}:sorry")

    async def _forget(self, incoming: Incoming) -> None:
        async with self.store.transaction() as tx:
            person = await tx.people.by_identity(incoming.address.platform, incoming.person)
            assert person
            await tx.people.forget(person.person_id)

    async def _speak(self, incoming: Incoming, locale: str) -> None:
        async with self.store.transaction() as tx:
            person = await tx.people.by_identity(incoming.address.platform, incoming.person)
            assert person
            await tx.people.set_locale(person.person_id, locale)


@dataclass(slots=True)
class Place:
    """The part of an App that the web asks for; `glimpse` and `queue` only where a test has a queue."""

    settings: Settings
    store: Store
    conversation: Parrot
    glimpse: Glimpse | None = None
    queue: Queue | None = None
    catalogue: Catalogue = field(default_factory=lambda: Catalogue(Prices.load()))
    platforms: dict[str, Platform] = field(default_factory=dict)
    tills: dict[str, Till] = field(default_factory=dict)

    @property
    def ban(self) -> Ban:
        return Ban(self.store, self.settings.derive("bans"))


@dataclass(slots=True)
class Site:
    """A running web chat."""

    url: str
    app: Place
    parrot: Parrot
    serves: asyncio.Task[None]  # cancelled when the program ends
    metrics: str


@asynccontextmanager
async def site(
    store: Store,
    folder: Path,
    limits: WebSettings | None = None,
    glimpse: Glimpse | None = None,
    queue: Queue | None = None,
    **settings: Any,
) -> AsyncIterator[Site]:
    """The web chat on a free port of this machine."""
    chosen = Settings(_env_file=None, port=0, data=folder / "data", key_file=folder / "key", **settings)  # type: ignore[call-arg]
    parrot = Parrot(store)
    app = Place(chosen, store, parrot, glimpse, queue)
    web = PLATFORM.open(cast("App", app), limits)
    app.platforms[PLATFORM.name] = web
    async with serving(cast("App", app)) as server, asyncio.TaskGroup() as tasks:
        serves = tasks.create_task(web.serve())
        yield Site(server.url, app, parrot, serves, server.metrics)
        serves.cancel()


class Visitor:
    """Somebody with a browser, spoken over the wire."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http, self.url = http, url
        self.page = ""
        self.start: Json = {}

    async def visit(self, **headers: str) -> Json:
        """Load the page; returns what its scripts start with."""
        async with self.http.get(f"{self.url}/", headers=headers) as answer:
            assert answer.status == 200
            self.page = await answer.text()
        block = re.search(r'<script type="application/json" id="start">(.*?)</script>', self.page, re.DOTALL)
        assert block
        self.start = json.loads(block[1])
        return self.start

    @property
    def headers(self) -> dict[str, str]:
        return {TOKEN_HEADER: self.start["token"], "Origin": self.url}

    async def say(self, *, update: str | None = None, headers: Mapping[str, str] = {}, **what: Any) -> tuple[int, Json]:
        body = {"id": update or str(uuid.uuid4()), **what}
        async with self.http.post(f"{self.url}/say", json=body, headers={**self.headers, **headers}) as answer:
            return answer.status, await answer.json()

    async def send(self, *pictures: bytes, name: str = "photo.jpg", **fields: str) -> tuple[int, Json]:
        form = aiohttp.FormData({"id": str(uuid.uuid4()), **fields})
        for picture in pictures:
            form.add_field("picture", picture, filename=name, content_type="image/jpeg")
        async with self.http.post(f"{self.url}/pictures", data=form, headers=self.headers) as answer:
            return answer.status, await answer.json()

    async def begins_upload(self, length: int, begin: bytes = b"") -> bytes:
        """Announce a form of that length, send its beginning and no more; returns the status line of the answer."""
        cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in self.http.cookie_jar)
        where = urlsplit(self.url)
        headers = {
            **self.headers,
            "Host": where.netloc,
            "Cookie": cookies,
            "Content-Type": "multipart/form-data; boundary=x",
            "Content-Length": str(length),
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        try:
            writer.write(f"POST /pictures HTTP/1.1\r\n{head}\r\n".encode() + begin)
            async with asyncio.timeout(5):
                return await reader.readline()
        finally:
            writer.close()

    async def glimpses(self, drawing: bytes, effect: str, **headers: str) -> tuple[int, bytes, Mapping[str, str]]:
        """Ask what a drawing becomes."""
        where, said = f"{self.url}/glimpse?effect={effect}", {**self.headers, "Content-Type": "image/png", **headers}
        async with self.http.post(where, data=drawing, headers=said) as answer:
            return answer.status, await answer.read(), answer.headers

    async def draws(self, mask: bytes, **fields: str) -> tuple[int, Json]:
        """Send what was marked on a canvas."""
        form = aiohttp.FormData({"id": str(uuid.uuid4()), **fields})
        form.add_field("mask", mask, filename="mask.png", content_type="image/png")
        async with self.http.post(f"{self.url}/pictures", data=form, headers=self.headers) as answer:
            return answer.status, await answer.json()

    async def lines(self) -> list[Json]:
        return cast(list[Json], (await self.visit())["lines"])

    async def texts(self) -> list[str]:
        return [line["body"].get("text", "") for line in await self.lines()]

    async def get(self, path: str, **headers: str) -> tuple[int, bytes, Mapping[str, str]]:
        async with self.http.get(f"{self.url}{path}", headers=headers) as answer:
            return answer.status, await answer.read(), answer.headers

    @asynccontextmanager
    async def live(self, after: int = 0, *, ask: str = "", **headers: str) -> AsyncIterator[AsyncIterator[Json]]:
        """The stream of the chat's changes, as an EventSource reads it; `ask` is the rest of its question."""
        async with self.http.get(f"{self.url}/live?after={after}{ask}", headers=headers) as answer:
            assert answer.content_type == "text/event-stream"
            yield events(answer)


async def events(answer: aiohttp.ClientResponse) -> AsyncIterator[Json]:
    async for raw in answer.content:
        line = raw.decode()
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


@asynccontextmanager
async def visitor(url: str) -> AsyncIterator[Visitor]:
    """A browser of its own: its own cookies."""
    jar = aiohttp.CookieJar(unsafe=True)  # cookies of an address without a name
    async with aiohttp.ClientSession(cookie_jar=jar) as http:
        yield Visitor(http, url)


def photo(width: int = 320, height: int = 240, color: str = "tan") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), color).save(file, "JPEG")
    return file.getvalue()


def attached(store: Store, key: str, name: str = "mazok.png") -> Attachment:
    async def read() -> bytes:
        return await store.blobs.get(key)

    return Attachment(key, name, "image/png", read)


def plain(page: str) -> str:
    """The words of a page."""
    return unescape(re.sub(r"<[^>]+>", " ", page))
