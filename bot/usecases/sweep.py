"""Deleting pictures that nothing leads to any more: replaced in a draft, drawn for a message that is gone, not paid."""

from dataclasses import dataclass
from itertools import groupby

from bot.usecases.posted import KIND, TILE
from bot.usecases.works import with_copies
from storage import Store, Transaction
from storage.blobs import Kept

AGE_S = 30 * 24 * 3600.0
SOON_S = 3600.0
UNPAID_S = 2 * 24 * 3600.0
COPIES = {"view": "photo", "thumbnail": "photo", TILE: KIND}  # live as long as what they were made from
DEPTH = 3  # <person>/<kind>/<name>; what lies elsewhere is not a person's


@dataclass(frozen=True, slots=True)
class Sweep:
    """What was kept `age_s` ago and is named by no row goes. After `soon_s` so do copies for others that no post and no
    shared style names, and all that a forgotten person has left behind: whoever let them go died before they went."""

    store: Store
    age_s: float = AGE_S
    soon_s: float = SOON_S

    async def __call__(self) -> int:
        """The number of blobs that went."""
        found = await self.store.blobs.older_than(min(self.soon_s, self.age_s))
        kept = [blob for blob in found if blob.key.count("/") == DEPTH - 1]
        gone = 0
        for person_id, blobs in groupby(kept, key=lambda blob: blob.key.partition("/")[0]):
            async with self.store.reading() as tx:
                stale = await self._stale(tx, person_id, list(blobs))
            await self.store.blobs.delete(stale)
            gone += len(stale)
        return gone

    async def _stale(self, tx: Transaction, person_id: str, blobs: list[Kept]) -> list[str]:
        known = await tx.people.known(person_id)
        ripe = [one.key for one in blobs if one.age_s > self.age_s or not known or kind(one.key) in (KIND, TILE)]
        named = await tx.people.named(person_id) if ripe else set()
        return [key for key in ripe if key not in named and original(key) not in named]


def original(key: str) -> str:
    """What a copy was made from; anything else is its own."""
    person_id, _, name = key.split("/")
    return f"{person_id}/{COPIES.get(kind(key), kind(key))}/{name}"


def kind(key: str) -> str:
    return key.split("/")[1]


async def give_up_unpaid(store: Store, older_than_s: float = UNPAID_S) -> None:
    """Paintings that were looked at first and not paid for so long go."""
    async with store.transaction() as tx:
        keys = await tx.works.give_up(older_than_s)
    await store.blobs.delete(with_copies(keys))
