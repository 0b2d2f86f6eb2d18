"""How a job looks to the person who ordered it: what the use cases that send by themselves ask of the conversation."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol
from weakref import WeakValueDictionary

from bot.chat import Message
from bot.usecases.status import Status
from storage.job import Job
from storage.people import Person
from storage.works import Work


class Views(Protocol):
    """The conversation's words and buttons for what nobody asked at this moment."""

    def status(self, person: Person, status: Status, picture_key: str) -> Message:
        """A job that waits or is being painted, under this picture."""
        ...

    def ended(self, person: Person, job: Job, work: Work | None, back: Mapping[str, int]) -> Message:
        """A job that ended: its painting, or why there is none, and what it gave `back` of each asset."""
        ...

    def album_status(self, person: Person, album: Sequence[Status], picture_key: str) -> Message:
        """Jobs that were ordered together, as long as not all have ended."""
        ...

    def album(self, person: Person, ended: Sequence[tuple[Job, Work | None]], back: Mapping[str, int]) -> Message:
        """Jobs that were ordered together and have ended: their paintings, or why there is none, in their order."""
        ...

    def for_sale(self, person: Person, work: Work) -> str:
        """What stands under a painting that is seen blurred until it is paid."""
        ...

    def not_for_sale(self, person: Person) -> Message:
        """It cannot be shown so; nothing was lost."""
        ...

    def ready(self, person: Person, job: Job) -> Message:
        """A line that calls somebody back who has waited for long."""
        ...


class JobLocks:
    """One lock per order: whoever shows its jobs holds it, so that an old status never replaces a result."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def __call__(self, order: str) -> asyncio.Lock:
        return self._locks.setdefault(order, asyncio.Lock())
