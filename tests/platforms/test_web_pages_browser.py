"""Prices, balance and orders in a real browser: wide and narrow, by keyboard, without scripts, while a till thinks."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from bot.chat import Command
from tests.bot.counter import Counter
from tests.platforms.web_browser import Guest, guest, needs_chromium
from tests.platforms.web_shop import Customer
from tests.platforms.web_site import Site, visitor

pytestmark = needs_chromium
PATHS = ("prices", "balance", "orders")


@pytest.fixture
async def customer(web: Site) -> AsyncIterator[Customer]:
    async with visitor(web.url) as arrived:
        alice = Customer(web, arrived)
        await alice.arrives()
        yield alice


async def is_customer(somebody: Guest, customer: Customer) -> None:
    """The browser has her cookie."""
    for cookie in customer.visitor.http.cookie_jar:
        kept = {"name": cookie.key, "value": cookie.value, "url": customer.web.url}
        await somebody.page.context.add_cookies([kept])  # type: ignore[list-item]


async def tabs_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus says this."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if words in str(await page.evaluate("document.activeElement.textContent")).strip():
            return
    raise AssertionError(f"{words!r} is out of reach for a keyboard")


@pytest.mark.parametrize("width", [1280, 360])
async def test_the_pages_fit_and_nothing_complains(browser: Browser, web: Site, customer: Customer, width: int) -> None:
    await customer.pays(await customer.buys(1))
    await customer.buys(2)
    async with guest(browser, f"{web.url}/prices", width=width) as alice:
        await is_customer(alice, customer)
        for path in PATHS:
            await alice.page.goto(f"{web.url}/{path}")
            await expect(alice.page.locator(".ways [aria-current]")).to_be_visible()
            assert await alice.page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert alice.complaints == []


async def test_one_buys_by_keyboard_from_the_prices(browser: Browser, web: Site) -> None:
    web.app.tills["counter"] = Counter()
    async with guest(browser, web.url, locale="ru-RU") as alice:
        await tabs_to(alice.page, "Цены")
        await alice.page.keyboard.press("Enter")
        await expect(alice.page.locator("h1")).to_have_text("Цены")
        await tabs_to(alice.page, "К содержанию")
        await tabs_to(alice.page, "Купить в чате")
        await alice.page.keyboard.press("Enter")
        await alice.sees("/buy")
        assert web.parrot.heard[-1].event == Command("buy")
        await alice.page.reload()
        await alice.sees("/buy")
        assert len(web.parrot.heard) == 1  # a reload does not ask again
        assert alice.complaints == []


async def test_whoever_comes_back_from_the_till_sees_the_payment_arrive(
    browser: Browser, web: Site, customer: Customer
) -> None:
    purchase = await customer.buys()
    async with guest(browser, f"{web.url}/prices", width=360) as alice:
        await is_customer(alice, customer)
        await alice.page.goto(f"{web.url}/orders")
        pay = alice.page.get_by_role("link", name="Pay 250")
        await expect(pay).to_have_attribute("href", re.compile("till.example"))
        await customer.pays(purchase)
        await expect(alice.page.locator(".state")).to_contain_text("Paid", timeout=15_000)
        await expect(alice.page.get_by_role("status")).to_contain_text("Paid")
        await expect(pay).to_have_count(0)
        assert alice.complaints == []


async def test_the_pages_are_whole_without_scripts(browser: Browser, web: Site, customer: Customer) -> None:
    await customer.buys()
    context = await browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    alice = Guest(await context.new_page())
    await is_customer(alice, customer)
    for path, words in (("prices", "1,000 HD iterations"), ("balance", "3 free paintings"), ("orders", "250 ₽")):
        await alice.page.goto(f"{web.url}/{path}")
        assert words in (await alice.page.locator("main").inner_text()).replace("\xa0", " ")
    refresh = alice.page.locator('meta[http-equiv="refresh"]')
    await expect(refresh).to_have_count(1)
    await context.close()


@pytest.mark.parametrize(("locale", "width"), [("ru-RU", 1280), ("ru-RU", 820), ("en-US", 820)])
async def test_the_menu_of_the_chat_fits_its_line(browser: Browser, web: Site, locale: str, width: int) -> None:
    async with guest(browser, web.url, locale=locale, width=width) as alice:
        right = (
            "Math.max(...[...document.querySelectorAll('#menu > *')].map((one) => one.getBoundingClientRect().right))"
        )
        edge = "document.querySelector('.top').getBoundingClientRect().right"
        assert await alice.page.evaluate(f"{right} <= {edge}")
