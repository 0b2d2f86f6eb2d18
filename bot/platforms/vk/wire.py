"""Everything with VK that is no method: asking the long-poll server, uploading, downloading. Knows HTTP, no message."""

from typing import Any

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout, FormData

from bot.chat import Refused, TryLater
from bot.platforms.vk.settings import VkSettings

logger = structlog.get_logger()

DOWNLOAD_BYTES = 20_000_000  # what we take of anybody; larger files are refused before they are fetched


class Wire:
    """Connections of one process. Every call may raise DeliveryError; addresses hold keys and are never told."""

    def __init__(self, settings: VkSettings) -> None:
        self._timeout_s, self._upload_timeout_s = settings.timeout_s, settings.upload_timeout_s
        self._again_s = settings.again_s
        self._opened: ClientSession | None = None

    @property
    def _session(self) -> ClientSession:
        if self._opened is None:
            self._opened = ClientSession()
        return self._opened

    async def close(self) -> None:
        if self._opened is not None:
            await self._opened.close()

    async def ask(self, url: str, question: dict[str, str], wait_s: float) -> dict[str, Any]:
        """An answer in JSON that takes `wait_s` when nothing happens."""
        timeout = ClientTimeout(wait_s + self._timeout_s)
        try:
            async with self._session.get(url, params=question, timeout=timeout) as answer:
                answer.raise_for_status()
                return as_object(await answer.json(content_type=None))
        except (ClientError, TimeoutError, ValueError) as error:
            raise self._silent("poll", error) from None

    async def upload(self, url: str, field: str, name: str, content: bytes) -> dict[str, Any]:
        """Send a file as a form does; the answer is what the method that saves it wants."""
        form = FormData()
        form.add_field(field, content, filename=name)
        timeout = ClientTimeout(self._upload_timeout_s)
        try:
            async with self._session.post(url, data=form, timeout=timeout) as answer:
                answer.raise_for_status()
                said = as_object(await answer.json(content_type=None))
        except (ClientError, TimeoutError, ValueError) as error:
            raise self._silent("upload", error) from None
        if "error" in said or said.get(field) in ("", "[]"):
            raise Refused(f"VK takes no such {field}: {said.get('error_descr') or said.get('error', '')}")
        return said

    async def photo(self, url: str, name: str, content: bytes) -> dict[str, Any]:
        """Send a photo; the answer is what every method that saves one wants."""
        uploaded = await self.upload(url, "photo", name, content)
        return {part: uploaded[part] for part in ("photo", "server", "hash")}

    async def download(self, url: str, size_bytes: int | None) -> bytes:
        """What a person sent."""
        content = bytearray()
        too_large = Refused("larger than what we take")
        if size_bytes is not None and size_bytes > DOWNLOAD_BYTES:
            raise too_large
        try:
            async with self._session.get(url, timeout=ClientTimeout(self._upload_timeout_s)) as answer:
                answer.raise_for_status()
                async for chunk in answer.content.iter_chunked(64 * 1024):
                    content += chunk
                    if len(content) > DOWNLOAD_BYTES:
                        raise too_large
        except (ClientError, TimeoutError) as error:
            raise self._silent("download", error) from None
        return bytes(content)

    def _silent(self, what: str, error: Exception) -> TryLater:
        logger.warning("vk does not answer", what=what, error=type(error).__name__)
        return TryLater(self._again_s)


def as_object(answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise ValueError("no JSON object")
    return answer
