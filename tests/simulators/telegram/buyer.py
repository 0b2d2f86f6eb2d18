"""What people do with Stars on the simulated Telegram: pay, subscribe, have their money back."""

import time
from collections.abc import Callable
from typing import Any

from tests.simulators.telegram.book import PERIOD_S, Json, Subscribed, price_of
from tests.simulators.telegram.world import World

ANSWER_S = 10.0  # Bot API, answerPreCheckoutQuery


class Declined(Exception):
    """The bot did not want the money; the words are what the person reads."""


class Buyer:
    """A person's purse, which is never empty."""

    world: World
    account: Json
    chat: Json

    async def _until(self, look: Callable[[], Any], what: str, within_s: float) -> Any: ...

    async def pays(self, link: str, *, told: bool = True, answer_s: float = ANSWER_S) -> str:
        """Open a bill and pay it; the id of the payment. Raises Declined, Unseen when nobody answers in time. Of a
        payment that is not `told` the bot gets no update."""
        bill = self.world.book.bills[link]
        await self.asks_to_pay(bill["payload"], price_of(bill), answer_s=answer_s)
        return await self.has_paid(bill, told=told)

    async def has_paid(self, bill: Json, *, told: bool = True) -> str:
        """What follows when the bot has said yes; the id of the payment."""
        charge = self.world.book.charge(self.account, bill, int(time.time()))
        first: Json = {}
        if "subscription_period" in bill:
            self.world.book.subscriptions[charge.charge_id] = Subscribed(charge, charge.date + PERIOD_S)
            first = {"is_recurring": True, "is_first_recurring": True}
        if told:
            await self.world.tell_payment(charge, self.chat["id"], first)
        return charge.charge_id

    async def unlocks(self, *, told: int = 1) -> bytes:
        """Pay for the newest blurred picture of this chat; the picture. The bot is `told` so often, without being
        asked before and without the payment's id."""
        places = [place for place in self.world.book.paid_media if place[0] == self.chat["id"]]
        media = self.world.book.paid_media[max(places)]
        self.world.book.charge(self.account, media.bill, int(time.time()))
        for _ in range(told):
            bought = {"from": self.account, "paid_media_payload": media.given["payload"]}
            await self.world.update("purchased_paid_media", bought)
        return self.world.files[media.photo[-1]["file_id"]]

    async def asks_to_pay(
        self, payload: str, amount: int, *, currency: str = "XTR", answer_s: float = ANSWER_S
    ) -> None:
        """May I? Raises Declined, Unseen."""
        question = self.world.book.ask()
        await self.world.update(
            "pre_checkout_query",
            {
                "id": question.query_id,
                "from": self.account,
                "currency": currency,
                "total_amount": amount,
                "invoice_payload": payload,
            },
        )
        [answer] = await self._until(lambda: question.answers or None, "an answer to a payment", answer_s)
        if not answer["ok"]:
            raise Declined(answer["error_message"])

    async def renews(self, charge_id: str, *, told: bool = True) -> str | None:
        """A period is over: pay for the next one, unless somebody has canceled."""
        subscribed = self.world.book.subscriptions[charge_id]
        if not subscribed.renewed:
            return None
        charge = self.world.book.charge(self.account, subscribed.charge.bill, subscribed.until)
        subscribed.until += PERIOD_S
        if told:
            await self.world.tell_payment(charge, self.chat["id"], {"is_recurring": True})
        return charge.charge_id

    async def cannot_renew(self, charge_id: str) -> None:
        """The purse is empty after all."""
        await self._subscription(charge_id, "failed")

    async def cancels(self, charge_id: str) -> None:
        """In the settings of Telegram."""
        self.world.book.subscriptions[charge_id].canceled_by_user = True
        await self._subscription(charge_id, "canceled")

    async def subscribes_again(self, charge_id: str) -> None:
        self.world.book.subscriptions[charge_id].canceled_by_user = False
        await self._subscription(charge_id, "active")

    async def charges_back(self, charge_id: str) -> None:
        """By whoever sold the Stars: the bot is not told."""
        charge = self.world.book.charges[charge_id]
        self.world.book.give_back(charge, int(time.time()))

    async def _subscription(self, charge_id: str, state: str) -> None:
        bill = self.world.book.charges[charge_id].bill
        told = {"user": self.account, "invoice_payload": bill["payload"], "state": state}
        await self.world.update("subscription", told)
