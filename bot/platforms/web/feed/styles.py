"""`GET /feed/style/<style_ref>`: a style, who brought it, how to paint with it, and what others have painted."""

from dataclasses import dataclass

from aiohttp import web

from bot.platforms.web.feed.cards import cards, style_path
from bot.platforms.web.feed.lists import offset_of, page_of, shown_by
from bot.platforms.web.feed.pages import Page
from bot.platforms.web.feed.viewer import Viewer
from bot.usecases.doors import STYLE
from bot.usecases.style_refs import house_style_of, titled
from storage import Transaction
from storage.posts import Look


@dataclass(frozen=True, slots=True)
class Shown:
    """A style that others may see: the key of its picture, what it is called and by whom it was brought."""

    style_ref: str
    key: str
    title: str
    credit: str | None


@dataclass(frozen=True, slots=True)
class Way:
    """A link by which one paints with a style, or passes something on."""

    title: str
    link: str
    ours: bool


async def show(viewer: Viewer, request: web.Request) -> Page:
    """Raises Missing."""
    ref = request.match_info["style_ref"]
    async with viewer.site.store.reading() as tx:
        style = await style_of(tx, ref, viewer.person_id)
        used = await tx.shared_styles.used(ref)
    posts, links = await page_of(viewer, Look(style_ref=ref, offset=offset_of(request)), request.path)
    title = titled(viewer.texts, ref, style.title) or viewer.texts("gallery-style-nameless")
    found = {
        "style": style,
        "title": title,
        "picture": f"{style_path(ref)}/picture.jpg",
        "used": used,
        "paint": ways(viewer, ref),
        "cards": await cards(viewer, posts),
        "links": links,
        "image": shown_by(viewer, posts) or viewer.absolute(f"{style_path(ref)}/picture.jpg"),
    }
    return Page("style", found)


async def style_of(tx: Transaction, ref: str, person_id: str | None) -> Shown:
    """One of the house, or one that somebody brought; raises Missing, also while everything that was made with it is
    withheld: then it may be what the moderators will not have."""
    if key := house_style_of(ref):
        return Shown(ref, key, "", None)
    shared = await tx.shared_styles.seen(ref, person_id)
    return Shown(ref, shared.thumbnail_key, shared.title, shared.credit)


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
