"""Stars as Telegram takes them: bills, refunds, renewals and its book. Knows the gate's port; knows no purchase."""

from datetime import UTC, datetime
from typing import TypeVar

import structlog
from aiogram.methods import (
    CreateInvoiceLink,
    EditUserStarSubscription,
    GetStarTransactions,
    RefundStarPayment,
    TelegramMethod,
)
from aiogram.types import (
    BotSubscriptionUpdated,
    DateTime,
    LabeledPrice,
    Message,
    StarTransaction,
    SuccessfulPayment,
    TransactionPartnerUser,
)

from bot.chat import DeliveryError, TryLater
from bot.gate import StarCounter, StarPayment, StarTransfer
from bot.platforms.telegram.client import Client
from bot.platforms.telegram.place import NAME
from bot.prices import STARS
from bot.till import Bill, TillBusy, TillRefused
from bot.usecases.checkout import Payer
from bot.words import cut
from storage.subscriptions import SubscriptionState

TITLE_UNITS, DESCRIPTION_UNITS = 32, 255  # Bot API, createInvoiceLink
PAGE = 100  # Bot API, getStarTransactions
REFUNDED_BEFORE = "CHARGE_ALREADY_REFUNDED"
INVOICE, PICTURE = "invoice_payment", "paid_media_payment"  # Bot API, TransactionPartnerUser.transaction_type
STATES = {  # Bot API, BotSubscriptionUpdated: "canceled" is what the user does
    "canceled": SubscriptionState.OFF,
    "active": SubscriptionState.ACTIVE,
    "failed": SubscriptionState.FAILED,
}

logger = structlog.get_logger()
T = TypeVar("T")


class Gate:
    """Implements `bot.gate.StarGate`."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._counter: StarCounter | None = None

    def attach(self, counter: StarCounter) -> None:
        self._counter = counter

    @property
    def counter(self) -> StarCounter:
        if self._counter is None:
            raise RuntimeError("no till takes Stars")
        return self._counter

    async def invoice(self, bill: Bill, payload: str) -> str:
        title = cut(bill.title, TITLE_UNITS)
        return await self._ask(
            CreateInvoiceLink(
                title=title,
                description=cut(bill.text, DESCRIPTION_UNITS),
                payload=payload,
                provider_token="",
                currency=STARS,
                prices=[LabeledPrice(label=title, amount=bill.purchase.price)],
                subscription_period=bill.period_s,
            )
        )

    async def refund(self, payer: str, charge_id: str) -> None:
        try:
            await self._ask(RefundStarPayment(user_id=int(payer), telegram_payment_charge_id=charge_id))
        except TillRefused as refused:
            if REFUNDED_BEFORE not in str(refused):
                raise

    async def renew(self, payer: str, charge_id: str, *, wanted: bool) -> None:
        await self._ask(
            EditUserStarSubscription(user_id=int(payer), telegram_payment_charge_id=charge_id, is_canceled=not wanted)
        )

    async def transfers(self, start: int) -> list[StarTransfer | None]:
        book = await self._ask(GetStarTransactions(offset=start, limit=PAGE))
        return [transfer(line) for line in book.transactions]

    async def tell(self, message: Message) -> bool:
        """Pass on what a message says of a payment; False for one that says nothing of any."""
        if message.successful_payment:
            await self._paid(message, message.successful_payment)
        elif message.refunded_payment:
            await self.counter.gone_back(message.refunded_payment.telegram_payment_charge_id)
        else:
            return False
        return True

    async def _paid(self, message: Message, paid: SuccessfulPayment) -> None:
        if paid.currency != STARS or message.from_user is None:
            logger.error("a payment that is none in stars", currency=paid.currency)
            return
        await self.counter.paid(
            StarPayment(
                charge_id=paid.telegram_payment_charge_id,
                payer=Payer(NAME, str(message.from_user.id)),
                payload=paid.invoice_payload,
                amount=paid.total_amount,
                paid_at=message.date,
                renewal=bool(paid.is_recurring and not paid.is_first_recurring),
            )
        )

    async def tell_subscription(self, update: BotSubscriptionUpdated, key: str) -> None:
        state = STATES.get(update.state)
        if state is None:
            logger.error("an unknown state of a subscription", state=update.state)
            return
        await self.counter.subscription(update.invoice_payload, state, key)

    async def tell_picture(self) -> None:
        """A picture was paid; which payment that was stands in the book only."""
        await self.counter.look()

    async def _ask(self, method: TelegramMethod[T]) -> T:
        try:
            return await self._client.call(method)
        except TryLater as later:
            raise TillBusy(str(later), later.after_s) from None
        except DeliveryError as error:
            raise TillRefused(str(error)) from None


def transfer(line: StarTransaction) -> StarTransfer | None:
    """What a line of Telegram's book means to a till: gifts, withdrawals and advertisements mean nothing."""
    if line.receiver is not None:
        return StarTransfer(line.id)
    source = line.source
    if not isinstance(source, TransactionPartnerUser) or source.transaction_type not in (INVOICE, PICTURE):
        return None
    payment = StarPayment(
        charge_id=line.id,
        payer=Payer(NAME, str(source.user.id)),
        payload=source.invoice_payload or source.paid_media_payload or "",
        amount=line.amount,
        paid_at=moment(line.date),
        renewal=None if source.subscription_period else False,
        silent=source.transaction_type == PICTURE,
    )
    return StarTransfer(line.id, payment)


def moment(date: DateTime) -> datetime:
    return date.astimezone(UTC)
