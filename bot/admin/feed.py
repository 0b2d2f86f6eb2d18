"""Posts for moderators: the queue and what was decided, each with pictures large enough to judge. Only what its owner
published is seen here."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.admin.desk import Asked, Desk
from bot.admin.pages import HEADERS
from bot.usecases.reasons import Reason
from bot.usecases.style_refs import titled
from storage import Missing
from storage.moderation import Moderation
from storage.posts import HOUSE, Post, PostState

CASES = 10  # on a page: each has three large pictures
STATES = (PostState.WAITING, PostState.SHOWN, PostState.REFUSED)
PICTURES = ("picture", "photo", "style")  # of a post, as the page shows them


async def show(desk: Desk, asked: Asked) -> Mapping[str, Any]:
    """What waits, what is shown, what was refused; or one post, in whatever state."""
    one, state = asked.word("post"), state_of(asked.word("state"))
    async with desk.store.reading() as tx:
        moderation = Moderation(tx.connection)
        cases = [await moderation.case(one)] if one else await moderation.cases(state, asked.offset, CASES + 1)
        counts = {which: await tx.posts.count(which) for which in STATES}
    return {
        "asked": asked,
        "cases": cases[:CASES],
        "counts": counts,
        "state": state,
        "one": one,
        "undo": asked.word("undo"),
        "reasons": list(Reason),
        "house": HOUSE,
        "style_of": lambda post: style_of(asked, post),
        "turn": asked.turn(more=len(cases) > CASES, page=CASES),
    }


def state_of(word: str) -> PostState:
    """What is asked for; what waits, where that is nothing of ours."""
    return next((state for state in STATES if state == word), PostState.WAITING)


def style_of(asked: Asked, post: Post) -> str:
    return titled(asked.texts, post.style_ref, post.style_title)


async def picture(desk: Desk, asked: Asked, request: web.Request) -> web.Response:
    """A picture of a post, for whoever is signed in. Raises Missing."""
    post_id, what = request.match_info["post"], request.match_info["what"]
    if what not in PICTURES:
        raise Missing("picture", what)
    async with desk.store.reading() as tx:
        key = getattr(await tx.posts.get(post_id), f"{what}_key")
    if key is None:
        raise Missing("picture", what)
    data = await desk.store.blobs.get(key)
    return web.Response(body=data, content_type="image/jpeg", headers=HEADERS)
