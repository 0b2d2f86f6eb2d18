"""Debian's Chromium and a whole `mazok run`, for tests of the web chat as a person sees it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

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
PATIENCE_S = 120  # until the worker has loaded what it paints with
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


@contextmanager
def mazok(folder: Path) -> Iterator[str]:
    """The whole program with one worker, as its owner starts it; yields the address of the page."""
    environment = {
        **os.environ,
        "MAZOK_DATA": str(folder / "data"),
        "MAZOK_KEY_FILE": str(folder / "key"),
        "MAZOK_PORT": "0",
        "MAZOK_PRICES": str(PRICES),
        "MAZOK_WORKERS": "1",
        "MAZOK_DEVICE": "cpu",
        "OMP_NUM_THREADS": "1",
    }
    log = folder / "log"
    with (
        log.open("wb") as said,
        subprocess.Popen([sys.executable, "-m", "bot", "run"], env=environment, cwd=folder, stderr=said) as process,
    ):
        try:
            yield served(process, log, time.monotonic() + PATIENCE_S)
        finally:
            process.terminate()


def served(process: subprocess.Popen[bytes], log: Path, until: float) -> str:
    """Ask until a painting could be had; the log says where."""
    while process.poll() is None and time.monotonic() < until:
        for line in log.read_text().splitlines():
            if '"ready"' in line and painters_awake(url := str(json.loads(line)["web"])):
                return url
        time.sleep(0.1)
    raise RuntimeError(log.read_text())


def painters_awake(url: str) -> bool:
    try:
        return bool(urlopen(f"{url}/readyz").status == HTTPStatus.OK)
    except HTTPError:
        return False
