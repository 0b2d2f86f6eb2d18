"""Who comes to the web chat by a link: what it carries is said once, and its address is as people see it."""

from pathlib import Path
from typing import cast

import pytest
from playwright.async_api import expect

from bot.chat import Command
from bot.platforms.web import Web
from storage import Store
from tests.platforms.web_browser import chromium, guest, needs_chromium
from tests.platforms.web_site import Site, site


async def test_a_link_is_the_public_address(store: Store, tmp_path: Path, web: Site) -> None:
    async with site(store, tmp_path / "public", public_url="https://mazok.example/") as public:
        door = cast(Web, public.app.platforms["web"])
        assert door.start_link("g_ABC") == "https://mazok.example/?start=g_ABC"
    assert cast(Web, web.app.platforms["web"]).start_link("g_ABC") is None  # nobody has said where we are


@needs_chromium
async def test_what_a_link_brings_is_said_once(web: Site) -> None:
    async with chromium() as browser, guest(browser, f"{web.url}/?start=g_ABC") as alice:
        await alice.sees("/start g_ABC")
        assert alice.page.url == f"{web.url}/"
        await alice.page.reload()
        await alice.sees("/start g_ABC")
        await expect(alice.page.locator(".line")).to_have_count(1)
        assert alice.complaints == []
    assert [one.event for one in web.parrot.heard] == [Command("start", "g_ABC")]


@needs_chromium
@pytest.mark.parametrize("start", ["", "%3Cscript%3E", "a%20b", "x" * 65])
async def test_what_is_no_argument_is_not_said(web: Site, start: str) -> None:
    async with chromium() as browser, guest(browser, f"{web.url}/?start={start}") as alice:
        await expect(alice.page.locator("h1")).to_be_visible()
        await alice.page.locator("#words").fill("hello")
        await alice.page.locator("#send").click()
        await alice.sees("HELLO")
    assert len(web.parrot.heard) == 1
