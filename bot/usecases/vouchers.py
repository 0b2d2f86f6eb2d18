"""Gifts and promo codes: giving what one has, redeeming, taking back. Knows no chat and no link.

What is given lies in an account of the code until somebody redeems it or it goes back; nobody has it twice.
"""

from dataclasses import dataclass

import structlog

from bot.catalogue import Catalogue
from bot.usecases.guesses import Guesses
from bot.usecases.notify import tell_at_home
from storage import Missing, NoVoucher, Store, Transaction
from storage.journal import AVAILABLE, VOUCHER
from storage.ledger import Charge, Transfer
from storage.vouchers import NewVoucher, Voucher, VoucherKind, canonical, fresh_code

DAY_S = 24 * 3600.0
LISTED = 10
AT_ONCE = 100

log = structlog.get_logger()


class TooManyGuesses(Exception):
    """They were wrong so often that they have to wait."""


@dataclass(frozen=True, slots=True)
class Vouchers:
    """What a person can do with codes."""

    store: Store
    catalogue: Catalogue
    guesses: Guesses

    async def give(self, charge: Charge, *, key: str) -> Voucher:
        """Out of their balance into a gift; the same `key` is the same gift. Raises NotEnough."""
        code = fresh_code()
        moved = Transfer(AVAILABLE + charge.owner, VOUCHER + code, charge.asset, charge.amount)
        gift = NewVoucher(
            code=code, kind=VoucherKind.GIFT, asset=charge.asset, amount=charge.amount, giver=charge.owner, note=key
        )
        async with self.store.transaction() as tx:
            if await tx.ledger.transfer(f"give:{charge.owner}:{key}", moved, "gift"):
                await tx.vouchers.add(gift, self.catalogue.prices.gift_days * DAY_S)
            made = await tx.vouchers.made(charge.owner, key)
        assert made is not None
        return made

    async def redeem(self, person_id: str, code: str, client: str | None) -> Voucher:
        """What the code is worth is theirs; wrong ones are counted by the `client`, where that is known. Raises
        NoVoucher, TooManyGuesses."""
        who = client or person_id
        if not self.guesses.may(who):
            raise TooManyGuesses
        try:
            async with self.store.transaction() as tx:
                return await hand_over(tx, await tx.vouchers.redeem(canonical(code), person_id, client), person_id)
        except NoVoucher as refused:
            if refused.why != "had":
                self.guesses.wrong(who)
            raise

    async def take_back(self, person_id: str, code: str) -> Voucher:
        """The giver wants it back. Raises Missing when it is not theirs, NoVoucher when somebody has had it."""
        async with self.store.transaction() as tx:
            if (await tx.vouchers.get(code)).giver != person_id:
                raise Missing("voucher", code)
            if not (closed := await tx.vouchers.close(code)):
                raise NoVoucher("used-up")
            await return_gift(tx, closed)
        return closed

    async def mine(self, person_id: str, code: str) -> Voucher:
        """A gift of theirs; raises Missing."""
        async with self.store.reading() as tx:
            voucher = await tx.vouchers.get(code)
        if voucher.giver != person_id:
            raise Missing("voucher", code)
        return voucher

    async def waiting(self, person_id: str) -> list[Voucher]:
        """Their gifts that nobody has redeemed."""
        async with self.store.reading() as tx:
            return await tx.vouchers.waiting(person_id, LISTED)


async def hand_over(tx: Transaction, voucher: Voucher, person_id: str) -> Voucher:
    """One use of it, in the transaction that has counted it."""
    code, asset, amount = voucher.code, voucher.asset, voucher.amount
    key = f"{code}:{person_id}"
    if voucher.kind is VoucherKind.PROMO:
        await tx.ledger.grant(f"promo:{key}", person_id, asset, amount, "promo")
        return voucher
    await tx.ledger.transfer(key, Transfer(VOUCHER + code, AVAILABLE + person_id, asset, amount), "gift")
    if voucher.giver and voucher.giver != person_id:
        await tell_at_home(tx, voucher.giver, f"gift_taken:{code}", "gift_taken", {"asset": asset, "amount": amount})
    return voucher


async def return_gift(tx: Transaction, closed: Voucher) -> None:
    """What lies in a gift that was closed is its giver's again."""
    moved = Transfer(VOUCHER + closed.code, f"{AVAILABLE}{closed.giver}", closed.asset, closed.amount)
    await tx.ledger.transfer(f"back:{closed.code}", moved, "gift-back")


@dataclass(frozen=True, slots=True)
class ReturnGifts:
    """What nobody redeemed in time goes back to who gave it. Two of us at once do no harm."""

    store: Store

    async def __call__(self) -> int:
        """How many went back."""
        async with self.store.reading() as tx:
            overdue = await tx.vouchers.overdue(AT_ONCE)
        return sum([await self._go_back(gift) for gift in overdue])

    async def _go_back(self, gift: Voucher) -> bool:
        async with self.store.transaction() as tx:
            closed = await tx.vouchers.close(gift.code)
            if closed is None:
                return False
            await return_gift(tx, closed)
            said = {"asset": gift.asset, "amount": gift.amount}
            await tell_at_home(tx, closed.giver or "", f"gift_back:{gift.code}", "gift_back", said)
        log.info("a gift that nobody redeemed went back", asset=gift.asset, amount=gift.amount)
        return True
