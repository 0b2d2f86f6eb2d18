"""The long poll of a community: events since a number, and the three ways in which it fails."""

import asyncio
import secrets
from collections.abc import Mapping

from tests.simulators.vk.reading import Violation, whole
from tests.simulators.vk.sections import Groups
from tests.simulators.vk.world import FIRST_TS, Json, World

LONGEST_WAIT_S = 90
ASKED = {"act", "key", "ts", "wait", "mode", "version"}


class LongPoll:
    """Answers to `a_check`. What it no longer knows it says by `failed`."""

    def __init__(self, world: World, groups: Groups) -> None:
        self._world, self._groups = world, groups
        self._oldest = FIRST_TS
        self.asked = 0

    def forgets(self) -> None:
        """What happened until now cannot be asked for any more: whoever comes with an older number is told."""
        self._oldest = self._world.ts

    def expires(self) -> None:
        """The key opens nothing any more; another one does."""
        self._groups.key = secrets.token_hex(20)

    def failure(self, number: int) -> Json:
        """The first failure comes with the number to go on from, which is no string here."""
        return {"failed": 1, "ts": self._oldest} if number == 1 else {"failed": number}

    async def check(self, asked: Mapping[str, str]) -> Json:
        """Events since `ts`, as soon as there is one, or none after `wait` seconds."""
        if asked.get("act") != "a_check" or set(asked) - ASKED:
            raise Violation(f"long poll cannot be asked like this: {dict(asked)}")
        wait_s = whole(asked.get("wait", "25"), "wait")
        if not 0 <= wait_s <= LONGEST_WAIT_S:
            raise Violation(f"wait = {wait_s}, {LONGEST_WAIT_S} s at most")
        if asked.get("key") != self._groups.key:
            return self.failure(2)
        since = whole(asked.get("ts", ""), "ts")
        if since > self._world.ts:
            return self.failure(3)
        if since < self._oldest:
            return self.failure(1)
        await self._noted()
        await self._something(since, wait_s)
        return {"ts": str(self._world.ts), "updates": self._world.events[since - FIRST_TS :]}

    async def _noted(self) -> None:
        """Somebody listens."""
        async with self._world.changed:
            self.asked += 1
            self._world.changed.notify_all()

    async def _something(self, since: int, wait_s: int) -> None:
        key = self._groups.key
        try:
            async with asyncio.timeout(wait_s), self._world.changed:
                await self._world.changed.wait_for(lambda: self._world.ts > since or self._groups.key != key)
        except TimeoutError:
            return
