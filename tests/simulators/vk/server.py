"""The simulated VK over HTTP: the API, uploads, downloads, long poll and callback deliveries."""

import asyncio
import secrets
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.simulators.faults import Faults
from tests.simulators.rates import window
from tests.simulators.vk.api import Api
from tests.simulators.vk.callback import Callback
from tests.simulators.vk.client import Client
from tests.simulators.vk.disk import Disk
from tests.simulators.vk.errors import ApiError
from tests.simulators.vk.faults import LONG_POLL, Fault
from tests.simulators.vk.longpoll import LongPoll
from tests.simulators.vk.outcome import outcome
from tests.simulators.vk.person import Person
from tests.simulators.vk.reading import Violation
from tests.simulators.vk.schema import schema
from tests.simulators.vk.world import CHATS, GROUP_ID, VERSION, Json, World
from tests.simulators.waiting import PATIENCE_S

PER_SECOND = {"group": 20, "user": 3}  # by whose token it is
UPLOAD_BYTES = 220_000_000


class VkServer:
    """VK. `violations` are things that no bot (and no simulator) may do, `refused` counts the calls that came too fast;
    a test ends by looking at them."""

    def __init__(self) -> None:
        self.token = f"vk1.a.{secrets.token_urlsafe(48)}"
        self.user_token = f"vk1.a.{secrets.token_urlsafe(48)}"  # of the person who runs the community
        self.group_id = GROUP_ID
        self.world = World()
        self.faults: Faults[Fault] = Faults()
        self.violations: list[str] = []
        self.calls: list[tuple[str, Json]] = []
        self.callers: list[tuple[str, str]] = []  # the same by whose token it was: "group" or "user"
        self.refused = 0
        self.url = ""
        self._api = Api(self.world)
        self.longpoll = LongPoll(self.world, self._api.groups)
        self._moments: dict[str, deque[float]] = {whose: deque() for whose in PER_SECOND}

    @asynccontextmanager
    async def running(self) -> AsyncIterator["VkServer"]:
        """On a free port of loopback."""
        application = web.Application(client_max_size=UPLOAD_BYTES)
        application.router.add_route("*", "/method/{method}", self._call)
        application.router.add_get(f"/longpoll/wh{GROUP_ID}", self._check)
        application.add_routes(Disk(self.world.media, self.faults, self.violations).routes())
        runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = self.world.media.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    @asynccontextmanager
    async def callback(self, url: str, secret: str) -> AsyncIterator[Callback]:
        """Call that address with whatever happens from now on until the block ends."""
        callback = Callback(self.world, self._api.groups, url, secret, len(self.world.events))
        delivering = asyncio.create_task(callback.deliver())
        try:
            yield callback
        finally:
            delivering.cancel()
            [ended] = await asyncio.gather(delivering, return_exceptions=True)
            if not isinstance(ended, asyncio.CancelledError):
                raise RuntimeError("the callback deliveries broke off") from ended

    @property
    def confirmation(self) -> str:
        """What a callback server of the community must say first."""
        return self._api.groups.confirmation

    async def person(self, name: str, client: Client | None = None) -> Person:
        """Somebody with an account, who has not written to the community yet."""
        account: Json = {"id": 100_000 + self.world.number(), "first_name": name, "last_name": "Test"}
        self.world.people[account["id"]] = account
        return Person(self.world, account, account["id"], client or Client())

    async def chat(self, *people: Person) -> int:
        """The number of a conversation of these people and the community, who reads everything there."""
        peer_id = CHATS + 1 + len(self.world.members)
        self.world.members[peer_id] = {int(person.account["id"]) for person in people}
        return peer_id

    async def listened(self, *, again: bool = False) -> None:
        """Returns once somebody polls: who comes for the first time is told only of what happens from then on."""
        before = self.longpoll.asked if again else 0
        async with asyncio.timeout(PATIENCE_S), self.world.changed:
            await self.world.changed.wait_for(lambda: self.longpoll.asked > before)

    def hurry(self) -> None:
        """A second goes by for whoever counts calls."""
        for moments in self._moments.values():
            moments.clear()

    def said(self, method: str) -> list[Json]:
        """The parameters of the calls of a method, in order."""
        return [given for name, given in self.calls if name == method]

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given = {name: str(value) for name, value in [*request.query.items(), *(await request.post()).items()]}
        token = given.get("access_token") or request.headers.get("Authorization", "").removeprefix("Bearer ")

        async def perform() -> Json:
            try:
                if token not in (self.token, self.user_token):
                    raise ApiError(5, "invalid access_token (4).")
                whose = "user" if token == self.user_token else "group"
                return {"response": await self._perform(method, given, whose)}
            except ApiError as error:
                return error.told(given)
            except Violation as violation:
                self.violations.append(f"{method}: {violation}")
                return ApiError(violation.code, str(violation)).told(given)

        peer_id = given.get("peer_id", "")
        fault = self.faults.meet(method, int(peer_id) if peer_id.isdecimal() else 0)
        return await outcome(fault, perform, lambda fault: ApiError(fault.code).told(given))

    async def _perform(self, method: str, given: dict[str, str], whose: str) -> Any:
        if window(self._moments[whose], time.monotonic(), 1, PER_SECOND[whose]):
            self.refused += 1
            raise ApiError(6)
        if not schema().knows(method):
            raise Violation(f"Unknown method passed: {method}", 3)
        if given.get("v") != VERSION:
            raise Violation(f"Invalid request: v = {given.get('v')}, {VERSION} is simulated", 8)
        if whose == "group" and not schema().for_communities(method):
            raise ApiError(27, "method is unavailable with group auth.")
        if whose == "user" and not schema().for_people(method):
            raise ApiError(28, "method is unavailable with user auth.")
        read = schema().parameters(method, given)
        self.calls.append((method, read))
        self.callers.append((method, whose))
        return await self._api.perform(method, read)

    async def _check(self, request: web.Request) -> web.StreamResponse:
        async def perform() -> Json:
            try:
                return await self.longpoll.check(request.query)
            except Violation as violation:
                self.violations.append(str(violation))
                return self.longpoll.failure(2)

        fault = self.faults.meet(LONG_POLL, 0)
        return await outcome(fault, perform, lambda fault: self.longpoll.failure(fault.code))
