"""Who is about to pay hears yes or no at once: Telegram gives 10 s, and nothing of ours may stand in the way.

A question that a process takes with it is answered by Telegram itself, with no.
"""

import asyncio
from typing import TYPE_CHECKING

import structlog
from aiogram.methods import AnswerPreCheckoutQuery
from aiogram.types import PreCheckoutQuery

from bot.chat import DeliveryError
from bot.platforms.telegram.client import Client
from bot.platforms.telegram.incoming import UNKNOWN_LOCALE
from bot.platforms.telegram.place import NAME
from bot.platforms.telegram.prompt import Prompt
from bot.prices import Money
from bot.texts import Texts
from bot.usecases.checkout import Payer
from storage import StorageError

if TYPE_CHECKING:
    from bot.app import App

KIND = "pre_checkout_query"
BUSY = "checkout-busy"
LOOK_UP_S = 0.5  # for the language that somebody has chosen here

logger = structlog.get_logger()


class Cashier:
    """Says yes or no while its prompt is served."""

    def __init__(self, app: "App", client: Client) -> None:
        self._app, self._client = app, client
        self.prompt = Prompt(KIND, PreCheckoutQuery, self._answer)

    async def _answer(self, query: PreCheckoutQuery) -> None:
        refusal = await self._refusal(query)
        words = Texts(await self._locale(query, refusal))(refusal) if refusal else None
        method = AnswerPreCheckoutQuery(pre_checkout_query_id=query.id, ok=refusal is None, error_message=words)
        try:
            await self._client.call(method)
        except DeliveryError as error:
            logger.warning("nobody could pay", why=str(error))

    async def _refusal(self, query: PreCheckoutQuery) -> str | None:
        payer, price = Payer(NAME, str(query.from_user.id)), Money(query.total_amount, query.currency)
        try:
            return await self._app.checkout.refusal(query.invoice_payload, payer, price)
        except Exception:  # a defect here must not end the answers to all others
            logger.exception("checkout failed")
            return BUSY

    async def _locale(self, query: PreCheckoutQuery, refusal: str) -> str:
        """What the person has chosen, where there is time to look; else what their Telegram speaks."""
        spoken = query.from_user.language_code or UNKNOWN_LOCALE
        if refusal == BUSY:
            return spoken
        try:
            async with asyncio.timeout(LOOK_UP_S), self._app.store.reading() as tx:
                person = await tx.people.by_identity(NAME, str(query.from_user.id))
        except (StorageError, TimeoutError):
            return spoken
        return person.locale if person else spoken
