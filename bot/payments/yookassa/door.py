"""Where YooKassa tells of payments. Its notifications are not signed: their source is looked at, and the id read."""

import json
import re
from dataclasses import dataclass

import structlog
from aiohttp import web

from bot.addresses import client_of
from bot.payments.yookassa.client import Unknown
from bot.payments.yookassa.noting import Noting
from bot.payments.yookassa.settings import YooKassaSettings
from bot.till import TillError
from storage import StorageError

ID = re.compile(r"[0-9a-f-]{36}")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Door:
    """Answers 200 for what is noted, and for what there is nothing to note about; 503 brings it again."""

    settings: YooKassaSettings
    proxies: int
    noting: Noting

    async def hear(self, request: web.Request) -> web.Response:
        source = client_of(request, self.proxies)
        if not self.settings.theirs(source):
            log.warning("a notification that is not of YooKassa", source=str(source))
            return web.Response(status=403)
        told = read(await request.read())
        if told is None:
            return web.Response(status=400)
        try:
            await self._look(*told)
        except Unknown as error:
            log.warning("a notification of what YooKassa does not know", object=told[1], why=str(error))
        except (TillError, StorageError) as error:
            log.warning("notification not noted, it will come again", object=told[1], why=str(error))
            return web.Response(status=503)
        return web.Response()

    async def _look(self, event: str, name: str) -> None:
        """Ask the API what there is."""
        if event.startswith("payment."):
            await self.noting.payment(name)
        elif event.startswith("refund."):
            await self.noting.refund(name)


def read(raw: bytes) -> tuple[str, str] | None:
    """The event and the id of what it happened to; None for what no notification is."""
    try:
        told = json.loads(raw)
        event, name = told["event"], told["object"]["id"]
    except (ValueError, KeyError, TypeError):
        return None
    genuine = isinstance(event, str) and isinstance(name, str) and ID.fullmatch(name)
    return (event, name) if genuine else None
