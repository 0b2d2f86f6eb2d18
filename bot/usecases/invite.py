"""Inviting others: a link of one's own, and thanks for both once the guest has had a painting. Knows no chat.

Only somebody new counts: who just came, by an account or address whose free runs were never counted. That holds too for
who deletes their data and comes back. Nothing depends on an invitation but its thanks.
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.catalogue import Catalogue
from bot.prices import Bonus
from bot.usecases.notify import tell_at_home
from storage import Missing, Store, Transaction
from storage.forgetting import NOBODY
from storage.people import Person

NEW = timedelta(minutes=10)  # since a person came: the first that they do is to follow the link


@dataclass(frozen=True, slots=True)
class Guests:
    """Who came by somebody's link, and how many of them have had a painting."""

    code: str
    came: int
    painted: int


@dataclass(frozen=True, slots=True)
class Invite:
    """`bonus` is what there is for it now; None: nothing."""

    store: Store
    catalogue: Catalogue

    @property
    def bonus(self) -> Bonus | None:
        return self.catalogue.prices.invitation

    async def guests(self, person_id: str) -> Guests:
        """Of somebody who invites others."""
        async with self.store.transaction() as tx:
            return Guests(await tx.invitations.code_of(person_id), *await tx.invitations.guests(person_id))

    async def arrive(self, guest: Person, code: str, client: str | None) -> bool:
        """Somebody came by a link; False when that is nobody's, their own, or they are not new."""
        if self.bonus is None:
            return False
        async with self.store.transaction() as tx:
            inviter = await tx.invitations.inviter(code)
            if inviter in (None, guest.person_id) or not await is_new(tx, guest, client):
                return False
            assert inviter is not None
            return await tx.invitations.note(guest.person_id, inviter, client)

    async def painted(self, tx: Transaction, person_id: str) -> None:
        """Somebody has had a painting: if it is the first of a guest, both are thanked."""
        if self.bonus is None or not (invitation := await tx.invitations.reward(person_id)):
            return
        thanks = {"asset": self.bonus.asset, "amount": self.bonus.amount}
        who = invitation.client or person_id  # who deletes their data and comes back is no new guest
        if not await self._thank(tx, f"referral:guest:{who}", person_id):
            return
        await tell_at_home(tx, person_id, f"guest_bonus:{person_id}", "guest_bonus", thanks)
        if invitation.inviter == NOBODY:
            return
        # Each place is a key of the journal: so many guests count, however many come at once.
        for place in range(self.bonus.most):
            if await self._thank(tx, f"referral:host:{invitation.inviter}:{place}", invitation.inviter):
                await tell_at_home(tx, invitation.inviter, f"host_bonus:{person_id}", "host_bonus", thanks)
                return

    async def _thank(self, tx: Transaction, key: str, person_id: str) -> bool:
        assert self.bonus is not None
        return await tx.ledger.grant(key, person_id, self.bonus.asset, self.bonus.amount, "referral")


async def is_new(tx: Transaction, guest: Person, client: str | None) -> bool:
    """Whether we have never met them."""
    try:
        known = await tx.people.get(guest.person_id)
    except Missing:  # forgotten since
        return False
    if known.created_at < await tx.now() - NEW or await tx.jobs.of_person(guest.person_id, 1):
        return False
    return client is None or not await tx.ledger.ever_had(f"address:{client}@")
