"""How events arrive by long polling: written down first, and only then is noted how far we have read."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot.chat import DeliveryError, TryLater
from bot.limits import backoff
from bot.platforms.vk.client import VERSION, Client
from bot.platforms.vk.place import NAME
from bot.platforms.vk.settings import VkSettings
from bot.platforms.vk.wire import Wire
from storage import StorageError, Store

logger = structlog.get_logger()

PATIENCE = 3  # failures in a row after which VK is asked for another server

Write = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Poll:
    """Where and from which event on to read."""

    server: str
    key: str
    ts: str


class Receiver:
    """Brings events to `write`, which raises StorageError when it could not keep one."""

    def __init__(
        self, settings: VkSettings, client: Client, wire: Wire, store: Store, write: Write, kinds: Sequence[str]
    ) -> None:
        self._settings, self._client, self._wire, self._store, self._write = settings, client, wire, store, write
        self._kinds = kinds
        self._cursor = f"{NAME}.ts:{settings.group_id}"

    async def run(self) -> None:
        """Until cancelled."""
        await self._subscribe()
        poll: Poll | None = None
        failures = 0
        while True:
            try:
                poll = poll or await self._begin()
                poll = await self._read(poll)
                failures = 0
            except (DeliveryError, StorageError) as error:
                failures += 1
                poll = None if failures % PATIENCE == 0 else poll
                delay = backoff(failures)
                logger.warning("vk gives no events", error=type(error).__name__, again_in_s=delay)
                await asyncio.sleep(delay)

    async def _subscribe(self) -> None:
        """Say which events we want; where the token may not, the owner has chosen them in the community's settings."""
        wanted = dict.fromkeys(self._kinds, 1)
        try:
            await self._client.call(
                "groups.setLongPollSettings",
                group_id=self._settings.group_id,
                enabled=1,
                api_version=VERSION,
                **wanted,
            )
        except DeliveryError as error:
            logger.warning("vk is not told which events we want", error=str(error))

    async def _begin(self) -> Poll:
        """From where we were before the restart; at the very first start from now on."""
        fresh = await self._server()
        async with self._store.reading() as tx:
            ts = await tx.cursors.get(self._cursor)
        if ts is None:
            await self._save(fresh.ts)
        return replace(fresh, ts=ts or fresh.ts)

    async def _server(self) -> Poll:
        told = await self._client.call("groups.getLongPollServer", group_id=self._settings.group_id)
        try:
            return Poll(told["server"], told["key"], str(told["ts"]))
        except (KeyError, TypeError):  # an answer that is none must not end what receives
            raise TryLater(0.0) from None

    async def _read(self, poll: Poll) -> Poll:
        """What happened since; what to ask next."""
        wait_s = self._settings.poll_s
        question = {"act": "a_check", "key": poll.key, "ts": poll.ts, "wait": str(wait_s)}
        answer = await self._wire.ask(poll.server, question, wait_s)
        if "failed" in answer:
            return await self._after_failure(poll, answer)
        if "ts" not in answer or not isinstance(answer.get("updates"), list):
            raise TryLater(0.0)
        for event in answer["updates"]:
            await self._write(event)
        return await self._at(poll, str(answer["ts"]))

    async def _after_failure(self, poll: Poll, answer: dict[str, Any]) -> Poll:
        match answer["failed"]:  # Bots Long Poll API: 1 history lost, 2 key expired, 3 both
            case 1 if "ts" in answer:
                logger.warning("vk has forgotten events")
                return await self._at(poll, str(answer["ts"]))
            case 2:
                return replace(await self._server(), ts=poll.ts)
            case _:
                logger.warning("vk begins its events anew")
                fresh = await self._server()
                await self._save(fresh.ts)
                return fresh

    async def _at(self, poll: Poll, ts: str) -> Poll:
        """We have read up to there."""
        if ts != poll.ts:
            await self._save(ts)
        return replace(poll, ts=ts)

    async def _save(self, ts: str) -> None:
        async with self._store.transaction() as tx:
            await tx.cursors.move(self._cursor, ts)
