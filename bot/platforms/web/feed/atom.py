"""`GET /feed.atom`: the newest works, for those who read feeds. RFC 4287."""

import re
from dataclasses import dataclass
from datetime import datetime
from html import escape
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from aiohttp import web

from bot.platforms.web.feed.cards import BRAND, Card, card, card_picture
from bot.platforms.web.feed.lists import PAGE
from bot.platforms.web.feed.viewer import Viewer, viewer
from bot.platforms.web.feed.work import description
from bot.platforms.web.site import Site
from bot.usecases.doors import FEED
from storage import Busy
from storage.posts import Look, Post

ATOM = "http://www.w3.org/2005/Atom"
KIND = "application/atom+xml"
KEPT = "public, max-age=300"
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2


@dataclass(frozen=True, slots=True)
class Atom:
    """Addresses in it are whole: by the public one, else by the one that is asked."""

    site: Site

    async def show(self, request: web.Request) -> web.Response:
        try:
            looking = await viewer(self.site, request)
            async with self.site.store.reading() as tx:
                posts, now = await tx.posts.page(Look(limit=PAGE)), await tx.now()
        except Busy as error:
            raise web.HTTPServiceUnavailable(text=str(error)) from error
        body = tostring(feed(looking, posts, now), encoding="utf-8", xml_declaration=True)
        response = web.Response(body=body, content_type=KIND, charset="utf-8", headers={"Cache-Control": KEPT})
        response.headers["Vary"] = "Accept-Language, Cookie"
        response.enable_compression()
        return response


def feed(looking: Viewer, posts: list[Post], now: datetime) -> Element:
    """The document; a feed without works was renewed just now."""
    register_namespace("", ATOM)
    root = Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": looking.texts.locale})
    page = looking.absolute(FEED)
    add(root, "id", page)
    add(root, "title", looking.texts("gallery-title"))
    add(root, "subtitle", looking.texts("gallery-lead"))
    add(root, "updated", stamp(max((one.shown_at for one in posts if one.shown_at), default=now)))
    add(root, "link", rel="self", type=KIND, href=looking.absolute(f"{FEED}.atom"))
    add(root, "link", rel="alternate", type="text/html", href=page)
    add(add(root, "author"), "name", BRAND)
    for post in posts:
        entry(root, looking, post)
    return root


def entry(root: Element, looking: Viewer, post: Post) -> None:
    """A work: its page, the picture of how it was made, who made it."""
    shown = card(looking.texts, post, liked=False)
    page, picture = looking.absolute(shown.path), looking.absolute(card_picture(post))
    made = add(root, "entry")
    add(made, "id", page)
    add(made, "title", shown.title)
    add(made, "updated", stamp(post.shown_at or post.created_at))
    add(made, "published", stamp(post.shown_at or post.created_at))
    if shown.author:
        add(add(made, "author"), "name", shown.author)
    add(made, "link", rel="alternate", type="text/html", href=page)
    add(made, "link", rel="enclosure", type="image/jpeg", href=picture)
    add(made, "content", content(looking, shown, picture), type="html")


def content(looking: Viewer, shown: Card, picture: str) -> str:
    """What a reader shows: HTML, in which everything that people wrote is text."""
    page, told = looking.absolute(shown.path), description(looking.texts, shown)
    image = f'<img src="{escape(picture)}" alt="{escape(shown.title)}">'
    return f'<p><a href="{escape(page)}">{image}</a></p><p>{escape(told)}</p>'


def add(parent: Element, name: str, text: str | None = None, **attributes: str) -> Element:
    made = SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    made.text = NO_XML.sub("", text) if text is not None else None
    return made


def stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
