"""`GET /feed/<post_id>`: one work, how it was made, and what one can do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.platforms.web.feed.cards import Card, card, card_picture, cards, large, path
from bot.platforms.web.feed.pages import Page, told
from bot.platforms.web.feed.styles import Way, ways
from bot.platforms.web.feed.viewer import Viewer
from bot.talk.scenes import post_words
from bot.texts import Texts
from bot.usecases.doors import FEED
from bot.usecases.pictures import read
from bot.usecases.posted import PHOTO, PICTURE, STYLE, tile_key
from bot.usecases.reasons import Reason
from engine.picture import check
from storage import Missing, Store
from storage.posts import Look, Post, PostState
from storage.spreads import SpreadRow, SpreadState

MORE = 4  # works in the same style


@dataclass(frozen=True, slots=True)
class Large:
    """A picture as large as we have it; its proportions are known, so that nothing jumps when it arrives."""

    what: str
    address: str
    width: int
    height: int


async def show(viewer: Viewer, request: web.Request) -> Page:
    """Raises Missing; what was to be seen once and is no more is said to be gone."""
    async with viewer.site.store.reading() as tx:
        post = await tx.posts.get(request.match_info["post_id"])
    if not post.public and not viewer.owns(post):
        if post.shown_at is None:
            raise Missing("post", post.post_id)
        return told("gone", 410)
    return Page("work", {**await facts(viewer, post), **await around(viewer, post)})


async def facts(viewer: Viewer, post: Post) -> Mapping[str, Any]:
    """The work itself."""
    [shown] = await cards(viewer, [post])
    return {
        "post": post,
        "card": shown,
        "pictures": await pictures(viewer.site.store, post),
        "film": f"{path(post)}/film.mp4" if post.video_key else None,
        "made": made(viewer.texts, post),
        "day": viewer.day(post.shown_at or post.created_at),
        "owns": viewer.owns(post),
        "reasons": tuple(Reason),
        "refusal": refusal(viewer, post),
        "canonical": viewer.absolute(path(post)),
        "description": description(viewer.texts, shown),
        "image": viewer.absolute(card_picture(post)),
        "image_size": await size(viewer.site.store, post.card_key),
        "hidden": not post.in_feed,  # from those who search the web
    }


async def around(viewer: Viewer, post: Post) -> Mapping[str, Any]:
    """Where to go from here."""
    async with viewer.site.store.reading() as tx:
        travelled, liked = await tx.spreads.of_post(post.post_id), await tx.spreads.likes(post.post_id)
        newer, older = await tx.posts.neighbours(post) if post.in_feed else (None, None)
        alike = await tx.posts.page(Look(style_ref=post.style_ref, limit=MORE + 1)) if post.style_ref else []
    more = [one for one in alike if one.post_id != post.post_id][:MORE]
    return {
        "paint": ways(viewer, post.style_ref) if post.style_ref else [],
        "share": shares(viewer, post) if post.public else [],
        "elsewhere": elsewhere(viewer.texts, travelled),
        "liked_elsewhere": liked,
        "more": await cards(viewer, more),
        "newer": f"{FEED}/{newer}" if newer else None,
        "older": f"{FEED}/{older}" if older else None,
    }


async def pictures(store: Store, post: Post) -> list[Large]:
    """The painting first, then what it was made of."""
    shown = [Large(PICTURE, large(post, PICTURE), post.width, post.height)]
    for what, key in ((PHOTO, post.photo_key), (STYLE, post.style_key)):
        if key:
            shown.append(Large(what, large(post, what), *(await size(store, tile_key(key)) or (4, 3))))
    return shown


async def size(store: Store, key: str) -> tuple[int, int] | None:
    """Of a picture; None where its blob is gone: the page tells the rest."""
    try:
        header = check(await read(store, key))
    except Missing:
        return None
    return header.width, header.height


def made(texts: Texts, post: Post) -> list[str]:
    """How it was made, in a few words."""
    once = post.iterations <= 1
    return [
        texts("gallery-size", width=post.width, height=post.height),
        *([] if once else [texts("gallery-iterations", count=post.iterations)]),
        texts("gallery-seconds", seconds=seconds(post.seconds)),
    ]


def seconds(said: float) -> float:
    """As exact as it matters: 0.4, 6, 51."""
    return round(said, 1) if said < 2 else round(said)


def description(texts: Texts, shown: Card) -> str:
    """The sentence that others show beside a link to it."""
    style = texts("gallery-made-in", style=shown.style_title) if shown.style else ""
    by = texts("gallery-by", author=shown.author) if shown.author else ""
    return " · ".join(filter(None, (shown.effect, style, by)))


def refusal(viewer: Viewer, post: Post) -> list[str]:
    """Why a moderator did not want it, in words of ours where the reason is one of ours; and whom to ask."""
    if post.state is not PostState.REFUSED:
        return []
    texts, why = viewer.texts, post.reason
    said = [texts("gallery-refusal", reason=texts.titled(f"gallery-reason-{why}", why))] if why else []
    return [*said, post_words.ask(texts, viewer.site.shop.support)]


def shares(viewer: Viewer, post: Post) -> list[Way]:
    """Where a person passes it on by the ways of each platform."""
    site, texts = viewer.site, viewer.texts
    link, title = viewer.absolute(path(post)), card(texts, post, liked=False).title
    return [
        Way(texts.titled(f"gallery-share-{name}", name.capitalize()), where, ours=False)
        for name in site.doors.platforms
        if (where := site.doors.share(name, link, title))
    ]


def elsewhere(texts: Texts, travelled: Sequence[SpreadRow]) -> list[Way]:
    """Where it has arrived and can be looked at."""
    return [
        Way(texts.titled(f"gallery-share-{platform}", platform.capitalize()), row.link, ours=False)
        for row in travelled
        if row.state is SpreadState.POSTED and row.link
        for platform in [row.outlet.partition(".")[0]]
    ]
