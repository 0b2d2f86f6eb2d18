"""What a person has: of each tier's asset, and what came and went. Knows no chat and no provider."""

from dataclasses import dataclass
from datetime import datetime

from bot.catalogue import Catalogue
from bot.prices import Tier
from bot.usecases.quote import AskQuote
from storage import Store
from storage.ledger import Entry

LINES = 10


@dataclass(frozen=True, slots=True)
class Holding:
    """How much of a tier's asset somebody can spend now."""

    tier: Tier
    amount: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Everything somebody has; `renewed_at` is when the daily allowances come back."""

    holdings: tuple[Holding, ...]
    journal: tuple[Entry, ...]
    renewed_at: datetime


@dataclass(frozen=True, slots=True)
class ShowBalance:
    """The daily allowance of today counts, what is left of yesterday's does not."""

    store: Store
    catalogue: Catalogue
    quote: AskQuote

    async def __call__(self, person_id: str, client: str | None, *, lines: int = LINES, offset: int = 0) -> Balance:
        tiers = self.catalogue.prices.tiers.values()
        holdings = tuple([Holding(tier, await self.quote.allowance(person_id, tier, client)) for tier in tiers])
        async with self.store.reading() as tx:
            now = await tx.now()
            owners = (person_id, f"{person_id}@{self.catalogue.prices.day(now)}")
            journal = await tx.ledger.journal(*owners, limit=lines, offset=offset)
        return Balance(holdings, tuple(journal), self.catalogue.prices.next_day(now))
