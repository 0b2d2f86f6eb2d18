"""What a person has published: how it stands, who may see it from now on. Knows no chat and no page."""

from dataclasses import dataclass

from bot.usecases.feed import PAGE, PostPage
from bot.usecases.marks import REPORTS_TO_HIDE
from bot.usecases.publish import NotAllowed, allowed
from bot.usecases.style_refs import found_by
from storage import Missing, Store
from storage.posts import Post, PostState


class InQuestion(Exception):
    """People have reported it, so that a moderator decides first."""


def in_question(post: Post) -> bool:
    """Was it sent back to moderators, after it had been seen? What waits for the first time, or by a new title, can be
    taken out of the feed and given by link."""
    again = post.approved_at is not None or not post.listed
    return post.reports >= REPORTS_TO_HIDE or (post.state is PostState.WAITING and again)


@dataclass(frozen=True, slots=True)
class MyPosts:
    """The posts of somebody else are Missing."""

    store: Store

    async def page(self, person_id: str, offset: int) -> PostPage:
        """Newest first, in whatever state; the first page where `offset` lies behind the last."""
        async with self.store.reading() as tx:
            found = await tx.posts.of_person(person_id, offset, PAGE + 1)
        if not found and offset:
            return await self.page(person_id, 0)
        return PostPage(tuple(found[:PAGE]), offset, len(found) > PAGE)

    async def get(self, person_id: str, post_id: str) -> Post:
        """A post of theirs; raises Missing."""
        async with self.store.reading() as tx:
            post = await tx.posts.get(post_id)
        if post.person_id != person_id:
            raise Missing("post", post_id)
        return post

    async def of_work(self, person_id: str, work_id: str) -> Post | None:
        """How is this painting of theirs published? None: not."""
        async with self.store.reading() as tx:
            post = await tx.posts.by_work(work_id)
        return post if post and post.person_id == person_id else None

    async def refusal(self, person_id: str, work_id: str) -> str | None:
        """Why was this painting of theirs refused, whether its post is still there or not? None where it was not."""
        async with self.store.reading() as tx:
            return await tx.refusals.of(person_id, work_id)

    async def may_publish(self, person_id: str) -> bool:
        async with self.store.reading() as tx:
            try:
                await allowed(tx, person_id)
            except NotAllowed:
                return False
        return True

    async def hide(self, person_id: str, post_id: str) -> Post:
        """Nobody else sees it for now; raises Missing, also of a refused one."""
        async with self.store.transaction() as tx:
            return await tx.posts.hide(post_id, person_id)

    async def show(self, person_id: str, post_id: str, *, listed: bool) -> Post:
        """In the feed, which a moderator may have to allow first, or by its link. Raises NotAllowed, InQuestion and
        Missing, also of a refused one."""
        async with self.store.transaction() as tx:
            await allowed(tx, person_id)
            if in_question(await tx.posts.get(post_id)):
                raise InQuestion
            return await tx.posts.show(post_id, person_id, listed=listed)

    async def entitle(self, person_id: str, post_id: str, title: str) -> Post:
        """It is called so from now on, and found by that; with a new title what stands in the feed waits for a
        moderator, seen by its link. Where it has travelled to, the text stays as it was. Raises as `show`."""
        async with self.store.transaction() as tx:
            await allowed(tx, person_id)
            post = await tx.posts.get(post_id)
            if in_question(post):
                raise InQuestion
            if post.person_id == person_id and title == post.title:
                return post
            words = found_by(post.style_ref, post.style_title, title, post.author or "")
            return await tx.posts.entitle(post_id, person_id, title, words)
