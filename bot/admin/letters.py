"""Letters to everybody: writing one, trying it, sending it, and how far it has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.admin.desk import Asked, Desk, Form, Unclear
from bot.admin.doors import PATH
from bot.texts import Texts, locales
from bot.usecases.broadcast import MOST_CHARS, BadLetter
from storage import Transaction
from storage.broadcasts import Broadcast, BroadcastState, LetterState

NEWEST = 20
LANGUAGE = "text-"  # before a language: the field of its text


@dataclass(frozen=True, slots=True)
class Row:
    """A broadcast, how many of its letters there are and stand how, and what can be done with it."""

    broadcast: Broadcast
    all: int
    tally: Mapping[LetterState, int]

    @property
    def moves(self) -> tuple[str, ...]:
        match self.broadcast.state:
            case BroadcastState.DRAFT:
                return ("try", "start", "stop")
            case BroadcastState.SENDING:
                return ("pause", "stop")
            case BroadcastState.PAUSED:
                return ("go-on", "stop")
            case _:
                return ()


async def show(desk: Desk, asked: Asked) -> Mapping[str, Any]:
    async with desk.store.reading() as tx:
        rows = [await row(tx, one) for one in await tx.broadcasts.newest(NEWEST)]
        readers = await tx.broadcasts.readers()
    languages = [(LANGUAGE + locale, Texts(locale)("language-name")) for locale in locales()]
    return {"asked": asked, "rows": rows, "readers": readers, "languages": languages, "most": MOST_CHARS}


async def row(tx: Transaction, broadcast: Broadcast) -> Row:
    tally = await tx.broadcasts.tally(broadcast.broadcast_id)
    return Row(broadcast, tally.total(), tally)


async def write(desk: Desk, asked: Asked, form: Form) -> str:
    """Keep a draft."""
    try:
        await desk.broadcasting.write(asked.who, {locale: form.get(LANGUAGE + locale, "") for locale in locales()})
    except BadLetter as bad:
        raise Unclear(str(bad)) from bad
    return f"{PATH}/letters?said=letter-written"


async def move(desk: Desk, asked: Asked, form: Form) -> str:
    """What the buttons of a broadcast do."""
    broadcast_id, does = form.get("broadcast", ""), desk.broadcasting
    match form.get("move"):
        case "try":
            await does.try_on(asked.who, broadcast_id, form.get("person", "").strip())
            return f"{PATH}/letters?said=letter-tried"
        case "start":
            await does.start(asked.who, broadcast_id)
            return f"{PATH}/letters?said=letter-started"
        case "pause":
            await does.move(asked.who, broadcast_id, BroadcastState.PAUSED)
        case "go-on":
            await does.move(asked.who, broadcast_id, BroadcastState.SENDING)
        case "stop":
            await does.move(asked.who, broadcast_id, BroadcastState.STOPPED)
        case other:
            raise Unclear(f"move {other}")
    return f"{PATH}/letters?said=letter-moved"
