"""What can go wrong between a community and VK, on demand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

ALL = "*"
LONG_POLL, UPLOAD, DOWNLOAD = "longpoll", "upload", "download"  # the places that are no methods


@dataclass(slots=True)
class Fault:
    """The next `times` calls of `method` end so. "silence": no answer at all, the connection hangs until the bot gives
    up; `done`: the call takes effect all the same, only its answer is lost."""

    how: Literal["error", "silence", "bad gateway", "bad JSON", "failed"]
    method: str = ALL
    code: int = 0
    times: float = 1
    done: bool = False
    peer_id: int | None = None
    met: int = 0

    def concerns(self, method: str, chat_id: int) -> bool:
        return self.met < self.times and self.method in (ALL, method) and self.peer_id in (None, chat_id)


def error(code: int, method: str = ALL, times: float = 1) -> Fault:
    """One of VK's errors by its number."""
    return Fault("error", method, code, times)


def silence(method: str = ALL, times: float = 1, *, done: bool = False) -> Fault:
    return Fault("silence", method, times=times, done=done)


def bad_gateway(method: str = ALL, times: float = 1, *, done: bool = False) -> Fault:
    """What a reverse proxy in front of VK says: no JSON."""
    return Fault("bad gateway", method, times=times, done=done)


def bad_json(method: str = ALL, times: float = 1) -> Fault:
    """An answer that breaks off."""
    return Fault("bad JSON", method, times=times)


def failed(number: int, times: float = 1) -> Fault:
    """Long poll says: 1 history lost, 2 key expired, 3 both."""
    return Fault("failed", LONG_POLL, number, times)


Make = Callable[[str], Fault]
