"""Pictures and films of posts and of shared styles, for whoever may see them. Knows no page."""

from dataclasses import dataclass
from hashlib import sha256

from aiohttp import ETag, hdrs, web
from multidict import CIMultiDict

from bot.platforms.web.pictures import part_of
from bot.platforms.web.site import Site
from bot.usecases import posted
from bot.usecases.pictures import read
from bot.usecases.style_refs import house_style_of
from storage import Missing, Transaction
from storage.posts import Post

SHOWN = "public, max-age=300"  # no longer: what is taken down is to be gone soon
OWN = "private, no-cache"


@dataclass(frozen=True, slots=True)
class Pictures:
    """404 for what is not there, and for what is not to be seen."""

    site: Site

    async def large(self, request: web.Request) -> web.Response:
        """`GET /feed/<post_id>/<what>.jpg`"""
        post = await self._post(request)
        return await self._sent(request, key_of(post, request.match_info["what"]), post.public)

    async def tile(self, request: web.Request) -> web.Response:
        """`GET /feed/<post_id>/tile/<what>.jpg`"""
        post = await self._post(request)
        key = key_of(post, request.match_info["what"])
        return await self._sent(request, posted.tile_key(key) if key else None, post.public)

    async def film(self, request: web.Request) -> web.Response:
        """`GET /feed/<post_id>/film.mp4`, in parts where the browser wants parts."""
        post = await self._post(request)
        return await self._sent(request, post.video_key, post.public)

    async def style(self, request: web.Request) -> web.Response:
        """`GET /feed/style/<style_ref>/picture.jpg`"""
        ref = request.match_info["style_ref"]
        for person_id in (None, await self._asks(request)):
            try:
                async with self.site.store.reading() as tx:
                    key = await key_of_style(tx, ref, person_id)
            except Missing:
                continue
            return await self._sent(request, key, public=person_id is None)
        raise web.HTTPNotFound

    async def _asks(self, request: web.Request) -> str | None:
        visitor = self.site.visitors.known(request)
        person = await self.site.person(visitor) if visitor else None
        return person.person_id if person else None

    async def _post(self, request: web.Request) -> Post:
        try:
            async with self.site.store.reading() as tx:
                post = await tx.posts.get(request.match_info["post_id"])
        except Missing:
            raise web.HTTPNotFound from None
        if not post.public and await self._asks(request) != post.person_id:
            raise web.HTTPNotFound
        return post

    async def _sent(self, request: web.Request, key: str | None, public: bool) -> web.Response:
        try:
            data = await read(self.site.store, key) if key else None
        except Missing:
            data = None
        if data is None:
            raise web.HTTPNotFound
        tag = ETag(sha256(data).hexdigest()[:32])
        headers = CIMultiDict({hdrs.CACHE_CONTROL: SHOWN if public else OWN})
        # Those who read our feed elsewhere show its pictures there.
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if public else "same-origin"
        if any(known.value in {tag.value, "*"} for known in request.if_none_match or ()):
            response = web.Response(status=304, headers=headers)
        else:
            response = part_of(request, data, headers)
        response.etag = tag
        return response


def key_of(post: Post, what: str) -> str | None:
    """The blob of one of its pictures; None where that is not shown, or nothing of that name."""
    keys = {
        posted.PHOTO: post.photo_key,
        posted.STYLE: post.style_key,
        posted.PICTURE: post.picture_key,
        posted.CARD: post.card_key,
    }
    return keys.get(what)


async def key_of_style(tx: Transaction, ref: str, person_id: str | None) -> str:
    """One of the house, or one that somebody brought; raises Missing, also while everything that was made with it is
    withheld: then it may be what the moderators will not have."""
    return house_style_of(ref) or (await tx.shared_styles.seen(ref, person_id)).thumbnail_key
