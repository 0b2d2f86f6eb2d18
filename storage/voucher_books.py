"""The audit of gifts: does each that can still be redeemed hold what was given for it, and no other anything?"""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.journal import VOUCHER
from storage.tables import postings
from storage.till_tables import vouchers
from storage.vouchers import VoucherKind


@dataclass(frozen=True, slots=True)
class VoucherBooks:
    """The part of `storage.books` that knows vouchers."""

    connection: AsyncConnection

    async def check(self) -> list[str]:
        """A line for each fault."""
        held, due = await self._held(), await self._due()
        return [
            f"voucher {code} holds {held[code, asset]} {asset} instead of {due[code, asset]}"
            for code, asset in sorted(held.keys() | due.keys())
            if held[code, asset] != due[code, asset]
        ]

    async def _held(self) -> Counter[tuple[str, str]]:
        """What lies in the account of each."""
        statement = (
            select(postings.c.account, postings.c.asset, func.sum(postings.c.amount))
            .where(postings.c.account.startswith(VOUCHER))
            .group_by(postings.c.account, postings.c.asset)
        )
        rows = await self.connection.execute(statement)
        return Counter({(account.removeprefix(VOUCHER), asset): int(amount) for account, asset, amount in rows})

    async def _due(self) -> Counter[tuple[str, str]]:
        """What should: a gift that nobody has redeemed and that was not taken back. Promo codes hold nothing."""
        open_gifts = (vouchers.c.kind == VoucherKind.GIFT, vouchers.c.used == 0, vouchers.c.closed_at.is_(None))
        statement = select(vouchers.c.code, vouchers.c.asset, vouchers.c.amount).where(*open_gifts)
        return Counter({(code, asset): amount for code, asset, amount in await self.connection.execute(statement)})
