"""A chat process that sends letters to a simulated platform, and may die of SIGKILL in the middle of one.

The platform is a file that outlives the process: a line for everything that it was asked, with the second. It answers
403 to some people for good, and 429 now and then; it has a clock of its own, which runs as fast as it can.
"""

import asyncio
import os
import random
import signal
import sys
from dataclasses import dataclass, field
from pathlib import Path

from bot.chat import Address, Gone, Message, TryLater
from bot.settings import Settings
from bot.talk.scenes.news import LetterWords
from bot.usecases.letters import Letters
from storage import Blobs, Store, database

BLOCKED = 20  # one person in so many has blocked us
BUSY = 0.01  # how often the platform wants us to wait
WAIT_S = 3.0
BATCH = 25


@dataclass(slots=True)
class Platform:
    """What all chats share. `deadline` is the message that we die at, after it has arrived; 0: never."""

    file: Path
    deadline: int
    now: float = 0.0
    asked: int = 0
    chance: random.Random = field(default_factory=lambda: random.Random(os.getpid()))

    def clock(self) -> float:
        return self.now

    async def pause(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)

    def take(self, chat: str) -> None:
        """A message to a chat; raises what the platform answers."""
        self.asked += 1
        answer = "blocked" if int(chat) % BLOCKED == 0 else "busy" if self.chance.random() < BUSY else "sent"
        with self.file.open("a") as file:
            file.write(f"{self.now:.3f} {chat} {answer}\n")
        if self.asked == self.deadline:
            os.kill(os.getpid(), signal.SIGKILL)
        if answer == "blocked":
            raise Gone("403")
        if answer == "busy":
            raise TryLater(WAIT_S)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One chat of it; nothing but letters goes there."""

    platform: Platform
    address: Address

    async def send(self, message: Message, *, key: str, reply_to: str | None = None) -> str:
        assert message.text
        self.platform.take(self.address.chat)
        return key


async def deliver(file: Path, deadline: int) -> None:
    settings = Settings()
    engine = database.connect(database.parse(settings.database_url))
    store, platform = Store(engine, Blobs(settings.blob_url, settings.key)), Platform(file, deadline)
    letters = Letters(
        store,
        lambda: ("post",),
        lambda address: Mailbox(platform, address),  # type: ignore[arg-type, return-value]
        LetterWords(),
        batch=BATCH,
        lease_s=0.5,
        clock=platform.clock,
        pause=platform.pause,
    )
    serving = asyncio.create_task(letters.serve())
    while True:
        await asyncio.sleep(0.05)
        async with store.reading() as tx:
            if not await tx.broadcasts.due():
                break
    serving.cancel()
    await asyncio.wait([serving])
    await engine.dispose()


def main() -> None:
    """`python -m tests.faults.postman FILE DEADLINE`."""
    asyncio.run(deliver(Path(sys.argv[1]), int(sys.argv[2])))


if __name__ == "__main__":
    main()
