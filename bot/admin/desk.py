"""What admin pages work with, and how they are asked. Knows no HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from babel.dates import format_datetime

from bot.catalogue import Catalogue
from bot.prices import Money
from bot.queue import Queue
from bot.talk import menu
from bot.texts import Texts
from bot.till import Till
from bot.usecases.ban import Ban
from bot.usecases.broadcast import Broadcasting
from bot.usecases.decide import Decide
from bot.usecases.maintenance import Maintenance
from bot.usecases.moderate import Moderate
from bot.usecases.retry import Retry
from storage import Store
from storage.registers import PAGE, Which

Form = Mapping[str, str]  # what was filled in, by the names of its fields


class Unclear(Exception):
    """A form lacks something, or says something that cannot be."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The service, as far as whoever runs it looks at it."""

    store: Store
    queue: Queue
    catalogue: Catalogue
    tills: Mapping[str, Till]
    decide: Decide
    retry: Retry
    moderate: Moderate
    ban: Ban
    maintenance: Maintenance
    broadcasting: Broadcasting


@dataclass(frozen=True, slots=True)
class Turn:
    """Where newer and older rows are; None where there are none."""

    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """`who` asks, with these words behind the question mark."""

    who: str
    texts: Texts
    query: Mapping[str, str]

    def word(self, name: str) -> str:
        return self.query.get(name, "").strip()

    @property
    def offset(self) -> int:
        word = self.word("offset")
        return int(word) if word.isdecimal() and len(word) < 9 else 0

    @property
    def which(self) -> Which:
        """Which rows of a register: whatever is left out may be anything."""
        state, till, person = (self.word(name) or None for name in ("state", "till", "person"))
        return Which(state, till, person, self.offset)

    def turn(self, *, more: bool, page: int = PAGE) -> Turn:
        """The same question, further on."""
        newer = self._at(max(0, self.offset - page)) if self.offset else None
        return Turn(newer, self._at(self.offset + page) if more else None)

    def _at(self, offset: int) -> str:
        kept = {name: word for name, word in self.query.items() if name not in ("offset", "said", "undo")}
        return "?" + urlencode({**kept, "offset": offset})

    def at(self, moment: datetime | None) -> str:
        """21 Nov 2026, 14:05, in UTC; a dash for never."""
        return format_datetime(moment, "d MMM y, HH:mm", locale=self.texts.locale) if moment else "–"

    def money(self, minor: int, currency: str) -> str:
        return menu.money(self.texts, Money(minor, currency))
