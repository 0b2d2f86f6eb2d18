"""How updates arrive: by long polling or a webhook. Both write them down before Telegram may forget them."""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

import structlog
from aiogram.exceptions import AiogramError, TelegramRetryAfter
from aiogram.methods import DeleteWebhook, GetUpdates, SetWebhook
from aiohttp import web

from bot.chat import DeliveryError
from bot.limits import backoff
from bot.platforms.telegram.client import Client
from bot.platforms.telegram.incoming import KINDS_OF_UPDATE
from bot.platforms.telegram.settings import TelegramSettings
from storage import StorageError

logger = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  (the name of a header)
PEEK_S = 0.5
UPDATES = 100  # getUpdates, limit

T = TypeVar("T")
Write = Callable[[dict[str, Any]], Awaitable[None]]
Take = Callable[[dict[str, Any]], bool]


class GetRawUpdates(GetUpdates):
    """Updates as they came: one that this aiogram cannot read must not keep the others from being written down."""

    __returning__ = list[dict[str, Any]]


class Receiver:
    """Brings updates to `write`, which raises StorageError when it could not keep one; what `take` takes is answered at
    once and not written down."""

    def __init__(self, settings: TelegramSettings, client: Client, write: Write, take: Take) -> None:
        self._settings, self._client, self._write, self._take = settings, client, write, take
        self._offset: int | None = None

    def routes(self) -> list[web.RouteDef]:
        return [web.post(self._settings.webhook_path, self._hook)] if self._settings.webhook_url else []

    async def run(self) -> None:
        """Until cancelled."""
        await self.insist(self._subscribe)
        if not self._settings.webhook_url:
            await self._poll()

    async def _subscribe(self) -> None:
        if not self._settings.webhook_url:
            await self._client.call(DeleteWebhook())  # Telegram refuses getUpdates while a webhook is set
            return
        await self._client.call(
            SetWebhook(
                url=self._settings.webhook_url,
                secret_token=self._settings.webhook_secret.get_secret_value(),
                allowed_updates=list(KINDS_OF_UPDATE),
            )
        )

    async def _poll(self) -> None:
        """Ask for the next updates, which confirms all before them: they are written down by then."""
        failures = 0
        while True:
            try:
                await self._keep(await self._look(self._settings.poll_s))
                failures = 0
            except StorageError as error:
                logger.warning("updates not kept", error=str(error))
                await asyncio.sleep(backoff(1))  # no longer: somebody may be about to pay
            except AiogramError as error:
                failures += 1
                delay = error.retry_after if isinstance(error, TelegramRetryAfter) else backoff(failures)
                logger.warning("telegram gives no updates", error=type(error).__name__, again_in_s=delay)
                await asyncio.sleep(delay)

    async def _look(self, timeout_s: int) -> list[dict[str, Any]]:
        """What is not written down yet; what is to be answered at once is taken, whatever stands before it."""
        method = GetRawUpdates(
            offset=self._offset, limit=UPDATES, timeout=timeout_s, allowed_updates=list(KINDS_OF_UPDATE)
        )
        updates: Any = await self._client.once(method, timeout_s + self._settings.timeout_s)
        for update in updates:
            self._take(update)
        return list(updates)

    async def _keep(self, updates: list[dict[str, Any]]) -> None:
        """Write them down. A locked database may let us wait: meanwhile look who is about to pay."""
        writing = asyncio.create_task(self._write_all(updates))
        try:
            while not (await asyncio.wait({writing}, timeout=PEEK_S))[0]:
                with suppress(AiogramError):  # the next real look will say so
                    await self._look(0)
            await writing
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)

    async def _write_all(self, updates: list[dict[str, Any]]) -> None:
        for update in updates:
            if not self._take(update):
                await self._write(update)
            self._offset = update["update_id"] + 1

    async def _hook(self, request: web.Request) -> web.Response:
        """401 for who does not know the secret; 503 when the update was not kept, and Telegram will bring it again."""
        secret = self._settings.webhook_secret.get_secret_value()
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            return web.Response(status=401)
        try:
            update = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return web.Response(status=400)
        if self._take(update):
            return web.Response()
        try:
            await self._write(update)
        except StorageError:
            logger.warning("update not kept, telegram will bring it again")
            return web.Response(status=503)
        return web.Response()

    async def insist(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do it, however long Telegram is away."""
        failures = 0
        while True:
            try:
                return await work()
            except DeliveryError as error:
                failures += 1
                logger.warning("telegram is not ready", error=str(error))
                await asyncio.sleep(backoff(failures))
