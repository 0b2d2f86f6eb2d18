"""Signing in to the admin pages by a link that opens once. Tokens are random and kept as hashes; knows no page."""

import secrets
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from storage import Store
from storage.sign_ins import SignInKind

TOKEN_BYTES = 32
LINK_S = 10 * 60.0
SESSION_S = 12 * 3600.0
KEPT_S = 30 * 24 * 3600.0  # so long a link that is over can still say so


class Standing(StrEnum):
    """What a link is good for."""

    GOOD = "good"
    USED = "used"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SignIn:
    """Every step is written to the audit log in the transaction that takes it."""

    store: Store

    async def link(self, who: str) -> str:
        """The token of a new link; nobody can read it again."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        async with self.store.transaction() as tx:
            await tx.sign_ins.prune(KEPT_S)
            await tx.sign_ins.add(digest(token), SignInKind.LINK, who, LINK_S)
            await tx.audit.add(who, "link")
        return token

    async def standing(self, token: str) -> Standing:
        """Would it open? Looking uses nothing up."""
        async with self.store.reading() as tx:
            link, now = await tx.sign_ins.get(digest(token), SignInKind.LINK), await tx.now()
        if link is None:
            return Standing.UNKNOWN
        if link.used_at is not None:
            return Standing.USED
        return Standing.GOOD if link.expires_at > now else Standing.EXPIRED

    async def open(self, token: str) -> str | None:
        """The token of a session, for the first who opens the link in time; None for all others."""
        session = secrets.token_urlsafe(TOKEN_BYTES)
        async with self.store.transaction() as tx:
            who = await tx.sign_ins.use(digest(token), SignInKind.LINK)
            if who is None:
                return None
            await tx.sign_ins.add(digest(session), SignInKind.SESSION, who, SESSION_S)
            await tx.audit.add(who, "sign in")
        return session

    async def who(self, session: str) -> str | None:
        """Whose session is it? None when it is over, or none of ours."""
        async with self.store.reading() as tx:
            return await tx.sign_ins.living(digest(session), SignInKind.SESSION)

    async def leave(self, session: str) -> None:
        """The session ends."""
        async with self.store.transaction() as tx:
            who = await tx.sign_ins.use(digest(session), SignInKind.SESSION)
            if who is not None:
                await tx.audit.add(who, "sign out")


def digest(token: str) -> str:
    """A token is random enough that its plain hash tells nothing about it."""
    return sha256(token.encode()).hexdigest()
