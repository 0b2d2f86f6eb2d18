"""Liking a post of others, and saying that one should not be there. Knows no chat and no page."""

from dataclasses import dataclass

from bot.usecases.publish import NotAllowed, allowed
from bot.usecases.reasons import Reason
from storage import Store
from storage.posts import Post

LIKES_OF_ONE = 3  # of one post: a household may like it together, cleared cookies may not
REPORTS_TO_HIDE = 3  # from so many people on, a moderator looks at the post again before anybody else does


class OwnPost(NotAllowed):
    """Whoever does not want their own post there hides or deletes it."""


class TooManyLikes(NotAllowed):
    """Several people at one address have liked this post already."""


@dataclass(frozen=True, slots=True)
class Like:
    """Each person likes a post once."""

    store: Store

    async def __call__(self, person_id: str, post_id: str, client: str | None = None, *, wanted: bool) -> Post:
        """From now on they like it, or they do not: it may be said twice. `client` is a hash of their network's
        address. Raises Missing, NotAllowed and TooManyLikes."""
        async with self.store.transaction() as tx:
            await allowed(tx, person_id)
            await tx.posts.seen(post_id)
            if not wanted:
                await tx.marks.unlike(post_id, person_id)
            elif not await tx.marks.liked(person_id, [post_id]):
                if client and await tx.marks.likes_by(post_id, client) >= LIKES_OF_ONE:
                    raise TooManyLikes
                await tx.marks.like(post_id, person_id, client)
            return await tx.posts.get(post_id)


@dataclass(frozen=True, slots=True)
class Report:
    """Each person reports a post once; reports of one address count as one."""

    store: Store

    async def __call__(self, person_id: str, post_id: str, reason: Reason, client: str | None = None) -> bool:
        """They say that it should not be there; True when it goes back to the moderators by that. Raises
        Missing, NotAllowed and OwnPost."""
        async with self.store.transaction() as tx:
            await allowed(tx, person_id)
            post = await tx.posts.seen(post_id)
            if post.person_id == person_id:
                raise OwnPost
            back = await tx.marks.report(post_id, person_id, reason, client) >= REPORTS_TO_HIDE
            if back:
                await tx.posts.send_back(post_id)
            return back
