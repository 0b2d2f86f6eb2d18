"""The gallery in a real browser: wide and narrow, by keyboard, without scripts, page after page."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from bot.platforms.web.feed.lists import PAGE
from storage.posts import Post
from tests.platforms.gallery import film_key, publish
from tests.platforms.web_browser import Guest, guest, needs_chromium
from tests.platforms.web_site import Site

pytestmark = needs_chromium
LONG = "A painting with a title that is averyveryveryveryveryveryverylongwordwithoutanyspace"


@pytest.fixture
async def alice(web: Site) -> str:
    async with web.app.store.transaction() as tx:
        person = await tx.people.arrive("web", "Alice", "en")
        await tx.people.set_name(person.person_id, "Alice")
    return person.person_id


@pytest.fixture
async def post(web: Site, alice: str) -> Post:
    """A work with everything that a page can show."""
    key = film_key(alice, "work")
    await web.app.store.blobs.put(key, b"\x00\x00\x00\x18ftypmp42" + bytes(100))
    await publish(web.app.store, alice, style_ref="house-mosaic", photo_key=None)
    return await publish(web.app.store, alice, title=LONG, style_ref="house-mosaic", video_key=key)


async def many(web: Site, alice: str, count: int) -> None:
    """So many works, whose pictures are all those of the first."""
    first = await publish(web.app.store, alice, post_id="w000")
    keys: dict[str, Any] = {"picture_key": first.picture_key, "photo_key": None, "style_key": None}
    for number in range(1, count):
        await publish(web.app.store, f"friend{number}", post_id=f"w{number:03}", **keys)


async def likes(web: Site, post: Post) -> int:
    async with web.app.store.reading() as tx:
        return (await tx.posts.get(post.post_id)).likes


async def tabs_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("(what) => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(f"{selector} is out of reach for a keyboard")


@pytest.mark.parametrize("width", [1280, 360])
async def test_the_gallery_fits_and_nothing_complains(browser: Browser, web: Site, post: Post, width: int) -> None:
    paths = ("/feed", f"/feed/{post.post_id}", "/feed/style/house-mosaic", "/feed/best/week", "/feed?q=nothing")
    async with guest(browser, f"{web.url}/feed", width=width, locale="ru-RU") as bob:
        for path in paths:
            await bob.page.goto(web.url + path)
            await expect(bob.page.locator(".ways [aria-current]")).to_have_text("Лента")
            assert await bob.page.evaluate("document.documentElement.scrollWidth") <= width, path
            bare = await bob.page.locator("img:not([alt]), img:not([width]), img:not([height])").count()
            assert bare == 0, path
        assert bob.complaints == []


async def test_one_likes_by_keyboard_and_the_page_stays(browser: Browser, web: Site, post: Post) -> None:
    async with guest(browser, f"{web.url}/feed") as bob:
        await tabs_to(bob.page, f"#w-{post.post_id} .like button")
        await bob.page.keyboard.press("Enter")
        button = bob.page.locator(f"#w-{post.post_id} .like button")
        await expect(button).to_have_attribute("aria-pressed", "true")
        await expect(button.locator(".count")).to_have_text("1")
        await expect(bob.page.locator("#announcer")).to_have_text("You like it.")
        await expect(button).to_be_focused()
        assert await likes(web, post) == 1
        await bob.page.keyboard.press("Space")
        await expect(button).to_have_attribute("aria-pressed", "false")
        assert await likes(web, post) == 0
        assert bob.complaints == []


async def test_a_like_that_is_refused_says_why(browser: Browser, web: Site, post: Post) -> None:
    async with guest(browser, f"{web.url}/feed/{post.post_id}") as bob:
        await bob.page.context.clear_cookies()
        await bob.page.locator(".told .like button").click()
        await expect(bob.page.get_by_role("alert")).to_contain_text("open for too long")
        assert await likes(web, post) == 0


async def test_without_scripts_one_reads_likes_and_reports(browser: Browser, web: Site, post: Post) -> None:
    context = await browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    bob = Guest(await context.new_page())
    await bob.page.goto(f"{web.url}/feed")
    await bob.page.locator(f"#w-{post.post_id} .like button").click()
    await expect(bob.page.locator(f"#w-{post.post_id} .like button")).to_have_attribute("aria-pressed", "true")
    assert bob.page.url == f"{web.url}/feed#w-{post.post_id}"
    assert await likes(web, post) == 1
    await bob.page.locator(f"#w-{post.post_id} h2 a").click()
    await expect(bob.page.locator("#link")).to_have_value(f"{web.url}/feed/{post.post_id}")
    await expect(bob.page.locator("[data-copy]")).to_be_hidden()
    await bob.page.get_by_text("Report", exact=True).click()
    await bob.page.get_by_label("Spam or advertising").check()
    await bob.page.get_by_role("button", name="Send the report").click()
    await expect(bob.page.locator("main")).to_contain_text("A moderator will look at it")
    await context.close()


async def test_without_scripts_older_works_are_links(browser: Browser, web: Site, alice: str) -> None:
    await many(web, alice, PAGE + 1)
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    await page.goto(f"{web.url}/feed")
    await page.get_by_role("link", name="Older").click()
    await expect(page.locator(".work")).to_have_count(1)
    await page.get_by_role("link", name="Newer").click()
    await expect(page.locator(".work")).to_have_count(PAGE)
    await context.close()


async def test_more_works_come_until_the_foot_is_to_be_reached(browser: Browser, web: Site, alice: str) -> None:
    await many(web, alice, 6 * PAGE)
    async with guest(browser, f"{web.url}/feed") as bob:
        works, older = bob.page.locator("#works > .work"), bob.page.locator("#turn [rel=next]")
        for pages in (2, 3, 4):
            await bob.page.locator("#turn").scroll_into_view_if_needed()
            await expect(works).to_have_count(pages * PAGE)
        await bob.page.locator(".foot").scroll_into_view_if_needed()
        await expect(bob.page.locator(".foot")).to_be_in_viewport()
        await expect(older).to_have_attribute("href", f"/feed?offset={4 * PAGE}")
        assert bob.page.url == f"{web.url}/feed?offset={3 * PAGE}"  # that page stands here after a reload
        await older.focus()
        await bob.page.keyboard.press("Enter")
        await expect(works).to_have_count(5 * PAGE)
        assert await bob.page.evaluate("document.activeElement.getAttribute('href')") == "/feed/w047"
        await bob.page.locator("#turn").scroll_into_view_if_needed()
        await expect(works).to_have_count(6 * PAGE)
        await expect(older).to_have_count(0)
        await expect(bob.page.locator("#turn")).to_contain_text("That is everything")
        await expect(bob.page.locator("#works")).to_have_attribute("aria-busy", "false")
        assert len(set(await works.evaluate_all("all => all.map((one) => one.id)"))) == 6 * PAGE
        await bob.page.evaluate("scrollTo(0, 0)")
        await bob.page.wait_for_url(f"{web.url}/feed")
        assert bob.complaints == []


async def test_a_link_is_copied(browser: Browser, web: Site, post: Post) -> None:
    async with guest(browser, f"{web.url}/feed/{post.post_id}") as bob:
        await bob.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        await bob.page.get_by_role("button", name="Copy the link").click()
        await expect(bob.page.locator("#announcer")).to_have_text("Copied.")
        copied = await bob.page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{web.url}/feed/{post.post_id}"


async def test_one_paints_with_a_style_of_the_gallery(browser: Browser, web: Site, post: Post) -> None:
    async with guest(browser, f"{web.url}/feed/{post.post_id}") as bob:
        await bob.page.get_by_role("link", name="Paint my photo in this style").click()
        await bob.sees("/start s_house-mosaic")
        assert bob.complaints == []
