"""Debian's Chromium and a whole `mazok run`, for tests of the web chat as a person sees it."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, async_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PRICES = Path(__file__).with_name("web_prices.toml")

needs_chromium = pytest.mark.skipif(not CHROMIUM.exists(), reason="apt-get install chromium")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            await browser.close()


class Guest:
    """Somebody before the page; whatever the browser complains about is kept."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)

    async def sends(self, *pictures: bytes) -> None:
        files = [
            {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": data} for number, data in enumerate(pictures)
        ]
        await self.page.set_input_files("#files", files)  # type: ignore[arg-type]

    async def pastes(self, name: str, length: int) -> None:
        """A picture from the clipboard, of so many bytes."""
        script = """([name, length]) => {
            const files = new DataTransfer();
            files.items.add(new File([new Uint8Array(length)], name, { type: "image/png" }));
            document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: files, bubbles: true }));
        }"""
        await self.page.evaluate(script, [name, length])

    async def presses(self, label: str) -> None:
        """The newest button with these words."""
        await self.page.locator(".line button", has_text=label).last.click()

    async def sees(self, words: str, within_s: float = 5) -> None:
        await self.page.locator(".line.mazok", has_text=words).last.wait_for(timeout=within_s * 1000)

    async def watches_for(self, selector: str) -> None:
        """From now on notice it, however briefly it is there."""
        script = """(selector) => {
            const look = () => (window.noticed ||= document.querySelector(selector) !== null);
            new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
        }"""
        await self.page.evaluate(script, selector)

    async def has_seen(self) -> bool:
        return bool(await self.page.evaluate("window.noticed"))

    async def width_needed(self) -> int:
        """Of the page and of its scrolling middle: more than the window's is cut off."""
        script = "Math.max(...['html', '#scroll'].map((what) => document.querySelector(what).scrollWidth))"
        return int(await self.page.evaluate(script))


@asynccontextmanager
async def guest(browser: Browser, url: str, *, width: int = 1280, locale: str = "en-US") -> AsyncIterator[Guest]:
    context: BrowserContext = await browser.new_context(viewport={"width": width, "height": 800}, locale=locale)
    try:
        somebody = Guest(await context.new_page())
        await somebody.page.goto(url)
        yield somebody
    finally:
        await context.close()


@asynccontextmanager
async def mazok(folder: Path, port: int = 0) -> AsyncIterator[str]:
    """The whole program with one worker, as its owner starts it; yields the address of the page."""
    environment = {
        **os.environ,
        "MAZOK_DATA": str(folder / "data"),
        "MAZOK_KEY_FILE": str(folder / "key"),
        "MAZOK_PORT": str(port),
        "MAZOK_PRICES": str(PRICES),
        "MAZOK_WORKERS": "1",
        "MAZOK_DEVICE": "cpu",
        "OMP_NUM_THREADS": "1",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, cwd=folder, stderr=asyncio.subprocess.PIPE
    )
    assert process.stderr
    drain = None
    try:
        async with asyncio.timeout(120):
            url = await served(process.stderr)
            drain = asyncio.create_task(process.stderr.read())  # a full pipe would stop the program
            await painters_awake(url)
        yield url
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()
        if drain:
            await drain


async def served(log: asyncio.StreamReader) -> str:
    """Read the log until the page is served."""
    said = []
    while line := await log.readline():
        said.append(line.decode())
        if '"ready"' in said[-1]:
            return str(json.loads(said[-1])["web"])
    raise RuntimeError("".join(said))


async def painters_awake(url: str) -> None:
    """Ask until a painting could be had."""
    async with aiohttp.ClientSession() as http:
        while True:
            async with http.get(f"{url}/readyz") as answer:
                if answer.status == 200:
                    return
            await asyncio.sleep(0.1)
