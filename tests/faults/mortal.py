"""A process that dies of SIGKILL at the n-th step of a deed. A step is what others may notice: a statement that writes,
a commit, a blob that is asked for, kept or dropped; what is only read leaves nothing half done.

`python -m tests.faults.mortal` is told by lines of JSON on its input what to do, with which settings, and when to die.
A deed is `<module>.<function>`, called with the settings, the store and what the line says. Each is done by a child of
its own, so that the imports are paid for once. Answers with a line: {"did": ...}, or {"died": -9}.
"""

import asyncio
import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine

from bot.settings import Settings
from bot.supervisor import variables
from storage import Blobs, Store, database
from storage.database import WRITING

Deed = Callable[..., Awaitable[Any]]

ROOT = Path(__file__).parents[2]
KILLED = {"died": -9}
COMMIT = -1
MOST = 100  # steps that any deed has
WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")


@dataclass(slots=True)
class Doom:
    """SIGKILL in place of the step with this number, or of the first `COMMIT`; 0 lives for ever."""

    at: int
    steps: int = 0

    def step(self, which: int = 0) -> None:
        self.steps += 1
        if self.at in (self.steps, which or self.steps):
            os.kill(os.getpid(), signal.SIGKILL)

    def listen(self) -> None:
        """To the storage's connections; the job engine has its own."""
        event.listen(Engine, "before_cursor_execute", self._statement)
        event.listen(Engine, "commit", self._commit)

    def _statement(self, connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if connection.get_execution_options().get(WRITING) and statement.startswith(WRITES):
            self.step()

    def _commit(self, connection: Connection) -> None:
        if connection.get_execution_options().get(WRITING):
            self.step(COMMIT)


class MortalBlobs(Blobs):
    """Each blob is a step."""

    def __init__(self, settings: Settings, doom: Doom) -> None:
        super().__init__(settings.blob_url, settings.key)
        self.doom = doom

    async def put(self, key: str, data: bytes) -> None:
        self.doom.step()
        await super().put(key, data)

    async def get(self, key: str) -> bytes:
        self.doom.step()
        return await super().get(key)

    async def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.doom.step()
            await super().delete([key])


@asynccontextmanager
async def opened(settings: Settings, doom: Doom) -> AsyncIterator[Store]:
    """The store of somebody doomed; migrated by whoever tells us."""
    engine = database.connect(database.parse(settings.database_url))
    doom.listen()
    yield Store(engine, MortalBlobs(settings, doom))
    await engine.dispose()


async def do(deed: Deed, dies_at: int, what: list[Any]) -> dict[str, Any]:
    settings, doom = Settings(), Doom(dies_at)
    async with opened(settings, doom) as store:
        return {"did": await deed(settings, store, *what)}


def main() -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what is logged is no answer
    for line in sys.stdin:
        name, dies_at, environment, what = json.loads(line)
        module, _, function = name.rpartition(".")
        deed = getattr(importlib.import_module(module), function)
        child = os.fork()
        if not child:
            os.environ.update(environment)
            say(answers, asyncio.run(do(deed, dies_at, what)))
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status:
            say(answers, {"died": status})


def say(answers: TextIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


@contextmanager
def started() -> Iterator[subprocess.Popen[bytes]]:
    """Such a process, for any number of deeds."""
    command, pipe = (sys.executable, "-m", __name__), subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe) as process:
        yield process
        process.kill()


@dataclass(frozen=True, slots=True)
class Mortal:
    """The process, as a test sees it: `store` is the test's own, by which the next process goes on."""

    process: subprocess.Popen[bytes]
    settings: Settings
    store: Store

    async def does(self, deed: Deed, *what: Any, dies_at: int = 0) -> dict[str, Any]:
        """What it answers: `KILLED` where it came so far."""
        line = [f"{deed.__module__}.{deed.__name__}", dies_at, dict(variables(self.settings)), what]
        return await asyncio.to_thread(self._tell, json.dumps(line))

    def _tell(self, line: str) -> dict[str, Any]:
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()
        said: dict[str, Any] = json.loads(self.process.stdout.readline())
        assert said == KILLED or "did" in said, said  # it failed, and says on its stderr why
        return said

    async def again(self, deed: Deed, *what: Any) -> Any:
        """The next process does the same, here."""
        return await deed(self.settings, self.store, *what)


async def each_step(try_at: Callable[[int], Awaitable[dict[str, Any]]], *, first: int = 1, every: int = 1) -> int:
    """Die at the first step, the second … (or at every n-th) until the deed has none left; returns how often."""
    for time, step in enumerate(range(first, MOST * every, every)):
        if await try_at(step) != KILLED:
            return time
    raise AssertionError("it never ends")


if __name__ == "__main__":
    main()
