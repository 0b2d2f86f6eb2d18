"""What people may say of others' posts: that they like one, that one should not be there. Knows no chat and no page."""

from dataclasses import dataclass

from bot.usecases.publish import NotAllowed, allowed
from storage import Store
from storage.posts import Post

REPORTS_TO_HIDE = 3  # by so many people, and a moderator decides anew
LIKES_OF_ONE = 3  # of a post, by one address or account: a family, not a crowd


@dataclass(frozen=True, slots=True)
class Like:
    """Raises NotAllowed, and Missing of what is not to be seen."""

    store: Store

    async def __call__(self, person_id: str, post_id: str, client: str | None) -> Post:
        """They like it; or not any more, where they did. The post as it is then."""
        async with self.store.transaction() as tx:
            await allowed(tx, person_id)
            await tx.posts.seen(post_id)
            if not await tx.marks.unlike(post_id, person_id):
                if client and await tx.marks.likes_by(post_id, client) >= LIKES_OF_ONE:
                    raise NotAllowed
                await tx.marks.like(post_id, person_id, client)
            return await tx.posts.get(post_id)


@dataclass(frozen=True, slots=True)
class Report:
    """Raises NotAllowed, also of one's own, and Missing of what is not to be seen."""

    store: Store

    async def __call__(self, person_id: str, post_id: str, reason: str) -> None:
        """They say that it should not be there; once enough people have, it is not until a moderator has looked."""
        async with self.store.transaction() as tx:
            await allowed(tx, person_id)
            post = await tx.posts.seen(post_id)
            if post.person_id == person_id:
                raise NotAllowed
            if await tx.marks.report(post_id, person_id, reason) >= REPORTS_TO_HIDE:
                await tx.posts.send_back(post_id)
