"""What can go wrong between a bot and Telegram, on demand."""

from collections.abc import Callable
from dataclasses import dataclass

ALL = "*"


@dataclass(slots=True)
class Fault:
    """The next `times` calls of `method` end so. `status` None: no answer at all, the connection hangs until the bot
    gives up; `done`: the call takes effect all the same, only its answer is lost."""

    method: str = ALL
    status: int | None = 502
    description: str = "Bad Gateway"
    retry_after: int | None = None
    migrate_to: int | None = None
    html: bool = False
    done: bool = False
    times: float = 1
    chat_id: int | None = None
    met: int = 0

    def concerns(self, method: str, chat_id: int) -> bool:
        return self.met < self.times and self.method in (ALL, method) and self.chat_id in (None, chat_id)


def too_many(retry_after: int, method: str = ALL, times: float = 1) -> Fault:
    return Fault(method, 429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after, times=times)


def bad_gateway(method: str = ALL, times: float = 1) -> Fault:
    return Fault(method, 502, "Bad Gateway", times=times)


def proxy_error(method: str = ALL, times: float = 1) -> Fault:
    """What a reverse proxy in front of Telegram says: no JSON."""
    return Fault(method, 502, "Bad Gateway", html=True, times=times)


def silence(method: str = ALL, times: float = 1, *, done: bool = False) -> Fault:
    return Fault(method, None, "", times=times, done=done)


def forbidden(method: str = ALL, times: float = 1) -> Fault:
    return Fault(method, 403, "Forbidden: bot was blocked by the user", times=times)


Make = Callable[[str], Fault]
