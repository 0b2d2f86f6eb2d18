"""A visitor of the web chat who buys: their person, their purchases, a till that a test works by hand."""

from dataclasses import dataclass, field

from bot.prices import Money
from bot.till import Bill
from bot.usecases.buy import Buy, Wish
from bot.usecases.credit import Credit
from bot.usecases.refund import Refund
from storage.people import Person
from storage.purchases import Purchase
from tests.bot.counter import Counter, payment_of
from tests.platforms.web_site import Site, Visitor

HD = {"asset": "hd_iteration", "amount": 1000}


@dataclass(slots=True)
class Customer:
    """Somebody with a cookie who has said something, and a till of this site."""

    web: Site
    visitor: Visitor
    counter: Counter = field(default_factory=Counter)

    async def arrives(self) -> Person:
        await self.visitor.visit()
        await self.visitor.say(text="hello")
        return await self.person()

    async def person(self) -> Person:
        account = self.web.parrot.heard[-1].person
        async with self.web.app.store.reading() as tx:
            person = await tx.people.by_identity(self.web.parrot.heard[-1].address.platform, account)
        assert person is not None
        return person

    async def buys(self, number: int = 1, *, linked: bool = True) -> Purchase:
        """1000 HD iterations for 250 roubles, not paid yet."""
        self.web.app.tills[self.counter.name] = self.counter
        person, buy = await self.person(), Buy(self.web.app.store, self.web.app.catalogue)
        heard = self.web.parrot.heard[-1].address
        wish = Wish(person.person_id, heard.platform, heard.chat, "pack", HD, Money(25000, "RUB"))
        purchase = await buy(wish, self.counter, update_key=f"{person.person_id}:{number}")
        if linked:
            await buy.link(Bill(purchase, "HD", "HD", "en"), self.counter)
        return purchase

    async def pays(self, purchase: Purchase, charge: str = "c1", *, amount: int | None = None) -> None:
        await Credit(self.web.app.store)(payment_of(purchase, charge, amount=amount))

    async def wants_back(self, charge: str = "c1") -> None:
        async with self.web.app.store.reading() as tx:
            payment = await tx.payments.get(self.counter.name, charge)
        assert await Refund(self.web.app.store)(payment, "asked")
