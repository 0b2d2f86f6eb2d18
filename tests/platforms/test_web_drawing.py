"""Drawing in a real browser: the picture is renewed as one draws, and the drawing goes its way to a painting."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, expect

from bot.app import App, opened
from bot.settings import Settings
from bot.supervisor import variables
from bot.web import serving
from tests.faults.studio import PATIENCE_S, until, worker_program
from tests.platforms.web_browser import Guest, guest, needs_chromium

pytestmark = needs_chromium
ROOT = Path(__file__).parent.parent.parent
SOON_MS = 1000 * PATIENCE_S
Where = tuple[float, float]
CAT = ((0.3, 0.8), (0.25, 0.4), (0.28, 0.15), (0.42, 0.28), (0.58, 0.28), (0.72, 0.15), (0.75, 0.4), (0.7, 0.8))


@pytest.fixture
async def url(tmp_path: Path) -> AsyncIterator[str]:
    """All of `mazok run`, with a worker that draws without torch."""
    (tmp_path / "data").mkdir()
    settings = Settings(_env_file=None, port=0, data=tmp_path / "data", key_file=tmp_path / "key")  # type: ignore[call-arg]
    async with opened(settings) as app, serving(app) as server, asyncio.TaskGroup() as tasks:
        chats = tasks.create_task(app.run())
        environment = {**os.environ, **variables(settings)}
        worker = await asyncio.create_subprocess_exec(*worker_program(), env=environment, cwd=ROOT)
        try:
            await until(lambda: awake(app), PATIENCE_S, "worker")
            yield server.url
        finally:
            worker.terminate()
            await worker.wait()
            chats.cancel()


async def awake(app: App) -> bool:
    async with app.store.reading() as tx:
        return any(worker.paints for worker in await tx.workers.living())


@asynccontextmanager
async def before_a_sheet(browser: Browser, url: str, width: int = 1280, locale: str = "en-US") -> AsyncIterator[Guest]:
    async with guest(browser, url, width=width, locale=locale) as alice:
        await alice.page.locator(".landing [data-draw]").click()
        yield alice


async def strokes(page: Page, *points: Where) -> None:
    """Press the mouse at the first point of the paper, in shares of its sides, and move it along the others."""
    box = await page.locator(".pad .paper").bounding_box()
    assert box
    where = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    await page.mouse.move(*where[0])
    await page.mouse.down()
    for point in where[1:]:
        await page.mouse.move(*point, steps=6)
    await page.mouse.up()


@pytest.mark.parametrize("width", [1280, 390])
async def test_a_drawing_shows_what_it_becomes_and_is_painted(browser: Browser, url: str, width: int) -> None:
    async with before_a_sheet(browser, url, width) as alice:
        page = alice.page
        take, picture = page.get_by_role("button", name="Take this"), page.locator(".pad .becomes img")
        await expect(take).to_be_disabled()
        await strokes(page, *CAT)
        await expect(picture).to_be_visible(timeout=SOON_MS)
        first = await picture.get_attribute("src")
        await strokes(page, (0.4, 0.5), (0.6, 0.5))
        await expect(picture).not_to_have_attribute("src", first or "", timeout=SOON_MS)
        for part in (".pad .paper", ".pad .becomes", ".pad .tools"):
            box = await page.locator(part).bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= 800
        await take.click()
        await expect(page.locator("#pad")).to_be_hidden(timeout=SOON_MS)
        await expect(page.locator(".line.person img")).to_be_visible(timeout=SOON_MS)
        await alice.sees("I go by the lines", PATIENCE_S)
        await alice.presses("🎨 Paint")
        await expect(page.locator(".compare")).to_be_visible(timeout=SOON_MS)
        assert await alice.width_needed() <= width
        assert complaints(alice) == []


async def test_a_step_back_and_forth_and_a_clean_sheet(browser: Browser, url: str) -> None:
    """By keyboard; a drawing outlives a reload, and Escape."""
    async with before_a_sheet(browser, url, locale="ru-RU") as alice:
        page = alice.page
        back, forth, clear = [
            page.get_by_role("button", name=name) for name in ("Отменить", "Вернуть", "Очистить лист")
        ]
        await expect(page.get_by_role("button", name="Перо")).to_be_focused()
        await strokes(page, *CAT)
        dark = await ink(page)
        assert dark > 0
        await page.keyboard.press("Control+z")
        assert await ink(page) == 0
        await expect(back).to_be_disabled()
        await expect(page.locator(".pad .example")).to_be_visible()
        await page.keyboard.press("Control+Shift+z")
        assert await ink(page) == dark
        await expect(forth).to_be_disabled()
        await clear.click()
        assert await ink(page) == 0
        await back.click()
        await page.get_by_role("button", name="Ластик").click()
        await strokes(page, (0, 0.4), (1, 0.4))
        less = await ink(page)
        assert 0 < less < dark
        await page.reload()
        await page.locator(".landing [data-draw]").click()
        assert await ink(page) == less
        await page.keyboard.press("Escape")
        await expect(page.locator("#pad")).to_be_hidden()
        await page.locator(".bar [data-draw]").click()
        assert await ink(page) == less
        assert complaints(alice) == []


async def test_who_has_to_wait_is_told_so_and_sees_the_newest_drawing_then(browser: Browser, url: str) -> None:
    async with guest(browser, url) as alice:
        page, asked, free = alice.page, list[bytes | None](), asyncio.Event()

        async def busy(route: Route) -> None:
            asked.append(route.request.post_data_buffer)
            if free.is_set():
                await route.continue_()
            else:
                await route.fulfill(status=503, json={"error": "Busy painters."})

        await page.route("**/glimpse*", busy)
        await page.locator(".bar [data-draw]").click()
        await strokes(page, *CAT)
        status = page.locator(".pad").get_by_role("status")
        await expect(status).to_have_text("Busy painters.", timeout=SOON_MS)
        await strokes(page, (0.2, 0.2), (0.9, 0.9))
        free.set()
        await expect(page.locator(".pad .becomes img")).to_be_visible(timeout=SOON_MS)
        await expect(status).to_have_text("", timeout=SOON_MS)
        assert asked[-1] != asked[0]


async def test_what_could_not_be_sent_stays_on_the_sheet(browser: Browser, url: str) -> None:
    async with before_a_sheet(browser, url) as alice:
        page = alice.page
        await strokes(page, *CAT)
        await page.route("**/pictures", lambda route: route.fulfill(status=503, json={"error": "Not now."}))
        take = page.get_by_role("button", name="Take this")
        await take.click()
        await expect(page.locator("#pad").get_by_role("alert")).to_have_text("Not now.")
        await page.unroute("**/pictures")
        await take.click()
        await alice.sees("I go by the lines", PATIENCE_S)


def complaints(guest: Guest) -> list[str]:
    """The browser's own line for an answer that nobody is free yet is none: on a busy machine there are some."""
    return [words for words in guest.complaints if "503" not in words]


async def ink(page: Page) -> int:
    """Pixels of the sheet that are drawn on."""
    script = """(sheet) => {
        const { data } = sheet.getContext("2d").getImageData(0, 0, sheet.width, sheet.height);
        let drawn = 0;
        for (let at = 3; at < data.length; at += 4) drawn += data[at] > 127;
        return drawn;
    }"""
    return int(await page.locator(".pad canvas").evaluate(script))
