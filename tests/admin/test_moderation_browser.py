"""Moderating in a real browser: by keys, by Tab alone, and without any script."""

import pytest
from playwright.async_api import Browser, Page, expect

from bot.usecases.sign_in import SignIn
from storage.bans import BanScope
from storage.posts import Post, PostState
from tests.admin.office import Office
from tests.admin.test_moderation import posted, stands
from tests.platforms.web_browser import guest, needs_chromium

pytestmark = needs_chromium


async def enters(page: Page, office: Office) -> None:
    """Sign in, go to the queue."""
    await page.get_by_role("button", name="Sign in").click()
    await page.goto(f"{office.web.url}/admin/feed")


async def link(office: Office) -> str:
    return f"{office.web.url}/admin/sign-in/{await SignIn(office.store).link('Olga')}"


async def queue(office: Office, *titles: str) -> list[Post]:
    alice = await office.person()
    return [await posted(office, alice, title=title) for title in titles]


async def test_a_queue_is_judged_by_keys_alone(browser: Browser, office: Office) -> None:
    one, two, three = await queue(office, "One", "Two", "Three")
    async with guest(browser, await link(office)) as olga:
        page = olga.page
        await enters(page, office)
        await expect(page.locator(f"#p-{one.post_id}")).to_be_focused()
        await page.keyboard.press("j")
        await expect(page.locator(f"#p-{two.post_id}")).to_be_focused()
        await page.keyboard.press("a")
        await expect(page.get_by_role("status")).to_contain_text("Shown.")
        await expect(page.locator(f"#p-{three.post_id}")).to_be_focused()  # on to the next
        await page.keyboard.press("ArrowUp")
        await expect(page.locator(f"#p-{one.post_id}")).to_be_focused()
        await page.keyboard.press("3")  # nothing was asked yet
        await page.keyboard.press("r")
        await page.keyboard.press("3")
        await expect(page.get_by_role("status")).to_contain_text("Refused.")
        assert (await stands(office, one)).reason == "person"
        await page.keyboard.press("z")
        await expect(page.get_by_role("status")).to_have_text("Undone.")
        await expect(page.locator(f"#p-{one.post_id}")).to_be_focused()
        assert olga.complaints == []
    states = [(await stands(office, post)).state for post in (one, two, three)]
    assert states == [PostState.WAITING, PostState.SHOWN, PostState.WAITING]


async def test_a_ban_by_keys_alone(browser: Browser, office: Office) -> None:
    [post] = await queue(office, "One")
    async with guest(browser, await link(office)) as olga:
        page = olga.page
        await enters(page, office)
        await page.keyboard.press("b")
        await expect(page.get_by_label("What they may not")).to_be_focused()
        await page.keyboard.press("Tab")
        await page.keyboard.type("a bad jar")  # letters are letters in a field
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("status")).to_have_text("Banned.")
    async with office.store.reading() as tx:
        assert await tx.bans.of(post.person_id) is BanScope.FEED
    assert (await stands(office, post)).state is PostState.WAITING


async def test_without_any_script_it_is_the_same_page(browser: Browser, office: Office) -> None:
    one, two = await queue(office, "One", "Two")
    async with await browser.new_context(java_script_enabled=False, locale="en-US") as context:
        page = await context.new_page()
        await page.goto(await link(office))
        await enters(page, office)
        await page.locator(f"#p-{one.post_id}").get_by_role("button", name="Approve").click()
        await expect(page.get_by_role("status")).to_contain_text("Shown.")
        await page.locator(f"#p-{two.post_id}").get_by_role("button", name="copyright").click()
        await page.get_by_role("button", name="Undo the last decision").click()
        await expect(page.get_by_role("status")).to_have_text("Undone.")
    assert [(await stands(office, post)).state for post in (one, two)] == [PostState.SHOWN, PostState.WAITING]


@pytest.mark.parametrize("width", [1280, 360])
async def test_pictures_are_seen_and_everything_fits(browser: Browser, office: Office, width: int) -> None:
    await queue(office, "A title that is so long that it needs more than a line of a narrow window, and then some")
    async with guest(browser, await link(office), width=width) as olga:
        await enters(olga.page, office)
        pictures = olga.page.locator(".seen img")
        await expect(pictures).to_have_count(3)
        for number in range(3):
            await expect(pictures.nth(number)).to_have_js_property("complete", value=True)
            assert await pictures.nth(number).evaluate("(image) => image.naturalWidth") > 0
        assert await olga.page.evaluate("document.documentElement.scrollWidth") <= width
        assert olga.complaints == []
