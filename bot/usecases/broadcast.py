"""Writing to everybody: a draft, a try on one person, and then the start. Each act stands in the audit log."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from bot.usecases.find import find
from bot.usecases.notify import tell_at_home
from storage import Store
from storage.broadcasts import BroadcastState

MOST_CHARS = 3500  # what every platform takes in one message, with room for its markup


class BadLetter(Exception):
    """There is nothing to be read, or too much."""


@dataclass(frozen=True, slots=True)
class Broadcasting:
    """What whoever runs the service (`who`) does about letters. What cannot be raises Missing."""

    store: Store

    async def write(self, who: str, texts: Mapping[str, str]) -> str:
        """A draft, by language; returns its id. Raises BadLetter."""
        written = {locale: text.strip() for locale, text in texts.items() if text.strip()}
        if not written:
            raise BadLetter("no text")
        if (longest := max(map(len, written.values()))) > MOST_CHARS:
            raise BadLetter(f"{longest} characters, {MOST_CHARS} at most")
        broadcast_id = secrets.token_hex(4)
        async with self.store.transaction() as tx:
            await tx.broadcasts.add(broadcast_id, written, who)
            await tx.audit.add(who, "letter write", broadcast_id, {"languages": sorted(written)})
        return broadcast_id

    async def try_on(self, who: str, broadcast_id: str, person: str) -> None:
        """Send it to one person, named by id or account, as it will look."""
        async with self.store.transaction() as tx:
            broadcast, somebody = await tx.broadcasts.get(broadcast_id), await find(tx, person)
            key = f"letter:{broadcast_id}:try:{secrets.token_hex(4)}"
            await tell_at_home(tx, somebody.person_id, key, "letter", {"texts": broadcast.texts})
            await tx.audit.add(who, "letter try", broadcast_id, {"person": somebody.person_id})

    async def start(self, who: str, broadcast_id: str) -> int:
        """To everybody who wants news; returns to how many."""
        async with self.store.transaction() as tx:
            readers = await tx.broadcasts.start(broadcast_id)
            await tx.audit.add(who, "letter start", broadcast_id, {"readers": readers})
        return readers

    async def move(self, who: str, broadcast_id: str, state: BroadcastState) -> None:
        """Pause it, let it go on, stop it for good."""
        async with self.store.transaction() as tx:
            await tx.broadcasts.move(broadcast_id, state)
            await tx.audit.add(who, f"letter {state}", broadcast_id)
