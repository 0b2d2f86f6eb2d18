"""Things that wait to go wrong, in order. Each platform has its own; they are met alike."""

from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar


class Meetable(Protocol):
    met: int

    def concerns(self, method: str, chat_id: int) -> bool: ...


F = TypeVar("F", bound=Meetable)


@dataclass(slots=True)
class Faults(Generic[F]):
    """Those that wait to happen, in order."""

    waiting: list[F] = field(default_factory=list)

    def add(self, fault: F) -> F:
        self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        self.waiting.clear()

    def meet(self, method: str, chat_id: int) -> F | None:
        """The fault that this call meets."""
        for fault in self.waiting:
            if fault.concerns(method, chat_id):
                fault.met += 1
                return fault
        return None
