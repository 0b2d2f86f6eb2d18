"""Where a receipt and a parcel go: kept sealed with a key of its own, forgotten with the person. Knows no chat."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass

from storage import Store
from storage.seal import Seal


@dataclass(frozen=True, slots=True)
class Contact:
    """What somebody told us for receipts (`email`) and parcels (the rest); empty what they did not."""

    email: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""


class Contacts:
    """Read and written by those who need them, shown to nobody else."""

    def __init__(self, store: Store, key: bytes) -> None:
        self._store, self._seal = store, Seal(key)

    async def get(self, person_id: str) -> Contact:
        """What is known of them. Raises Sealed when the key is another one."""
        async with self._store.reading() as tx:
            sealed = await tx.contacts.get(person_id)
        return self.open(person_id, sealed) if sealed else Contact()

    async def put(self, person_id: str, contact: Contact) -> None:
        async with self._store.transaction() as tx:
            await tx.contacts.put(person_id, self.close(person_id, contact))

    def close(self, name: str, contact: Contact) -> str:
        """As it may lie in a database; it opens under the same name only."""
        return b64encode(self._seal.close(name, json.dumps(asdict(contact)).encode())).decode()

    def open(self, name: str, sealed: str) -> Contact:
        return Contact(**json.loads(self._seal.open(name, b64decode(sealed))))
