"""The web chat on a free port, and a browser. Imports Playwright only for who asks for the browser."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage import Store

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.platforms.web_site import Site


@pytest.fixture
async def web(store: Store, tmp_path: Path) -> "AsyncIterator[Site]":
    """As its owner leaves it when they set nothing."""
    from tests.platforms.web_site import site

    async with site(store, tmp_path) as running:
        yield running


@pytest.fixture
async def browser() -> "AsyncIterator[Browser]":
    """Chromium with nobody in it."""
    from tests.platforms.web_browser import chromium

    async with chromium() as opened:
        yield opened
