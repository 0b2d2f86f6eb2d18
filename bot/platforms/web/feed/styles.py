"""`GET /feed/style/<style_ref>`: a style, who brought it, how to paint with it, and what others have painted."""

from dataclasses import dataclass

from aiohttp import web

from bot.platforms.web.feed.cards import cards, style_path
from bot.platforms.web.feed.lists import offset_of, page_of, shown_by
from bot.platforms.web.feed.pages import Page
from bot.platforms.web.feed.viewer import Viewer
from bot.usecases.doors import STYLE
from bot.usecases.manners import Manners
from bot.usecases.style_refs import titled
from storage.posts import Look


@dataclass(frozen=True, slots=True)
class Way:
    """A link by which one paints with a style, or passes something on."""

    title: str
    link: str
    ours: bool


async def show(viewer: Viewer, request: web.Request) -> Page:
    """Raises Missing."""
    ref = request.match_info["style_ref"]
    style = await Manners(viewer.site.store).get(ref, viewer.person_id)
    posts, links = await page_of(viewer, Look(style_ref=ref, offset=offset_of(request)), request.path)
    title = titled(viewer.texts, ref, style.title) or viewer.texts("gallery-style-nameless")
    found = {
        "style": style,
        "title": title,
        "picture": f"{style_path(ref)}/picture.jpg",
        "paint": ways(viewer, ref),
        "cards": await cards(viewer, posts),
        "links": links,
        "image": shown_by(viewer, posts) or viewer.absolute(f"{style_path(ref)}/picture.jpg"),
    }
    return Page("style", found)


def ways(viewer: Viewer, ref: str) -> list[Way]:
    """Painting with a style: here, and wherever else we are."""
    site, texts = viewer.site, viewer.texts
    argument = STYLE + ref
    elsewhere = [
        Way(texts.titled(f"gallery-on-{name}", name.capitalize()), link, ours=False)
        for name in site.doors.platforms
        if name != site.name and (link := site.doors.link(name, argument))
    ]
    return [Way(texts("gallery-use-style"), f"/?start={argument}", ours=True), *elsewhere]
