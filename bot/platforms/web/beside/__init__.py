"""Pages beside the chat: prices, what a visitor has, what they bought. Whole without any script."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from bot.pages import locales
from bot.pages.assets import Assets
from bot.platforms.web.beside import balance, orders, prices
from bot.platforms.web.beside.asked import Asked
from bot.platforms.web.site import Site
from bot.talk.instead import banner
from bot.texts import Texts
from bot.usecases.maintenance import Maintenance
from storage import Busy, Full

TEMPLATES = Path(__file__).parent.parent / "templates"
PAGES = ("prices", "balance", "orders")
WAYS = ("feed", *PAGES)  # where the links of every page lead, in their order

log = structlog.get_logger()

Show = Callable[[Asked], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True)
class Beside:
    """Answers with the page of whoever asks; a browser without a cookie stays without one."""

    site: Site
    assets: Assets

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        shows = {"prices": prices.show, "balance": balance.show, "orders": orders.show}
        return [web.get(f"/{way}", self._page(way, shows[way])) for way in PAGES]

    @cached_property
    def _templates(self) -> Environment:
        return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)

    def _page(self, way: str, show: Show) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            try:
                asked = await self._asked(request)
                found = await show(asked)
                away = banner(asked.texts, await Maintenance(self.site.store).now())
            except (Busy, Full) as error:
                log.warning("page not answered", page=way, error=str(error))
                raise web.HTTPServiceUnavailable(text=Texts(locales.spoken(request, None))("web-busy")) from error
            shown = {"texts": asked.texts, "asset": self.assets.url, "ways": WAYS, "way": way, "banner": away}
            html = self._templates.get_template(f"{way}.html").render({**shown, **found})
            response = web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-store"})
            response.enable_compression()
            return response

        return answer

    async def _asked(self, request: web.Request) -> Asked:
        visitor = self.site.visitors.known(request)
        person = await self.site.person(visitor) if visitor else None
        client = self.site.addresses.hash(request)
        offset = request.query.get("offset", "")
        known = int(offset) if offset.isdecimal() and len(offset) < 7 else 0
        return Asked(self.site, person, Texts(locales.spoken(request, person)), client, known)
