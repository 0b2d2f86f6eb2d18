"""What can be painted now: what the living workers offer. Knows no effect by name."""

from dataclasses import dataclass

from bot.usecases.quote import offers
from engine.effect import Offer
from storage import Store


@dataclass(frozen=True, slots=True)
class AskOffers:
    """Nothing, while the workers are still starting."""

    store: Store

    async def __call__(self) -> list[Offer]:
        async with self.store.reading() as tx:
            return offers([worker for worker in await tx.workers.living() if worker.paints])
