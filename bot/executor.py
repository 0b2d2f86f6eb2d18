"""Who a process is to the others: a name that it keeps over restarts, and that no other process has meanwhile."""

import fcntl
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO

FOLDER = "executors"


@contextmanager
def hold(data: Path, role: str) -> Iterator[str]:
    """The first free name of the role in this data folder, ours until the block (or the process, killed or not) ends.

    A process that is restarted gets the name of the one that died, so that what it left undone is known to be its own.
    """
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for slot in count():
        with (folder / f"{role}-{slot}").open("a+") as file:
            if locked(file):
                yield named(file, role)
                return


def locked(file: IO[str]) -> bool:
    """Take the file's lock; False when another process has it. The kernel gives it back when the process ends."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def named(file: IO[str], role: str) -> str:
    """The name in the file; a new one is written at the first time. Data folders of many hosts share one database."""
    file.seek(0)
    name = file.read().strip()
    if not name:
        name = f"{role}-{uuid.uuid4().hex[:12]}"
        file.write(name)
        file.flush()
    return name
