"""Seeing a large painting before it is paid: who may, and what is ordered then. Knows no chat."""

import uuid
from dataclasses import asdict, dataclass, replace

from bot.chat import Address
from bot.gate import SellsPictures
from bot.prices import STARS, Fee, LookFirst, Prices
from bot.queue import Queue
from bot.till import Till
from bot.usecases.buy import PURCHASES
from bot.usecases.maintenance import open_now
from bot.usecases.order import TooManyJobs, job_id_of, new_job
from bot.usecases.plan import Draft, in_one_pass
from bot.usecases.quote import quote
from bot.usecases.retry import draft_of
from bot.usecases.shop import Shop
from bot.usecases.sweep import UNPAID_S
from storage import Missing, Store, Transaction
from storage.job import Job
from storage.purchases import NewPurchase
from storage.works import Work

KIND = "unlock"  # bot/goods/unlocks.py
DAY_S = 24 * 3600.0


class NotOffered(Exception):
    """The catalogue, the platform or the painting is not such that it can be seen first (any more)."""


class TooManyUnpaid(Exception):
    """The person has seen `most` that they have not paid."""

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} are not paid")
        self.most = most


def offered(shop: Shop, work: Work, platform: str) -> LookFirst | None:
    """On which terms a larger painting may be seen first: where the platform shows it so, and it takes a moment."""
    prices = shop.catalogue.prices
    grows = not work.chosen and prices.largest.side_px > max(work.width, work.height)
    if prices.look_first is None or not grows or not in_one_pass(work.options):
        return None
    return prices.look_first if till_of(shop, platform) else None


def till_of(shop: Shop, platform: str) -> Till | None:
    """Who takes Stars for it there."""
    till = shop.till(platform, KIND)
    sells = isinstance(shop.platforms.get(platform), SellsPictures)
    return till if sells and till and till.currency == STARS else None


@dataclass(frozen=True, slots=True)
class SeeFirst:
    """Raises Closed, NotOffered, TooManyUnpaid, TooManyJobs, UnknownEffect, BadChoice, Missing (the photo); then
    nothing is ordered."""

    store: Store
    queue: Queue
    shop: Shop

    async def __call__(self, work: Work, where: Address, *, update_key: str) -> Job:
        """Order it in the largest tier, for nothing yet, once for each update."""
        terms, till = offered(self.shop, work, where.platform), till_of(self.shop, where.platform)
        if terms is None or till is None:
            raise NotOffered
        draft, job_id = await self._draft(work, where), job_id_of(update_key)
        bought = NewPurchase(
            purchase_id=uuid.uuid5(PURCHASES, update_key).hex,
            person_id=work.person_id,
            platform=where.platform,
            chat=where.chat,
            kind=KIND,
            item={"side": self._prices.largest.side_px},
            till=till.name,
            currency=STARS,
            price=terms.stars,
        )
        async with self.store.transaction() as tx:
            try:
                return await tx.jobs.get(job_id)
            except Missing:
                await open_now(tx)
                await self._allowed(tx, work.person_id, terms)
                return await self._place(tx, draft, job_id, bought)

    @property
    def _prices(self) -> Prices:
        return self.shop.catalogue.prices

    async def _draft(self, work: Work, where: Address) -> Draft:
        """As it was painted, but for what the larger tier decides."""
        async with self.store.reading() as tx:
            job = await tx.jobs.get(work.job_id)
        draft, largest = await draft_of(self.store, self._prices, job), self._prices.largest
        options = {name: value for name, value in draft.options.items() if name not in largest.options}
        return replace(draft, address=where, tier=largest.name, options=options, group=False, parent_work_id=None)

    async def _allowed(self, tx: Transaction, person_id: str, terms: LookFirst) -> None:
        if await tx.purchases.unpaid_of(person_id, KIND, DAY_S) >= terms.most:
            raise TooManyUnpaid(terms.most)
        if await tx.jobs.unfinished_of(person_id) >= self._prices.unfinished_jobs:
            raise TooManyJobs(self._prices.unfinished_jobs)

    async def _place(self, tx: Transaction, draft: Draft, job_id: str, bought: NewPurchase) -> Job:
        """Nothing is reserved: what is painted belongs to nobody until it is paid."""
        offer = await quote(tx, self._prices, draft)
        purchase = await tx.purchases.add(bought, UNPAID_S)
        nothing = asdict(Fee(offer.plan.fee.asset, 0, by_iteration=False))
        await tx.jobs.add(replace(new_job(job_id, draft, offer), price=nothing, unlock=purchase.purchase_id))
        job = await tx.jobs.get(job_id)
        await self.queue.enqueue(tx, job)
        return job
