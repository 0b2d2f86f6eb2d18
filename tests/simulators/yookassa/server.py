"""The simulated shop over HTTP: the API under /v3, the page where people pay, notifications. Counts what was wrong."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, encode_basic_auth, web

from tests.simulators.yookassa.schema import description
from tests.simulators.yookassa.shop import ApiError, Json, Shop

PATIENCE_S = 3600.0  # of a fault that never answers: the till must give up, not we
GENUINE = "185.71.76.1"
PAGE = '<!doctype html><title>{value} {currency}</title><form method="post"><button>Pay</button></form>'


@dataclass(slots=True)
class Fault:
    """The next `times` calls of a path end so. `status` None: no answer at all; `done`: the call takes effect all the
    same, only its answer is lost."""

    status: int | None = 500
    path: str = ""
    method: str = ""
    done: bool = False
    times: float = 1

    def meets(self, method: str, path: str) -> bool:
        return self.times > 0 and path.startswith(self.path) and self.method in ("", method)


@dataclass(slots=True)
class YooKassaServer:
    """A shop. `violations` are things that nobody may ask or say; a test ends by looking at them. `hook` is where
    notifications go; those that were not taken wait in `undelivered`."""

    shop_id: str = "100500"
    secret: str = "live_0123456789"
    shop: Shop = field(default_factory=Shop)
    url: str = ""
    hook: str = ""
    source: str = GENUINE
    faults: list[Fault] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    undelivered: list[Json] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)  # set by each call

    @asynccontextmanager
    async def running(self) -> AsyncIterator["YooKassaServer"]:
        """On a free port of loopback."""
        application = web.Application()
        application.router.add_post("/v3/payments", self._body("/payments", self.shop.begin))
        application.router.add_get("/v3/payments", self._list("/payments", lambda: self.shop.payments))
        application.router.add_get("/v3/payments/{id}", self._one("/payments/{payment_id}", self.shop.payment))
        application.router.add_post("/v3/refunds", self._body("/refunds", self.shop.send_back))
        application.router.add_get("/v3/refunds", self._list("/refunds", lambda: self.shop.refunds))
        application.router.add_get("/v3/refunds/{id}", self._one("/refunds/{refund_id}", self.shop.refund))
        application.router.add_get("/pay/{id}", self._page)
        application.router.add_post("/pay/{id}", self._pay)
        runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = self.shop.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    @property
    def api(self) -> str:
        return f"{self.url}/v3"

    async def notify(self, event: str, thing: Json) -> int:
        """Tell the shop's owner, once; returns the status of their answer. What was not taken waits."""
        told = {"type": "notification", "event": event, "object": thing}
        kind = "Refund" if event.startswith("refund.") else "Payment"
        if known := description():
            self.violations += known.notification(kind, thing)
        async with (
            ClientSession(headers={"X-Forwarded-For": self.source}) as http,
            http.post(self.hook, json=told) as answer,
        ):
            if answer.status != 200:
                self.undelivered.append(told)
            return answer.status

    async def notify_again(self) -> list[int]:
        """What was not taken comes again."""
        waiting, self.undelivered = self.undelivered, []
        return [await self.notify(told["event"], told["object"]) for told in waiting]

    def _body(self, path: str, act: Callable[[Json, str], Json]) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.StreamResponse:
            key = request.headers.get("Idempotence-Key", "")
            raw = await request.json()
            if known := description():
                self.violations += known.request("post", path, raw)
            return await self._answer(request, path, lambda: act(raw, key))

        return handle

    def _one(self, path: str, find: Callable[[str], Json]) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._answer(request, path, lambda: find(request.match_info["id"]))

        return handle

    def _list(self, path: str, things: Callable[[], dict[str, Json]]) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.StreamResponse:
            asked = dict(request.query)
            return await self._answer(request, path, lambda: self.shop.listed(things().values(), asked))

        return handle

    async def _answer(self, request: web.Request, path: str, act: Callable[[], Json]) -> web.StreamResponse:
        """Let in who knows the key, meet the fault that waits, act, and check what is said."""
        method = request.method.lower()
        self.calls.append((request.method, request.path.removeprefix("/v3")))
        self.heard.set()
        fault = next((one for one in self.faults if one.meets(request.method, path)), None)
        if fault:
            fault.times -= 1
        try:
            self._admit(request)
            if fault and not fault.done:
                return await self._fail(fault)
            status, said = 200, act()
        except ApiError as error:
            status, said = error.status, error.body
            self.violations += [f"{request.method} {path}: {error}"] if status == 400 else []
        if fault:
            return await self._fail(fault)
        if known := description():
            self.violations += known.answer(method, path, status, json.loads(json.dumps(said)))
        return web.json_response(said, status=status)

    def _admit(self, request: web.Request) -> None:
        expected = encode_basic_auth(self.shop_id, self.secret)
        if request.headers.get("Authorization") != expected:
            raise ApiError(401, "invalid_credentials", "Error in shopId or secret key")

    async def _fail(self, fault: Fault) -> web.Response:
        if fault.status is None:
            await asyncio.sleep(PATIENCE_S)
        if fault.status == 429:
            body = {"type": "error", "id": "1", "code": "too_many_requests", "retry_after": 90_000}
            return web.json_response(body, status=429)
        return web.Response(status=fault.status or 504, text="<html>nginx</html>", content_type="text/html")

    async def _page(self, request: web.Request) -> web.Response:
        payment = self.shop.payment(request.match_info["id"])
        return web.Response(text=PAGE.format(**payment["amount"]), content_type="text/html")

    async def _pay(self, request: web.Request) -> web.StreamResponse:
        """The buyer pays, the owner is told, the buyer goes back."""
        payment = self.shop.payment(request.match_info["id"])
        if payment["status"] != "pending":
            return web.Response(status=410, text="There is nothing left to pay here.")
        back = payment["confirmation"]["return_url"]
        self.shop.paid(payment["id"])
        if self.hook:
            await self.notify("payment.succeeded", payment)
        return web.Response(status=303, headers={"Location": back})
