"""The public gallery: works that their owners let others see, styles and what was made with them. Whole without any
script."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.pages.assets import Assets
from bot.platforms.web.feed import lists, styles, work
from bot.platforms.web.feed.atom import Atom
from bot.platforms.web.feed.forms import Forms
from bot.platforms.web.feed.pages import Page, Pages, told
from bot.platforms.web.feed.pictures import Pictures
from bot.platforms.web.feed.robots import robots
from bot.platforms.web.feed.viewer import Viewer
from bot.platforms.web.site import Site
from bot.usecases.doors import FEED

NAME = "[A-Za-z0-9_-]+"
POST, STYLE = f"{FEED}/{{post_id:{NAME}}}", f"{FEED}/style/{{style_ref:{NAME}}}"


async def nowhere(viewer: Viewer, request: web.Request) -> Page:
    """Every other address of the site: somebody mistyped one."""
    return told("missing", 404)


@dataclass(frozen=True)
class Feed:
    """The addresses of the gallery, and all that are none."""

    site: Site
    assets: Assets

    def routes(self) -> Sequence[web.AbstractRouteDef]:
        page, pictures = Pages(self.site, self.assets).answers, Pictures(self.site)
        return [
            web.get("/robots.txt", robots),
            web.get(f"{FEED}.atom", Atom(self.site).show),
            web.get(FEED, page(lists.newest)),
            web.get(f"{FEED}/best/{{best}}", page(lists.best)),
            web.get(STYLE, page(styles.show)),
            web.get(f"{STYLE}/picture.jpg", pictures.style),
            web.get(POST, page(work.show)),
            web.get(f"{POST}/film.mp4", pictures.film),
            web.get(f"{POST}/{{what}}.jpg", pictures.large),
            web.get(f"{POST}/tile/{{what}}.jpg", pictures.tile),
            *self._forms(),
            web.get("/{nowhere:.*}", page(nowhere)),
        ]

    def _forms(self) -> Sequence[web.AbstractRouteDef]:
        page, forms = Pages(self.site, self.assets).answers, Forms(self.site)
        return [
            web.post(f"{POST}/like", page(forms.like)),
            web.post(f"{POST}/report", page(forms.report)),
            web.post(f"{POST}/hide", page(forms.hide)),
            web.post(f"{POST}/show", page(forms.show)),
            web.post(f"{POST}/delete", page(forms.delete)),
        ]
