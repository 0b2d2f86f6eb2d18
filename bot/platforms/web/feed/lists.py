"""`GET /feed`, `/feed/best/<days>`, `/feed?q=words`: works in a gallery, page after page."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.platforms.web.feed.cards import card_picture, cards
from bot.platforms.web.feed.pages import Page
from bot.platforms.web.feed.viewer import Viewer
from bot.usecases.doors import FEED
from storage import Missing
from storage.posts import Best, Look, Post

PAGE = 24
OFFSET_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Tab:
    """A way to look at the feed."""

    best: Best
    path: str
    here: bool


@dataclass(frozen=True, slots=True)
class Links:
    """The pages beside this one; None where there are none."""

    newer: str | None
    older: str | None


async def newest(viewer: Viewer, request: web.Request) -> Page:
    """Everything, the newest first; after a search what has all its words."""
    q = request.query.get("q", "").strip()
    return await gallery(viewer, request, Look(words=q), q)


async def best(viewer: Viewer, request: web.Request) -> Page:
    """What was liked most. Raises Missing."""
    named = request.match_info["best"]
    if named not in set(Best) - {Best.NEWEST}:
        raise Missing("page", named)
    return await gallery(viewer, request, Look(best=Best(named)))


async def gallery(viewer: Viewer, request: web.Request, look: Look, q: str = "") -> Page:
    look = replace(look, offset=offset_of(request))
    posts, links = await page_of(viewer, look, request.path, q)
    found = {
        "cards": await cards(viewer, posts),
        "links": links,
        "tabs": [Tab(one, path_of(one), not q and one is look.best) for one in Best],
        "q": q,
        "best": look.best,
        "canonical": viewer.absolute(address(request.path, q, look.offset)),
        "image": shown_by(viewer, posts),
        "hidden": bool(q),  # pages of what somebody searched for are no pages to be found by others
    }
    return Page("list", found)


async def page_of(viewer: Viewer, look: Look, path: str, q: str = "") -> tuple[list[Post], Links]:
    """The posts, and the addresses of what is newer and older."""
    async with viewer.site.store.reading() as tx:
        posts = await tx.posts.page(replace(look, limit=PAGE + 1))
    newer = address(path, q, max(0, look.offset - PAGE)) if look.offset else None
    older = address(path, q, look.offset + PAGE) if len(posts) > PAGE else None
    return posts[:PAGE], Links(newer, older)


def path_of(named: Best) -> str:
    return FEED if named is Best.NEWEST else f"{FEED}/best/{named}"


def address(path: str, q: str, offset: int) -> str:
    query: dict[str, Any] = ({"q": q} if q else {}) | ({"offset": offset} if offset else {})
    return f"{path}?{urlencode(query)}" if query else path


def offset_of(request: web.Request) -> int:
    """From where on; what is no such number is the beginning."""
    said = request.query.get("offset", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= OFFSET_DIGITS else 0


def shown_by(viewer: Viewer, posts: list[Post]) -> str | None:
    """The picture that others show beside a link to a gallery: its first work."""
    return viewer.absolute(card_picture(posts[0])) if posts else None
