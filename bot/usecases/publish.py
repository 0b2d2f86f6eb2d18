"""Letting others see a painting, and not any more. Knows no chat and no page.

Nothing is published but by its owner's own button. A post for the feed waits for a moderator; one by link does not.
What a moderator refused is not published anew.
"""

import secrets
from dataclasses import dataclass, replace

from bot.usecases import posted
from bot.usecases.bring import bring
from bot.usecases.pictures import copy_key, is_house, read
from bot.usecases.posted import Shown, posted_key
from bot.usecases.style_refs import style_ref, words_of
from storage import Missing, Store, Transaction
from storage.posts import NewPost, Post, PostState
from storage.shared_styles import NewSharedStyle, SharedStyle
from storage.works import Work

TITLE_CHARS = 80


class NotAllowed(Exception):
    """The person was banned from publishing."""


class RefusedBefore(Exception):
    """A moderator refused this painting, or another one that is the same picture; `reason` is empty where none was
    given."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Wish:
    """How its owner wants a painting to be seen: what it is called, whether with its photo, in the feed or by link."""

    title: str = ""
    with_photo: bool = True
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Publish:
    """What is published already stays as it is."""

    store: Store
    watermark: str = ""  # words in a corner of what others see

    async def __call__(self, person_id: str, work_id: str, wish: Wish) -> Post:
        """The post. Raises NotAllowed, RefusedBefore, and Missing when the painting or its pictures are gone."""
        async with self.store.reading() as tx:
            work, known = await tx.works.get(work_id, person_id), await tx.posts.by_work(work_id)
            await allowed(tx, person_id)
            if known:
                return known
            await unrefused(tx, work)
        post_id = secrets.token_hex(8)
        shown = await self._shown(work, wish)
        await posted.keep_pictures(self.store, person_id, post_id, shown, self.watermark)
        try:
            post = await self._add(post_id, work, wish, shown.fingerprint)
        except (NotAllowed, RefusedBefore, Missing):  # the same picture; banned or deleted while they were drawn
            await self._drop_pictures(person_id, post_id)
            raise
        if post.post_id != post_id:  # published by another press meanwhile
            await self._drop_pictures(person_id, post_id)
        return post

    async def _add(self, post_id: str, work: Work, wish: Wish, fingerprint: str) -> Post:
        person_id = work.person_id
        ref = await style_ref(self.store, work.style_keys[0]) if len(work.style_keys) == 1 else None
        brought = await self._brought(work, ref) if ref else None
        async with self.store.transaction() as tx:
            await allowed(tx, person_id)
            await tx.works.get(work.work_id, person_id)
            style = await shared(tx, ref, brought)
            new = new_post(post_id, work, wish, ref, style.title if style else "")
            post = await tx.posts.add(replace(new, fingerprint=fingerprint))
            await tx.posts.found_by(post.post_id, words_of(post))
            await unrefused(tx, work, fingerprint)  # last, as another press may have deleted a refused one meanwhile
            return post

    async def delete(self, person_id: str, post_id: str) -> None:
        """Nobody sees it any more, and its pictures go; the painting stays its owner's, and a refused one refused.
        Raises Missing."""
        async with self.store.transaction() as tx:
            keys = await tx.posts.delete(post_id, person_id)
        await self.store.blobs.delete(posted.copies(keys))

    async def _drop_pictures(self, person_id: str, post_id: str) -> None:
        whats = (posted.PHOTO, posted.STYLE, posted.PICTURE, posted.CARD)
        await self.store.blobs.delete(posted.copies([posted_key(person_id, post_id, what) for what in whats]))

    async def _shown(self, work: Work, wish: Wish) -> Shown:
        photo = await read(self.store, copy_key(work.photo_key, "view")) if wish.with_photo else None
        styles = [await read(self.store, copy_key(key, "view")) for key in work.style_keys]
        return Shown(photo, styles, await read(self.store, work.preview_key))

    async def _brought(self, work: Work, ref: str) -> NewSharedStyle | None:
        """The style of the painting, for others to paint with; None where it is the house's, or is shared already."""
        [key] = work.style_keys
        async with self.store.reading() as tx:
            known = await tx.shared_styles.find(ref)
        return None if known or is_house(key) else await bring(self.store, work.person_id, key, ref)


async def shared(tx: Transaction, ref: str | None, brought: NewSharedStyle | None) -> SharedStyle | None:
    """The style that others may paint with; None where it is the house's, or is several."""
    if brought:
        return await tx.shared_styles.share(brought)
    return await tx.shared_styles.find(ref) if ref else None


async def allowed(tx: Transaction, person_id: str) -> None:
    """Raises NotAllowed."""
    if await tx.bans.of(person_id):
        raise NotAllowed


async def unrefused(tx: Transaction, work: Work, fingerprint: str | None = None) -> None:
    """Raises RefusedBefore."""
    reason = await tx.refusals.of(work.person_id, work.work_id, fingerprint)
    if reason is not None:
        raise RefusedBefore(reason)


def new_post(post_id: str, work: Work, wish: Wish, ref: str | None, style_title: str) -> NewPost:
    def key(what: str) -> str:
        return posted_key(work.person_id, post_id, what)

    return NewPost(
        post_id=post_id,
        person_id=work.person_id,
        work_id=work.work_id,
        state=PostState.WAITING if wish.listed else PostState.SHOWN,
        listed=wish.listed,
        title=wish.title[:TITLE_CHARS],
        effect=work.effect,
        tier=work.tier,
        iterations=work.iterations,
        seconds=work.seconds,
        width=work.width,
        height=work.height,
        style_ref=ref,
        style_title=style_title,
        photo_key=key(posted.PHOTO) if wish.with_photo else None,
        style_key=key(posted.STYLE) if work.style_keys else None,
        picture_key=key(posted.PICTURE),
        card_key=key(posted.CARD),
        video_key=work.video_key if wish.with_photo else None,  # a film begins with the photo
    )
