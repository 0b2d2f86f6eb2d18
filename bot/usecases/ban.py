"""Who may not: banning a person by every account of theirs, pardoning, and knowing them when they are back. No chat.

Accounts are kept as hashes made with a key of their own: a ban outlives what we keep of a person, and tells nobody who
that was.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from storage import Store, Transaction
from storage.bans import BanScope
from storage.moderation import Moderation
from storage.people import Person

REASON = "ban"  # why the posts of somebody banned were refused


@dataclass(frozen=True, slots=True)
class Sentence:
    """What somebody may not any more, and why; `everything`: what they published is taken down."""

    scope: BanScope
    reason: str
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Ban:
    """`key` hashes accounts; it is derived for this purpose."""

    store: Store
    key: bytes = field(repr=False)

    async def __call__(self, who: str, person_id: str, sentence: Sentence) -> None:
        """`who` bans them, by every account that we know. A later ban replaces an earlier one; raises Missing."""
        async with self.store.transaction() as tx:
            person = await tx.people.get(person_id)
            for account in await self._accounts(tx, person_id):
                await tx.bans.add(account, person.person_id, sentence.scope, sentence.reason, who)
            down = await Moderation(tx.connection).refuse_all(person_id, REASON) if sentence.everything else 0
            detail = {"scope": sentence.scope, "reason": sentence.reason, "posts taken down": down}
            await tx.audit.add(who, "ban", person_id, detail)

    async def lift(self, who: str, person_id: str) -> bool:
        """`who` pardons them; what was taken down stays so. False when they were not banned."""
        async with self.store.transaction() as tx:
            lifted = await tx.bans.lift(person_id, await self._accounts(tx, person_id))
            if lifted:
                await tx.audit.add(who, "lift ban", person_id)
        return lifted

    async def lift_account(self, who: str, account: str) -> bool:
        """The same for an account by its hash, whose person was forgotten."""
        async with self.store.transaction() as tx:
            lifted = await tx.bans.lift(account, (account,))
            if lifted:
                await tx.audit.add(who, "lift ban", account)
        return lifted

    async def known_again(self, tx: Transaction, platform: str, account: str, person: Person) -> BanScope | None:
        """What may somebody not who just came by this account? They may have been banned, and forgotten since."""
        hashed = self.account(platform, account)
        if any(one.person_id is None for one in await tx.bans.of_accounts((hashed,))):
            await tx.bans.returned(hashed, person.person_id)
        return await tx.bans.of(person.person_id)

    def account(self, platform: str, account: str) -> str:
        """The hash by which an account is banned."""
        return hmac.digest(self.key, f"{platform}:{account}".encode(), sha256).hex()

    async def _accounts(self, tx: Transaction, person_id: str) -> Sequence[str]:
        return [self.account(one.platform, one.external_id) for one in await tx.people.identities(person_id)]
