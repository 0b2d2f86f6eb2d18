"""What can be painted now: what the living workers offer. Knows no effect by name."""

from dataclasses import dataclass

from bot.texts import Texts
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


def effect_title(texts: Texts, effect: str) -> str:
    """What an effect is called; one that is new here by its name."""
    return texts.titled(f"effect-{effect.replace('_', '-')}", effect.replace("_", " ").capitalize())
