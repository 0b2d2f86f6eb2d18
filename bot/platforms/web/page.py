"""`GET /`: the page with what was said so far. Knows no conversation."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, Template
from markupsafe import Markup

from bot.pages import locales
from bot.pages.assets import Assets
from bot.platforms.web.beside import WAYS
from bot.platforms.web.lines import Body
from bot.platforms.web.pencil import pencil
from bot.platforms.web.site import Site
from bot.platforms.web.stream import json_of
from bot.talk.instead import banner
from bot.texts import Texts, messages
from bot.usecases.maintenance import outage
from bot.usecases.pictures import house_key
from engine.house import HouseStyle, house_styles
from storage.transcripts import Line

FOLDER = Path(__file__).parent
LINES = 200  # what a page shows of a long chat
MENU = ("new", "works", "styles", "language", "privacy")
FOR_SCRIPTS = "web-script-"  # the messages that the scripts may show
DRAWING = "draw-"  # before an effect: the file of a drawing to begin from
EXAMPLE = "example"  # a photo painted in the manner of a house style


@dataclass(frozen=True)
class Page:
    """The chat of one visitor."""

    site: Site
    assets: Assets

    @cached_property
    def _template(self) -> Template:
        return Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=True).get_template("chat.html")

    async def show(self, request: web.Request) -> web.Response:
        visitor = self.site.visitors.welcome(request)
        async with self.site.store.reading() as tx:
            person = await tx.people.by_identity(self.site.name, visitor)
            lines, away = await tx.transcripts.latest(visitor, LINES), await outage(tx)
        locale = locales.spoken(request, person)
        pad = await pencil(self.site.store, Texts(locale))
        shown = {**self._context(visitor, locale, lines, pad), "banner": banner(Texts(locale), away)}
        html = self._template.render(shown)
        response = web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-store"})
        response.enable_compression()
        self.site.visitors.remember(response, visitor)
        locales.remember(response, locale, secure=self.site.visitors.secure)
        return response

    def _context(self, visitor: str, locale: str, lines: list[Line], pad: Body | None) -> dict[str, Any]:
        texts, limits = Texts(locale), self.site.limits
        start = {
            "token": self.site.visitors.token(visitor),
            "lines": [json_of(line) for line in lines],
            "seen": max((line.edited_seq for line in lines), default=0),
            "pad": pad,
            "examples": examples(self.assets),
            "limits": {"bytes": limits.upload_bytes, "files": limits.upload_files},
            "texts": {
                key.removeprefix(FOR_SCRIPTS): texts(key, mb=limits.upload_mb, files=limits.upload_files, name="{name}")
                for key in messages(locale)
                if key.startswith(FOR_SCRIPTS)
            },
        }
        return {
            "texts": texts,
            "locale": locale,
            "start": data_block(start),
            "menu": MENU,
            "ways": WAYS,
            "limit_mb": limits.upload_mb,
            "asset": self.assets.url,
            "styles": [manner(style, texts) for style in house_styles()],
        }


def examples(assets: Assets) -> dict[str, str]:
    """What one might draw for an effect, by its name: whoever adds one adds a file."""
    names = [name for name in assets.names if name.startswith(DRAWING)]
    return {name.removeprefix(DRAWING).partition(".")[0]: assets.url(name) for name in names}


def manner(style: HouseStyle, texts: Texts) -> dict[str, str]:
    """A house style on the landing page."""
    title = texts.titled(f"house-{style.name}", style.name.replace("_", " ").capitalize())
    return {"name": style.name, "title": title, "picture": f"/picture/{house_key(style.name)}:{EXAMPLE}"}


def data_block(value: object) -> Markup:
    """JSON for a <script type="application/json">: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - escaped above
