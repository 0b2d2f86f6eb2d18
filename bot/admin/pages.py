"""How an admin page is answered: its frame, its headers. Knows no question."""

from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from bot.admin.doors import PATH, Doors, Signed
from bot.pages.assets import Assets
from bot.texts import Texts

HERE = Path(__file__).parent
STATIC = HERE / "static"
WAYS = {  # the pages of the menu, and where they are
    "overview": f"{PATH}/",
    "payments": f"{PATH}/payments",
    "refunds": f"{PATH}/payments?state=refunding",
    "purchases": f"{PATH}/purchases",
    "stuck": f"{PATH}/stuck",
    "jobs": f"{PATH}/jobs",
    "people": f"{PATH}/people",
    "feed": f"{PATH}/feed",
    "bans": f"{PATH}/bans",
    "letters": f"{PATH}/letters",
    "statistics": f"{PATH}/statistics",
    "maintenance": f"{PATH}/maintenance",
    "log": f"{PATH}/log",
}
NO_SCRIPT = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
OUR_SCRIPT = f"{NO_SCRIPT}; script-src 'self'"
SCRIPTED = ("feed",)  # pages with a script of ours, without which they are whole too
HEADERS = {"Content-Security-Policy": NO_SCRIPT, "Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


class Pages:
    """Draws pages; what people wrote is text in them, never markup."""

    def __init__(self, assets: Assets, doors: Doors) -> None:
        self._assets, self._doors = assets, doors

    @cached_property
    def _templates(self) -> Environment:
        folder = FileSystemLoader(HERE / "templates")
        return Environment(loader=folder, autoescape=True, trim_blocks=True, lstrip_blocks=True)

    async def moved(self, request: web.Request) -> web.Response:
        """The cookie's path has a page at its very end."""
        return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": f"{PATH}/", **HEADERS})

    def answer(
        self, name: str, texts: Texts, signed: Signed | None = None, *, status: int = HTTPStatus.OK, **shown: Any
    ) -> web.Response:
        """The page of this name; its menu, and tokens for its forms, for whoever is signed in."""
        frame = {"texts": texts, "asset": self._assets.url, "ways": WAYS, "name": name, "signed": signed}
        token = self._doors.token(signed.session) if signed else ""
        html = self._templates.get_template(f"{name}.html").render({**frame, "token": token, **shown})
        response = web.Response(text=html, status=status, content_type="text/html", headers=HEADERS)
        if name in SCRIPTED:
            response.headers["Content-Security-Policy"] = OUR_SCRIPT
        response.enable_compression()
        return response

    def says(
        self, key: str, texts: Texts, signed: Signed | None = None, *, status: int, **values: object
    ) -> web.Response:
        """A page that says one thing."""
        return self.answer("says", texts, signed, status=status, says=texts(f"admin-{key}", **values))
