"""The admin pages in a real browser, without any script: signing in, deciding about money, by hand and by keyboard."""

import pytest
from playwright.async_api import Browser, Page, expect

from bot.admin.pages import WAYS
from bot.usecases.sign_in import SignIn
from storage.payments import PaymentState
from tests.admin.office import Office, page_of
from tests.platforms.web_browser import guest, needs_chromium

pytestmark = needs_chromium


async def link(office: Office) -> str:
    return f"{office.web.url}/admin/sign-in/{await SignIn(office.store).link('Olga')}"


async def tabs_to(page: Page, name: str) -> None:
    """Press Tab until the field or button of this name has the focus."""
    wanted = page.get_by_label(name, exact=True).or_(page.get_by_role("button", name=name, exact=True))
    wanted = wanted.or_(page.get_by_role("link", name=name, exact=True)).first
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("(element) => element === document.activeElement"):
            return
    raise AssertionError(f"{name!r} is out of reach for a keyboard")


@pytest.mark.parametrize("width", [1280, 360])
async def test_every_page_fits_and_nothing_complains(browser: Browser, office: Office, width: int) -> None:
    alice = await office.person()
    payment = await office.payment(alice)
    async with guest(browser, await link(office), width=width) as olga:
        await olga.page.get_by_role("button", name="Sign in").click()
        await expect(olga.page.locator("h1")).to_have_text("Overview")
        for where in (*WAYS.values(), page_of(payment), f"/admin/person?id={alice.person_id}"):
            await olga.page.goto(office.web.url + where)
            assert await olga.page.evaluate("document.documentElement.scrollWidth") <= width, where
        assert olga.complaints == []


async def test_a_refund_by_keyboard_alone(browser: Browser, office: Office) -> None:
    await office.payment(await office.person())
    async with guest(browser, await link(office)) as olga:
        page = olga.page
        await expect(page.get_by_role("button", name="Sign in")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator("h1")).to_have_text("Overview")
        await tabs_to(page, "Payments")
        await page.keyboard.press("Enter")
        await expect(page.locator("h1")).to_have_text("Payments")
        await tabs_to(page, "c1")
        await page.keyboard.press("Enter")
        await tabs_to(page, "Why")
        await page.keyboard.type("she asked for it")
        await tabs_to(page, "Yes, send 250\xa0₽ back")
        await page.keyboard.press("Space")
        await tabs_to(page, "Refund")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status")).to_have_text(
            "The refund is on its way. The person is told when it is done."
        )
        assert olga.complaints == []
    assert (await office.paid()).state is PaymentState.REFUNDING
    assert [act.who for act in await office.acts() if act.act == "refund"] == ["Olga"]


async def test_a_refund_that_is_not_confirmed_is_none(browser: Browser, office: Office) -> None:
    payment = await office.payment(await office.person())
    async with guest(browser, await link(office)) as olga:
        page = olga.page
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.locator("h1")).to_have_text("Overview")
        await page.goto(office.web.url + page_of(payment))
        await page.get_by_label("Why").fill("asked")
        await page.get_by_role("button", name="Refund").click()
        await expect(page.get_by_role("checkbox")).to_be_focused()  # the browser asks for it
    assert (await office.paid()).state is PaymentState.CREDITED


async def test_a_held_payment_is_handed_out_on_a_phone(browser: Browser, office: Office) -> None:
    alice = await office.person()
    await office.payment(alice, amount=1)
    async with guest(browser, await link(office), width=360) as olga:
        page = olga.page
        await page.get_by_role("button", name="Sign in").click()
        await page.get_by_role("link", name="1 payment waits for you").click()
        await page.get_by_role("link", name="c1", exact=True).click()
        await page.get_by_role("button", name="Credit").click()
        await expect(page.get_by_role("status")).to_have_text("Handed out. The person is told.")
        await page.get_by_role("button", name="Sign out").click()
        await expect(page.locator("main")).to_contain_text("You are signed out")
        await page.go_back()
        await page.reload()
        await expect(page.locator("main")).to_contain_text("You are not signed in")
    assert await office.has(alice) == 1000


async def test_the_figures_of_a_chart_are_a_table_too(browser: Browser, office: Office) -> None:
    await office.payment(await office.person())
    async with guest(browser, await link(office)) as olga:
        await olga.page.get_by_role("button", name="Sign in").click()
        chart = olga.page.get_by_role("figure").first
        await expect(chart.get_by_role("img", name="Sales and refunds by day, RUB")).to_be_visible()
        await chart.get_by_text("As a table").click()
        await expect(chart.get_by_role("cell", name="250")).to_be_visible()
