"""Answers with a page in the look of the site, whatever becomes of the question. Knows no post."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any

import structlog
from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from bot.pages.assets import Assets
from bot.platforms.web.beside import WAYS
from bot.platforms.web.feed.viewer import Viewer, viewer
from bot.platforms.web.site import Site
from bot.usecases.marks import OwnPost, TooManyLikes
from bot.usecases.posts import InQuestion
from bot.usecases.publish import NotAllowed
from storage import Busy, Full, Missing

TEMPLATES = Path(__file__).parent.parent / "templates"
JSON = "application/json"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is not written yet: a file of templates/feed and what it shows."""

    template: str
    found: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


class Stale(Exception):
    """A form that is not of a page of ours, or of one that is too old."""


Show = Callable[[Viewer, web.Request], Awaitable[Page | web.StreamResponse]]


# What keeps a question from its answer: the status, and the words for it; the first that fits.
REFUSALS: dict[type[Exception], tuple[int, str]] = {
    Missing: (404, "missing"),
    Stale: (403, "stale"),
    OwnPost: (403, "own"),
    InQuestion: (409, "question"),
    TooManyLikes: (429, "often"),
    NotAllowed: (403, "banned"),
    Busy: (503, "busy"),
    Full: (503, "busy"),
}


def told(what: str, status: int = 200, back: str = "") -> Page:
    """A page of one sentence: `gallery-told-<what>`; `back` is the work that it is about."""
    return Page("told", {"what": what, "back": back, "hidden": True}, status)


@dataclass(frozen=True)
class Pages:
    """Draws what was found; a browser without our cookie gets one, so that its forms can be told from forged ones."""

    site: Site
    assets: Assets

    def answers(self, show: Show) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            looking = await viewer(self.site, request)
            try:
                made = await show(looking, request)
            except tuple(REFUSALS) as error:
                made = self._refused(looking, request, error)
            return self._drawn(looking, made) if isinstance(made, Page) else made

        return answer

    def _refused(self, looking: Viewer, request: web.Request, error: Exception) -> Page | web.StreamResponse:
        if isinstance(error, Busy | Full):
            log.warning("page not answered", page=request.path, error=str(error))
        status, what = next(answer for kind, answer in REFUSALS.items() if isinstance(error, kind))
        if wants_json(request):
            return web.json_response({"error": looking.texts(f"gallery-told-{what}")}, status=status)
        return told(what, status)

    def _drawn(self, looking: Viewer, page: Page) -> web.Response:
        shown = {
            "texts": looking.texts,
            "asset": self.assets.url,
            "ways": WAYS,
            "way": "feed",
            "viewer": looking,
            "canonical": looking.absolute(looking.path),
            **page.found,
        }
        html = self._templates.get_template(f"feed/{page.template}.html").render(shown)
        headers = {"Cache-Control": "no-store"}
        response = web.Response(text=html, status=page.status, content_type="text/html", headers=headers)
        response.enable_compression()
        # Not with an error: browsers ask for pictures that are none beside a page, and would get two cookies at once.
        if page.status == HTTPStatus.OK:
            self.site.visitors.remember(response, looking.visitor)
        return response

    @cached_property
    def _templates(self) -> Environment:
        return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def wants_json(request: web.Request) -> bool:
    """Does a script of ours ask, and no browser by itself?"""
    return request.headers.get("Accept", "") == JSON
