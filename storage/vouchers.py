"""Vouchers: codes that are worth something, and who redeemed them. Knows no balance, no price and no chat.

A gift serves one person, a promo code many, each of them once. Who redeems is decided by one statement.
"""

import secrets
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.errors import Missing, NoVoucher
from storage.till_tables import redemptions, vouchers

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that are taken for one another: 0 and O, 1, I and L
LENGTH = 12  # 59 bits: nobody guesses one
CLIENT = "client:"  # instead of a person: whoever came from there and was forgotten since


class VoucherKind(StrEnum):
    """A gift holds what somebody has given for it; a promo code is given by the house."""

    GIFT = "gift"
    PROMO = "promo"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVoucher:
    """`amount` of `asset` for each of so many `uses`. `giver` is the person whose gift it is, `purchase_id` what they
    paid it by; `note` is for those who made it."""

    code: str
    kind: VoucherKind
    asset: str
    amount: int
    uses: int = 1
    giver: str | None = None
    purchase_id: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """A voucher as it stands; `closed_at` is when it was taken back."""

    code: str
    kind: VoucherKind
    asset: str
    amount: int
    uses: int
    giver: str | None
    purchase_id: str | None
    note: str
    used: int
    created_at: datetime
    expires_at: datetime | None
    closed_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether it is still worth something, as far as its time is not over."""
        return self.closed_at is None and self.used < self.uses


ROW = [vouchers.c[field.name] for field in fields(Voucher)]
UNUSED = (vouchers.c.closed_at.is_(None), vouchers.c.used < vouchers.c.uses)


def fresh_code() -> str:
    """A code that was never given out."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def canonical(code: str) -> str:
    """A code as we keep it, however somebody wrote it: small letters, hyphens, spaces."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


@dataclass(frozen=True, slots=True)
class Vouchers:
    """Making, redeeming, closing."""

    connection: AsyncConnection

    async def add(self, new: NewVoucher, lasts_s: float | None) -> bool:
        """It is worth something from now on, and for so long; False when the code is known."""
        values = {field.name: getattr(new, field.name) for field in fields(NewVoucher)}
        values |= {"created_at": now(), "expires_at": None if lasts_s is None else now(lasts_s)}
        statement = insert(self.connection, vouchers).values(values).on_conflict_do_nothing()
        return (await self.connection.execute(statement.returning(vouchers.c.code))).scalar_one_or_none() is not None

    async def get(self, code: str) -> Voucher:
        """The voucher with this code; raises Missing."""
        found = await self._list(vouchers.c.code == code)
        if not found:
            raise Missing("voucher", code)
        return found[0]

    async def redeem(self, code: str, person_id: str, client: str | None = None) -> Voucher:
        """One use less, and this person has had theirs; so has who had it, was forgotten and is back by the same
        `client`. Raises NoVoucher: the transaction must not be committed."""
        if client and await self._had(code, f"{CLIENT}{client}"):
            raise NoVoucher("had")
        had = insert(self.connection, redemptions).values(code=code, person_id=person_id, redeemed_at=now())
        first = await self.connection.execute(had.on_conflict_do_nothing().returning(redemptions.c.code))
        if first.scalar_one_or_none() is None:
            raise NoVoucher("had")
        lasts = or_(vouchers.c.expires_at.is_(None), vouchers.c.expires_at > now())
        statement = update(vouchers).where(vouchers.c.code == code, *UNUSED, lasts)
        taken = statement.values(used=vouchers.c.used + 1).returning(*ROW)
        row = (await self.connection.execute(taken)).one_or_none()
        if row is None:
            raise await self._refusal(code)
        return _voucher(row)

    async def remember(self, person_id: str, client: str) -> None:
        """They are being forgotten: what they had, their hashed account or address has had."""
        theirs = select(redemptions.c.code, literal(f"{CLIENT}{client}"), redemptions.c.redeemed_at)
        kept = insert(self.connection, redemptions).from_select(
            ["code", "person_id", "redeemed_at"], theirs.where(redemptions.c.person_id == person_id)
        )
        await self.connection.execute(kept.on_conflict_do_nothing())

    async def _had(self, code: str, person_id: str) -> bool:
        statement = select(redemptions.c.code).where(redemptions.c.code == code, redemptions.c.person_id == person_id)
        return (await self.connection.execute(statement)).first() is not None

    async def _refusal(self, code: str) -> NoVoucher:
        found = await self._list(vouchers.c.code == code)
        if not found:
            return NoVoucher("unknown")
        return NoVoucher("used-up" if found[0].used >= found[0].uses else "over")

    async def close(self, code: str) -> Voucher | None:
        """What is left of it is taken back; None when nothing is left, or somebody else was first."""
        statement = update(vouchers).where(vouchers.c.code == code, *UNUSED).values(closed_at=now()).returning(*ROW)
        row = (await self.connection.execute(statement)).one_or_none()
        return _voucher(row) if row else None

    async def of_purchase(self, purchase_id: str) -> Voucher | None:
        """The gift that was bought so."""
        return next(iter(await self._list(vouchers.c.purchase_id == purchase_id)), None)

    async def made(self, giver: str, note: str) -> Voucher | None:
        """The gift that somebody made under this note."""
        return next(iter(await self._list((vouchers.c.giver == giver) & (vouchers.c.note == note))), None)

    async def waiting(self, giver: str, limit: int) -> list[Voucher]:
        """Which gifts of somebody has nobody redeemed? The newest first."""
        return await self._list((vouchers.c.giver == giver) & UNUSED[0] & UNUSED[1], limit)

    async def overdue(self, limit: int) -> list[Voucher]:
        """Gifts that nobody redeemed in time."""
        gifts = (vouchers.c.kind == VoucherKind.GIFT) & UNUSED[0] & UNUSED[1]
        return await self._list(gifts & (vouchers.c.expires_at <= now()), limit)

    async def promos(self, limit: int) -> list[Voucher]:
        """The codes of the house, the newest first."""
        return await self._list(vouchers.c.kind == VoucherKind.PROMO, limit)

    async def _list(self, where: ColumnElement[bool], limit: int | None = None) -> list[Voucher]:
        statement = select(*ROW).where(where).order_by(vouchers.c.created_at.desc(), vouchers.c.code).limit(limit)
        return [_voucher(row) for row in await self.connection.execute(statement)]


def _voucher(row: Any) -> Voucher:
    return Voucher(**{**row._mapping, "kind": VoucherKind(row.kind)})
