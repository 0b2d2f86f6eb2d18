"""Offering a painting that is seen blurred until it is paid. Knows the gate's port; knows no platform and no words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.chat import Address, Refused
from bot.gate import Sale, SellsPictures
from bot.platform import Platform
from bot.usecases.pictures import attachment
from storage import Missing, Store
from storage.job import Job
from storage.purchases import Purchase
from storage.works import Work


@dataclass(frozen=True, slots=True)
class Sell:
    """`sign` makes of a purchase what comes back with its payment."""

    store: Store
    platforms: Mapping[str, Platform]
    sign: Callable[[Purchase], str]

    async def __call__(self, job: Job, work: Work, caption: str) -> str:
        """The id of the message. Raises DeliveryError; what is Refused is wanted no more, and costs nobody anything."""
        async with self.store.reading() as tx:
            purchase = await tx.purchases.get(job.unlock or "")
        sale = Sale(
            address=Address(job.platform, job.chat),
            picture=attachment(self.store, work.preview_key),
            caption=caption,
            price=purchase.price,
            payload=self.sign(purchase),
            key=f"{job.job_id}:sale",
        )
        try:
            return await self._sell(sale)
        except (Refused, Missing) as refused:
            async with self.store.transaction() as tx:
                await tx.purchases.cancel(purchase.purchase_id)
            raise Refused(str(refused)) from refused

    async def _sell(self, sale: Sale) -> str:
        platform = self.platforms.get(sale.address.platform)
        if not isinstance(platform, SellsPictures):
            raise Refused("no pictures are sold there")
        return await platform.sell(sale)
