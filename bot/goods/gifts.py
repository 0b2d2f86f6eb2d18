"""Packs for somebody else: units that lie in a voucher until they are redeemed. Knows the journal; knows no till."""

from typing import ClassVar

from storage import Missing, Transaction
from storage.journal import HOUSE, VOUCHER
from storage.ledger import Charge, Transfer
from storage.notices import NewNotice
from storage.payments import Payment
from storage.purchases import Purchase
from storage.vouchers import NewVoucher, VoucherKind, fresh_code

DAY_S = 24 * 3600.0


class Gifts:
    """`item` is {"asset", "amount", "days"}: after so many days what nobody redeemed is the buyer's own."""

    kind: ClassVar[str] = "gift"
    physical: ClassVar[bool] = False
    recurring: ClassVar[bool] = False

    async def hand_out(self, tx: Transaction, purchase: Purchase, payment: Payment) -> None:
        code, item = fresh_code(), purchase.item
        gift = NewVoucher(
            code=code,
            kind=VoucherKind.GIFT,
            asset=item["asset"],
            amount=item["amount"],
            giver=purchase.person_id,
            purchase_id=purchase.purchase_id,
            note=purchase.purchase_id,
        )
        await tx.vouchers.add(gift, item["days"] * DAY_S)
        moved = Transfer(HOUSE, VOUCHER + code, item["asset"], item["amount"])
        await tx.ledger.transfer(f"{payment.till}:{payment.charge_id}", moved, "purchase")
        await self._tell(tx, purchase, code)

    async def _tell(self, tx: Transaction, purchase: Purchase, code: str) -> None:
        try:
            person = await tx.people.get(purchase.person_id)
        except Missing:  # forgotten since: whoever has paid may still have the money back
            return
        said = {"asset": purchase.item["asset"], "amount": purchase.item["amount"], "code": code}
        where = (purchase.platform, purchase.chat)
        await tx.notices.add(NewNotice(f"gift_ready:{code}", person.person_id, *where, "gift_ready", said))

    async def take_back(self, tx: Transaction, purchase: Purchase, payment: Payment) -> int:
        """Out of the gift; of one that went back to its buyer, out of their balance. What somebody redeemed stays."""
        key, amount = f"{payment.till}:{payment.charge_id}", purchase.item["amount"]
        voucher = await tx.vouchers.of_purchase(purchase.purchase_id)
        if voucher is None:
            return 0
        if await tx.vouchers.close(voucher.code):
            moved = Transfer(VOUCHER + voucher.code, HOUSE, voucher.asset, voucher.amount)
            await tx.ledger.transfer(f"refund:{key}", moved, "refund")
            return 0
        if (await tx.vouchers.get(voucher.code)).used:  # perhaps since we have looked
            return voucher.amount
        if not await tx.ledger.was_moved(f"back:{voucher.code}"):  # it is the house's already
            return 0
        charge = Charge(purchase.person_id, voucher.asset, amount)
        taken = await tx.ledger.take_back(key, charge, "refund")
        return 0 if taken is None else amount - taken


GOODS = Gifts()
