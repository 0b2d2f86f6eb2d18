"""Deleting pictures that nothing leads to any more: replaced in a draft, drawn for a message that is gone, not paid."""

from dataclasses import dataclass
from itertools import groupby

from bot.usecases.posted import KIND, TILE
from bot.usecases.works import with_copies
from storage import Store

AGE_S = 30 * 24 * 3600.0
UNPAID_S = 2 * 24 * 3600.0
COPIES = {"view": "photo", "thumbnail": "photo", TILE: KIND}  # live as long as what they were made from
DEPTH = 3  # <person>/<kind>/<name>; what lies elsewhere is not a person's


@dataclass(frozen=True, slots=True)
class Sweep:
    """What was kept `age_s` ago and is named by no row goes; so does all that a forgotten person has left behind."""

    store: Store
    age_s: float = AGE_S

    async def __call__(self) -> int:
        """The number of blobs that went."""
        old = [key for key in await self.store.blobs.older_than(self.age_s) if key.count("/") == DEPTH - 1]
        gone = 0
        for person_id, keys in groupby(old, key=lambda key: key.partition("/")[0]):
            async with self.store.reading() as tx:
                named = await tx.people.named(person_id)
            stale = [key for key in keys if key not in named and original(key) not in named]
            await self.store.blobs.delete(stale)
            gone += len(stale)
        return gone


def original(key: str) -> str:
    """What a copy was made from; anything else is its own."""
    person_id, kind, name = key.split("/")
    return f"{person_id}/{COPIES.get(kind, kind)}/{name}"


async def give_up_unpaid(store: Store, older_than_s: float = UNPAID_S) -> None:
    """Paintings that were looked at first and not paid for so long go."""
    async with store.transaction() as tx:
        keys = await tx.works.give_up(older_than_s)
    await store.blobs.delete(with_copies(keys))
