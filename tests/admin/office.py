"""Olga runs a Mazok: her browser spoken over the wire, and what happens in the service meanwhile."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from bot.prices import Money
from bot.usecases.buy import Buy, Wish
from bot.usecases.credit import Credit
from bot.usecases.sign_in import SignIn
from storage import Store
from storage.audit import Act
from storage.payments import Payment
from storage.people import Person
from storage.purchases import Purchase
from tests.bot.counter import Counter, payment_of
from tests.bot.world import World, a_world
from tests.platforms.web_site import Site, Visitor, site, visitor

HD = {"asset": "hd_iteration", "amount": 1000}


@dataclass(slots=True)
class Browser:
    """A browser of whoever runs the service; it follows no redirect by itself, so that tests see it."""

    visitor: Visitor
    seen: str = ""

    async def opens(self, path: str, **headers: str) -> int:
        where = f"{self.visitor.url}{path}"
        async with self.visitor.http.get(where, headers=headers, allow_redirects=False) as answer:
            self.seen = await answer.text()
            return answer.status

    async def posts(self, path: str, form: Mapping[str, str], **headers: str) -> tuple[int, str]:
        """The status, and where it leads."""
        said = {"Origin": self.visitor.url, **headers}
        where = f"{self.visitor.url}{path}"
        async with self.visitor.http.post(where, data=form, headers=said, allow_redirects=False) as answer:
            self.seen = await answer.text()
            return answer.status, answer.headers.get("Location", "")

    async def presses(self, action: str, **fields: str) -> str:
        """Fill in the form of this action on the page that is seen, send it, see where it leads."""
        status, where = await self.posts(action, {**self.form(action), **fields})
        assert status == 303, (status, self.words)
        await self.opens(where)
        return where

    def form(self, action: str) -> dict[str, str]:
        """What the form's hidden fields hold."""
        block = re.search(rf'<form[^>]*action="{action}".*?</form>', self.seen, re.DOTALL)
        assert block, f"no form {action}: {self.words}"
        fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', block[0])
        return {name: unescape(value) for name, value in fields}

    @property
    def words(self) -> str:
        return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.seen))).replace("\xa0", " ")


@dataclass(slots=True)
class Office:
    """The service and its pages; `counter` is its till."""

    web: Site
    world: World
    counter: Counter = field(default_factory=Counter)

    @property
    def store(self) -> Store:
        return self.world.store

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[Browser]:
        """Somebody's, who is not signed in."""
        async with visitor(self.web.url) as somebody:
            yield Browser(somebody)

    @asynccontextmanager
    async def olga(self) -> AsyncIterator[Browser]:
        """Hers, signed in."""
        async with self.browser() as browser:
            token = await SignIn(self.store).link("Olga")
            await browser.opens(f"/admin/sign-in/{token}")
            await browser.presses("/admin/sign-in")
            yield browser

    async def person(self, name: str = "Alice") -> Person:
        async with self.store.transaction() as tx:
            return await tx.people.arrive("room", name, "en")

    async def purchase(self, person: Person, number: int = 1) -> Purchase:
        """1000 HD iterations for 250 roubles."""
        wish = Wish(person.person_id, "room", "Alice", "pack", HD, Money(25000, "RUB"))
        return await Buy(self.store, self.web.app.catalogue)(wish, self.counter, update_key=f"room:{number}")

    async def payment(self, person: Person, *, amount: int | None = None, charge: str = "c1") -> Payment:
        """Paid for: credited, or held where the amount is another one."""
        purchase = await self.purchase(person)
        await Credit(self.store)(payment_of(purchase, charge, amount=amount))
        return await self.paid(charge)

    async def paid(self, charge: str = "c1") -> Payment:
        async with self.store.reading() as tx:
            return await tx.payments.get("counter", charge)

    async def has(self, person: Person) -> int:
        async with self.store.reading() as tx:
            assert await tx.ledger.check() == []
            return await tx.ledger.balance(person.person_id, "hd_iteration")

    async def acts(self) -> list[Act]:
        """The audit log, the first first."""
        async with self.store.reading() as tx:
            return (await tx.audit.newest(50))[::-1]


def page_of(payment: Payment) -> str:
    return f"/admin/payment?till={payment.till}&charge={payment.charge_id}"


@asynccontextmanager
async def an_office(store: Store, database_url: str, folder: Path, **settings: Any) -> AsyncIterator[Office]:
    async with (
        a_world(store, database_url) as world,
        site(store, folder, queue=world.queue, **settings) as web,
    ):
        office = Office(web, world)
        web.app.tills[office.counter.name] = office.counter
        yield office
