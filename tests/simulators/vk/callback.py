"""The Callback API: VK as the one who calls. It asks for the confirmation, then brings events until each is taken."""

import asyncio
from dataclasses import dataclass, field

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.simulators.vk.sections import Groups
from tests.simulators.vk.world import GROUP_ID, VERSION, Json, World

AGAIN_S = 0.05  # VK waits longer, and longer each time
TAKEN, GIVE_UP = 200, 410


@dataclass(frozen=True, slots=True)
class Answer:
    """What the community's server said to an attempt."""

    event: Json
    attempt: int
    status: int
    text: str


@dataclass(slots=True)
class Callback:
    """One server of the community. `answers` are all that it ever said, `since` is the first event that it gets."""

    world: World
    groups: Groups
    url: str
    secret: str
    since: int
    answers: list[Answer] = field(default_factory=list)

    async def deliver(self) -> None:
        """The confirmation first, then what happens, for as long as this runs."""
        async with ClientSession(timeout=ClientTimeout(total=10)) as session:
            event = {"type": "confirmation", "group_id": GROUP_ID, "event_id": "0" * 40, "v": VERSION}
            await self._bring(session, event, self.groups.confirmation)
            while True:
                await self._bring(session, await self._event(self.since), "ok")
                self.since += 1

    async def _event(self, number: int) -> Json:
        """The event of that number, once it happens."""
        async with self.world.changed:
            await self.world.changed.wait_for(lambda: len(self.world.events) > number)
        return self.world.events[number]

    async def _bring(self, session: ClientSession, event: Json, expected: str) -> None:
        """Until it is taken, which only the expected words say, or refused for good."""
        attempt = 0
        while True:
            said = await self._call(session, event, attempt)
            if (said.status, said.text) == (TAKEN, expected) or said.status == GIVE_UP:
                return
            attempt += 1
            await asyncio.sleep(AGAIN_S)

    async def _call(self, session: ClientSession, event: Json, attempt: int) -> Answer:
        headers = {"X-Retry-Counter": str(attempt)} if attempt else {}
        try:
            async with session.post(self.url, json=event | {"secret": self.secret}, headers=headers) as response:
                said = Answer(event, attempt, response.status, await response.text())
        except (ClientError, TimeoutError) as error:
            said = Answer(event, attempt, 0, str(error))
        async with self.world.changed:
            self.answers.append(said)
            self.world.changed.notify_all()
        return said
