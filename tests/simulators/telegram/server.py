"""The simulated Telegram over HTTP: the Bot API, file downloads, long polling and webhook deliveries."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.simulators.faults import Faults
from tests.simulators.telegram.api import ANSWERED_WITH, Api
from tests.simulators.telegram.book import Json
from tests.simulators.telegram.channels import Channel
from tests.simulators.telegram.errors import ApiError
from tests.simulators.telegram.faults import Fault
from tests.simulators.telegram.flood import Flood
from tests.simulators.telegram.person import Group, Person
from tests.simulators.telegram.schema import Uploaded, Violation, schema
from tests.simulators.telegram.world import BOT, World
from tests.simulators.waiting import PATIENCE_S, until

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATES = 100
UPLOAD_BYTES = 60_000_000
SILENCE_S = 3600.0  # of a fault that never answers: the bot must give up, not we


class TelegramServer:
    """Telegram. `violations` are things that no bot (and no simulator) may do; a test ends by looking at them."""

    def __init__(self) -> None:
        self.token = f"{BOT['id']}:{secrets.token_hex(16)}"
        self.world = World()
        self.faults: Faults[Fault] = Faults()
        self.flood = Flood()
        self.violations: list[str] = []
        self.calls: list[tuple[str, Json]] = []
        self.url = ""
        self._api = Api(self.world)
        self._webhook: Json | None = None
        self._polls = 0
        self._people = 0
        self._delivery: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator["TelegramServer"]:
        """On a free port of loopback."""
        application = web.Application(client_max_size=UPLOAD_BYTES)
        application.router.add_route("*", "/bot{token}/{method}", self._call)
        application.router.add_get("/file/bot{token}/{path:.+}", self._download)
        runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        assert site.name
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await self._stop_delivery()
            await runner.cleanup()

    async def person(self, name: str, *, language: str | None = "en") -> Person:
        """Somebody with an account, who has not written to the bot yet."""
        self._people += 1
        account = {"id": 1_000_000_000 + self._people, "is_bot": False, "first_name": name}
        if language:
            account["language_code"] = language
        chat = {"id": account["id"], "type": "private", "first_name": name}
        await self.world.enter(chat, account)
        return Person(self.world, account, chat)

    async def group(self, title: str, *people: Person) -> Group:
        """A group of these people and the bot, who may read everything."""
        chat = {"id": -1_001_000_000_000 - self.world.number(), "type": "supergroup", "title": title}
        await self.world.enter(chat, *(person.account for person in people))
        return Group(self.world, chat)

    async def channel(self, title: str, username: str | None = None) -> Channel:
        """A channel that the bot is no member of yet; with a `username` everybody finds it."""
        chat: Json = {"id": -1_002_000_000_000 - self.world.number(), "type": "channel", "title": title}
        await self.world.enter(chat | ({"username": username} if username else {}))
        return Channel(self.world, self.world.chats[chat["id"]])

    def said(self, method: str) -> list[Json]:
        """The parameters of the calls of a method, in order."""
        return [given for name, given in self.calls if name == method]

    async def hears(self, method: str) -> list[Json]:
        """The same, waiting for the first."""
        return await until(self.world.changed, lambda: self.said(method) or None, PATIENCE_S, lambda: f"no {method}")

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return answer(ApiError(401, "Unauthorized"))
        try:
            given = await self._given(method, request)
            fault = self.faults.meet(method, given.get("chat_id", 0))
            if fault is not None and not fault.done:
                return await self._fail(fault)
            result = await self._perform(method, given)
            if fault is not None:
                return await self._fail(fault)
            return web.json_response({"ok": True, "result": result})
        except ApiError as error:
            return answer(error)
        except Violation as violation:
            self.violations.append(str(violation))
            return answer(ApiError(400, f"Bad Request: {violation}"))

    async def _given(self, method: str, request: web.Request) -> Json:
        if not schema().knows(method):
            raise Violation(f"there is no method {method}")
        raw: dict[str, str | Uploaded] = {}
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                raw[name] = Uploaded(value.file.read())
                raw[name].name = value.filename  # type: ignore[union-attr]
            else:
                raw[name] = str(value)
        files = {name: value for name, value in raw.items() if isinstance(value, Uploaded)}
        for name, value in list(raw.items()):
            if isinstance(value, str) and (file := value.removeprefix("attach://")) in files:
                raw[name] = raw.pop(file)
        return schema().parameters(method, raw) | {"files": files}

    async def _perform(self, method: str, given: Json) -> Any:
        async with self.world.changed:
            self.calls.append((method, given))
            self.world.changed.notify_all()
        if method == "getUpdates":
            return await self._get_updates(given)
        if method == "setWebhook":
            return await self._set_webhook(given)
        if method == "deleteWebhook":
            return await self._delete_webhook()
        if wait_s := self.flood.retry_after(method, given.get("chat_id", 0)):
            raise ApiError(429, f"Too Many Requests: retry after {wait_s}", retry_after=wait_s)
        result = await self._api.perform(method, given)
        schema().check(ANSWERED_WITH[method], result, f"answer to {method}")
        return result

    async def _fail(self, fault: Fault) -> web.StreamResponse:
        if fault.status is None:
            await asyncio.sleep(SILENCE_S)
        if fault.html:
            return web.Response(status=fault.status or 502, text="<html>Bad Gateway</html>", content_type="text/html")
        parameters = {"retry_after": fault.retry_after, "migrate_to_chat_id": fault.migrate_to}
        known = {name: value for name, value in parameters.items() if value is not None}
        return answer(ApiError(fault.status or 502, fault.description, **known))

    async def _get_updates(self, given: Json) -> list[Json]:
        """Long polling. Asking with a higher offset confirms; a second one at the same time ends the first with 409."""
        if self._webhook:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polls += 1
        mine, world = self._polls, self.world
        world.allowed = set(given["allowed_updates"]) if "allowed_updates" in given else world.allowed
        offset = given.get("offset", 0)
        async with world.changed:
            world.updates = [update for update in world.updates if update["update_id"] >= offset]
            world.changed.notify_all()
            try:
                async with asyncio.timeout(given.get("timeout", 0)):
                    await world.changed.wait_for(lambda: world.updates or self._polls != mine)
            except TimeoutError:
                pass
            if self._polls != mine:
                raise ApiError(409, "Conflict: terminated by other getUpdates request")
            return world.updates[: given.get("limit", UPDATES)]

    async def _set_webhook(self, given: Json) -> bool:
        await self._stop_delivery()
        self.world.allowed = set(given["allowed_updates"]) if "allowed_updates" in given else self.world.allowed
        self._webhook = given
        self._delivery = asyncio.create_task(self._deliver(given))
        return True

    async def _delete_webhook(self) -> bool:
        await self._stop_delivery()
        self._webhook = None
        return True

    async def _stop_delivery(self) -> None:
        if self._delivery:
            self._delivery.cancel()
            await asyncio.gather(self._delivery, return_exceptions=True)

    async def _deliver(self, webhook: Json) -> None:
        """Post updates until each is taken with 200."""
        async with ClientSession(timeout=ClientTimeout(total=10)) as session:
            while True:
                async with self.world.changed:
                    await self.world.changed.wait_for(lambda: self.world.updates)
                    update = self.world.updates[0]
                if not await self._push(session, webhook, update):
                    await asyncio.sleep(0.05)
                    continue
                async with self.world.changed:
                    self.world.updates.remove(update)
                    self.world.changed.notify_all()

    async def _push(self, session: ClientSession, webhook: Json, update: Json) -> bool:
        headers = {SECRET_HEADER: webhook["secret_token"]} if "secret_token" in webhook else {}
        try:
            async with session.post(webhook["url"], json=update, headers=headers) as response:
                return response.ok
        except (ClientError, TimeoutError):
            return False

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return web.Response(status=401)
        fault = self.faults.meet("download", 0)
        if fault is not None:
            return await self._fail(fault)
        content = self.world.files.get(request.match_info["path"].removeprefix("files/"))
        if content is None:
            return web.Response(status=404)
        return web.Response(body=content, content_type="application/octet-stream")


def answer(error: ApiError) -> web.Response:
    body = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return web.Response(status=error.code, text=json.dumps(body), content_type="application/json")
