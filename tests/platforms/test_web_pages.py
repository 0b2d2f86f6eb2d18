"""Prices, balance and orders beside the web chat: what a visitor reads, and that nobody reads another's."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.prices import STARS, Prices
from bot.usecases.refund import Refunds
from storage.prints import NewPrint, PrintState
from tests.bot.counter import Counter
from tests.platforms.web_shop import Customer
from tests.platforms.web_site import Site, Visitor, plain, visitor


@pytest.fixture
async def alice(web: Site) -> AsyncIterator[Customer]:
    """Alice has said hello."""
    async with visitor(web.url) as browser:
        customer = Customer(web, browser)
        await customer.arrives()
        yield customer


async def read(browser: Visitor, path: str, **headers: str) -> str:
    """The words of a page."""
    status, page, sent = await browser.get(path, **headers)
    assert status == 200
    assert sent["Cache-Control"] == "no-store"
    return " ".join(plain(page.decode()).replace("\xa0", " ").split())


@pytest.mark.parametrize("path", ["/prices", "/balance", "/orders"])
async def test_somebody_without_a_cookie_is_welcome_and_gets_none(web: Site, path: str) -> None:
    async with visitor(web.url) as stranger:
        assert await read(stranger, path)
        assert not list(stranger.http.cookie_jar)
        assert await read(stranger, path, Cookie="mazok=made-up.signature")
    async with web.app.store.reading() as tx:
        assert await tx.people.newest(5) == []


async def test_empty_pages_lead_on(web: Site) -> None:
    async with visitor(web.url) as stranger:
        assert "your balance begins with your first photo" in await read(stranger, "/balance")
        assert "You have not bought anything yet" in await read(stranger, "/orders")


async def test_the_prices_are_those_of_the_catalogue_in_force(web: Site) -> None:
    async with visitor(web.url) as stranger:
        words = await read(stranger, "/prices")
        assert "Free 3 times a day" in words
        assert "The free paintings come back in" in words
        assert "1,000 HD iterations 250 ₽" in words
        assert "30 × 40 cm 1,800 ₽" in words
        text = (Path(__file__).parent.parent.parent / "bot" / "prices.toml").read_text()
        web.app.catalogue.prices = Prices.parse(text.replace("price = 250", "price = 299.50"))
        assert "1,000 HD iterations 299.50 ₽" in await read(stranger, "/prices")
        assert "1 000 HD-итераций 299,50 ₽" in await read(stranger, "/prices", **{"Accept-Language": "ru"})


async def test_without_a_till_the_prices_say_that_nothing_is_sold(web: Site) -> None:
    async with visitor(web.url) as stranger:
        assert "Nothing can be bought here yet" in await read(stranger, "/prices")
        web.app.tills["counter"] = Counter()
        words = await read(stranger, "/prices")
        assert "Buy in the chat" in words
        assert "holds for 60 minutes" in words


async def test_a_subscription_is_shown_where_somebody_takes_stars(web: Site) -> None:
    async with visitor(web.url) as stranger:
        assert "Every 30 days" not in await read(stranger, "/prices")
        web.app.tills["stars"] = Counter(STARS)
        assert "30 premium paintings 750 ₽ (722 ⭐)" in await read(stranger, "/prices")


async def test_a_balance_is_told_in_the_words_of_the_chat(web: Site, alice: Customer) -> None:
    person = await alice.person()
    async with web.app.store.transaction() as tx:
        await tx.ledger.grant("1", person.person_id, "hd_iteration", 500, "gift")
    words = await read(alice.visitor, "/balance")
    assert "500 HD iterations HD" in words
    assert "3 free paintings Free" in words
    assert "+500 HD iterations a gift" in words
    assert "+3 free paintings for today" in words


async def test_a_long_journal_has_pages(web: Site, alice: Customer) -> None:
    person = await alice.person()
    async with web.app.store.transaction() as tx:
        for number in range(1, 41):
            await tx.ledger.grant(f"{number}", person.person_id, "hd_iteration", number, "gift")
    first, second = await read(alice.visitor, "/balance"), await read(alice.visitor, "/balance?offset=25")
    assert "+40 HD iterations" in first
    assert "Older" in first
    assert "Newer" not in first
    assert "+1 HD iteration " in second
    assert "Newer" in second
    assert "Older" not in second
    for made_up in ("-1", "x", "99999999999999"):
        assert "+40 HD iterations" in await read(alice.visitor, f"/balance?offset={made_up}")


async def test_an_order_can_be_paid_until_it_is(web: Site, alice: Customer) -> None:
    purchase = await alice.buys()
    words = await read(alice.visitor, "/orders")
    assert "1,000 HD iterations 250 ₽ Waiting for the payment" in words
    assert "Just paid?" in words
    page = (await alice.visitor.get("/orders"))[1].decode()
    assert f'href="https://till.example/{purchase.purchase_id}"' in page
    assert 'http-equiv="refresh"' in page
    await alice.pays(purchase)
    words = await read(alice.visitor, "/orders")
    assert "250 ₽ Paid" in words
    assert "Just paid?" not in words
    page = (await alice.visitor.get("/orders"))[1].decode()
    assert "till.example" not in page
    assert 'http-equiv="refresh"' not in page


async def test_an_order_keeps_the_price_that_was_shown(web: Site, alice: Customer) -> None:
    await alice.buys()
    text = (Path(__file__).parent.parent.parent / "bot" / "prices.toml").read_text()
    web.app.catalogue.prices = Prices.parse(text.replace("price = 250", "price = 999"))
    assert "1,000 HD iterations 250 ₽" in await read(alice.visitor, "/orders")


async def test_a_refund_is_seen_on_its_way_and_when_it_is_done(web: Site, alice: Customer) -> None:
    await alice.pays(await alice.buys())
    await alice.wants_back()
    assert "250 ₽ is on its way back to you" in await read(alice.visitor, "/orders")
    await Refunds(web.app.store, web.app.tills).look(alice.counter)
    words = await read(alice.visitor, "/orders")
    assert "Refunded" in words
    assert "on its way" not in words


async def test_a_payment_that_is_looked_into_is_not_hushed_up(alice: Customer) -> None:
    await alice.pays(await alice.buys(), amount=1)
    assert "We received 0.01 ₽ and are looking into it" in await read(alice.visitor, "/orders")


async def test_what_nobody_paid_is_no_bill_any_more(web: Site, alice: Customer) -> None:
    purchase = await alice.buys()
    async with web.app.store.transaction() as tx:
        assert await tx.purchases.cancel(purchase.purchase_id)
    page = (await alice.visitor.get("/orders"))[1].decode()
    assert "Cancelled." in page
    assert "till.example" not in page


async def test_a_canvas_shows_its_way(web: Site, alice: Customer) -> None:
    purchase = await alice.buys()
    new = NewPrint(
        purchase_id=purchase.purchase_id,
        person_id=purchase.person_id,
        work_id="work",
        size="30x40",
        crop={},
        picture_key="prints/1",
        address="sealed",
    )
    async with web.app.store.transaction() as tx:
        await tx.prints.add(new)
        for state in (PrintState.PAID, PrintState.IN_PRODUCTION):
            assert await tx.prints.move(purchase.purchase_id, state)
        assert await tx.prints.move(purchase.purchase_id, PrintState.SENT, "by courier", "RB123")
    words = await read(alice.visitor, "/orders")
    assert "in production" in words
    assert "sent (by courier)" in words
    assert "Track number: RB123" in words
    assert "sealed" not in words


async def test_nobody_sees_what_another_has(web: Site, alice: Customer) -> None:
    await alice.pays(await alice.buys())
    async with visitor(web.url) as bob:
        await bob.visit()
        await bob.say(text="hello")
        assert "You have not bought anything yet" in await read(bob, "/orders")
        assert "1,000 HD iterations" not in await read(bob, "/balance")
        assert "1,000 HD iterations" in await read(alice.visitor, "/balance")


async def test_the_pages_are_made_of_files_of_this_site_alone(web: Site, alice: Customer) -> None:
    await alice.buys()
    for path in ("/prices", "/balance", "/orders"):
        page = (await alice.visitor.get(path))[1].decode()
        assert " style=" not in page
        assert " onclick=" not in page
        assert "<script>" not in page
        assert page.count("<h1>") == 1
