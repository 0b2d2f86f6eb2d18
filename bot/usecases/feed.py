"""Looking at what others have published, a page at a time or one by one. Knows no chat and no page of a site."""

from dataclasses import dataclass, replace

from bot.usecases.post_pictures import TILE, PostPictures
from storage import Store
from storage.posts import Look, Post

PAGE = 6


@dataclass(frozen=True, slots=True)
class PostPage:
    """Some of many posts from `offset` on; `more` stand behind them."""

    posts: tuple[Post, ...]
    offset: int
    more: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A post as one person sees it."""

    post: Post
    liked: bool


@dataclass(frozen=True, slots=True)
class Feed:
    """Nothing here changes anything."""

    store: Store

    async def page(self, look: Look) -> PostPage:
        """A page; the first one where `offset` lies behind the last. A post whose picture is gone is not in it."""
        async with self.store.reading() as tx:
            found = await tx.posts.page(replace(look, limit=PAGE + 1))
        if not found and look.offset:
            return await self.page(replace(look, offset=0))
        pictures = PostPictures(self.store)
        there = [post for post in found[:PAGE] if await pictures.there(post, TILE)]
        return PostPage(tuple(there), look.offset, len(found) > PAGE)

    async def see(self, post_id: str, person_id: str) -> Seen:
        """A post; raises Missing where the person may not see it."""
        async with self.store.reading() as tx:
            post = await tx.posts.seen(post_id, person_id)
            return Seen(post, bool(await tx.marks.liked(person_id, [post_id])))
