"""How events arrive by the Callback API: VK calls us. Whatever it brings is written down before it hears `ok`."""

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiohttp import web

from bot.platforms.vk.settings import VkSettings
from storage import StorageError

logger = structlog.get_logger()

Write = Callable[[dict[str, Any]], Awaitable[None]]


class Callback:
    """Brings events to `write`, which raises StorageError when it could not keep one."""

    def __init__(self, settings: VkSettings, write: Write) -> None:
        self._settings, self._write = settings, write

    def routes(self) -> list[web.RouteDef]:
        return [web.post(self._settings.callback_path, self._heard)] if self._settings.callback_path else []

    async def _heard(self, request: web.Request) -> web.Response:
        """403 for who does not know the secret; 503 when the event was not kept, and VK will bring it again."""
        try:
            event = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        if not isinstance(event, dict):
            return web.Response(status=400)
        if not self._is_from_vk(event):
            return web.Response(status=403)
        if event.get("type") == "confirmation":
            return web.Response(text=self._settings.callback_confirmation)
        try:
            await self._write(event)
        except StorageError:
            logger.warning("event not kept, vk will bring it again")
            return web.Response(status=503)
        return web.Response(text="ok")

    def _is_from_vk(self, event: dict[str, Any]) -> bool:
        """It knows the secret, and speaks of our community. VK may ask for the confirmation before it was told one."""
        if event.get("group_id") != self._settings.group_id:
            return False
        if event.get("type") == "confirmation" and "secret" not in event:
            return True
        secret = self._settings.callback_secret.get_secret_value()
        return hmac.compare_digest(str(event.get("secret", "")).encode(), secret.encode())
