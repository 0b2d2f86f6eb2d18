"""Who asks for a page beside the chat, and from where on. Knows no HTTP."""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime

from bot.platforms.web.site import Site
from bot.texts import Texts
from storage.people import Person


@dataclass(frozen=True, slots=True)
class Asked:
    """`person` is None for a browser that has not said anything yet; `client` is the hash of its network address;
    `offset` of the newest rows are passed over."""

    site: Site
    person: Person | None
    texts: Texts
    client: str | None
    offset: int

    def at(self, moment: datetime) -> str:
        """21 Nov, 14:05, in UTC as in the chat."""
        return format_datetime(moment, "d MMM, HH:mm", locale=self.texts.locale)


@dataclass(frozen=True, slots=True)
class Turn:
    """Where newer and older rows are; None where there are none."""

    newer: int | None
    older: int | None


def turn(offset: int, page: int, more: bool) -> Turn:
    return Turn(max(0, offset - page) if offset else None, offset + page if more else None)
