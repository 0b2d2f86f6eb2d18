"""Pictures out of a browser's form, as they stream in. Knows limits; knows no chat and no picture format."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import BinaryIO, TypeVar

from aiohttp import BodyPartReader, web

from bot.chat import Upload
from bot.platforms.web.settings import WebSettings

T = TypeVar("T")

CHUNK_BYTES = 256 * 1024
FIELD_BYTES = 8192  # a caption, an id
FORM_BYTES = 100_000  # what a form weighs beside its pictures


class TooMuch(Exception):
    """More than we take; `key` names what a person may read, `limit` its number."""

    def __init__(self, key: str, limit: int) -> None:
        super().__init__(key)
        self.key, self.limit = key, limit


class TooSlow(Exception):
    """The browser stood still for too long."""


@dataclass(slots=True)
class Form:
    """What a browser sent; the pictures lie in files without a name and are gone when the form is closed."""

    fields: dict[str, str] = field(default_factory=dict)
    uploads: list[Upload] = field(default_factory=list)


@asynccontextmanager
async def received(request: web.Request, limits: WebSettings) -> AsyncIterator[Form]:
    """The form of a request. Raises TooMuch, TooSlow; ValueError when it is no form."""
    if (request.content_length or 0) > limits.upload_files * limits.upload_bytes + FORM_BYTES:
        raise TooMuch("web-too-large", limits.upload_mb)
    async with AsyncExitStack() as files:
        form = Form()
        try:
            async with asyncio.timeout(limits.upload_s):
                await _read(request, limits, form, files)
        except TimeoutError:
            raise TooSlow from None
        yield form


async def _read(request: web.Request, limits: WebSettings, form: Form, files: AsyncExitStack) -> None:
    reader = await request.multipart()
    while (part := await _in_time(reader.next(), limits)) is not None:
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise ValueError("a form within a form")
        if part.filename is None:
            form.fields[part.name] = await _field(part, limits)
            continue
        if len(form.uploads) == limits.upload_files:
            raise TooMuch("web-too-many", limits.upload_files)
        form.uploads.append(await _file(part, part.filename, limits, files))


async def _field(part: BodyPartReader, limits: WebSettings) -> str:
    data = bytearray()
    while chunk := await _in_time(part.read_chunk(CHUNK_BYTES), limits):
        data += chunk
        if len(data) > FIELD_BYTES:
            raise ValueError("a field that is too long")
    return data.decode(errors="replace")


async def _file(part: BodyPartReader, name: str, limits: WebSettings, files: AsyncExitStack) -> Upload:
    # On disk, lest ten slow browsers with ten pictures each hold two gigabytes; nameless, so that no crash leaves it.
    file: BinaryIO = files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    size = 0
    while chunk := await _in_time(part.read_chunk(CHUNK_BYTES), limits):
        size += len(chunk)
        if size > limits.upload_bytes:
            raise TooMuch("web-too-large", limits.upload_mb)
        await asyncio.to_thread(file.write, chunk)

    async def fetch() -> bytes:
        file.seek(0)
        return await asyncio.to_thread(file.read)

    return Upload(name, size, fetch)


async def _in_time(reading: Awaitable[T], limits: WebSettings) -> T:
    async with asyncio.timeout(limits.upload_idle_s):
        return await reading
