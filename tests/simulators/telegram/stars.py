"""The methods of the Bot API that are about Stars, as strict as Telegram's words about them."""

import time

from tests.simulators.telegram.book import PERIOD_S, Charge, Json, price_of
from tests.simulators.telegram.errors import ApiError
from tests.simulators.telegram.world import World

STARS = "XTR"
MOST, MOST_A_PERIOD = 100_000, 10_000
ANSWERED_WITH = {
    "createInvoiceLink": "String",
    "getStarTransactions": "StarTransactions",
    **dict.fromkeys(("refundStarPayment", "editUserStarSubscription", "answerPreCheckoutQuery"), "True"),
}


class StarApi:
    """A method is a function of the same name."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def createInvoiceLink(self, given: Json) -> str:
        if given["currency"] != STARS or given.get("provider_token"):
            raise ApiError(400, "Bad Request: PAYMENT_PROVIDER_INVALID")
        if len(given["prices"]) != 1:
            raise ApiError(400, "Bad Request: CURRENCY_TOTAL_AMOUNT_INVALID")
        period = given.get("subscription_period")
        if period not in (None, PERIOD_S):
            raise ApiError(400, "Bad Request: SUBSCRIPTION_PERIOD_INVALID")
        if not 1 <= price_of(given) <= (MOST_A_PERIOD if period else MOST):
            raise ApiError(400, "Bad Request: STARS_AMOUNT_INVALID")
        return self._world.book.draw_up(given)

    async def answerPreCheckoutQuery(self, given: Json) -> bool:
        question = self._world.book.questions.get(given["pre_checkout_query_id"])
        if question is None or question.answers:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if not given["ok"] and not given.get("error_message"):
            raise ApiError(400, "Bad Request: error_message is missing")
        async with self._world.changed:
            question.answers.append(given)
            self._world.changed.notify_all()
        return True

    async def refundStarPayment(self, given: Json) -> bool:
        charge = self._charge(given)
        if charge.refunded:
            raise ApiError(400, "Bad Request: CHARGE_ALREADY_REFUNDED")
        await self._world.give_back(charge)
        return True

    async def editUserStarSubscription(self, given: Json) -> bool:
        subscribed = self._world.book.subscriptions.get(self._charge(given).charge_id)
        if subscribed is None or subscribed.until < time.time():
            raise ApiError(400, "Bad Request: SUBSCRIPTION_NOT_ACTIVE")
        subscribed.canceled_by_bot = given["is_canceled"]
        return True

    async def getStarTransactions(self, given: Json) -> Json:
        start, limit = given.get("offset", 0), given.get("limit", 100)
        return {"transactions": self._world.book.lines[start : start + limit]}

    def _charge(self, given: Json) -> Charge:
        charge = self._world.book.charges.get(given["telegram_payment_charge_id"])
        if charge is None or charge.payer["id"] != given["user_id"]:
            raise ApiError(400, "Bad Request: CHARGE_NOT_FOUND")
        return charge
