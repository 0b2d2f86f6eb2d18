"""What moderators decide about posts: each act with its line in the audit log and its word to the owner, or none of it.

Knows no page and no words.
"""

from dataclasses import dataclass
from typing import Any

from bot.usecases.notify import tell_at_home
from bot.usecases.reasons import Reason
from storage import Missing, Store, Transaction
from storage.moderation import Moderation, Standing
from storage.posts import HOUSE, Post, PostState
from storage.refusals import Refusal

ACTS = 100  # about one post: more than anybody decides
TOLD_AFTER_S = 30.0  # so long a decision can be taken back before its owner hears of it
DECISIONS = {  # how a post stood and stands -> the act in the log, the notice to its owner
    (PostState.WAITING, PostState.SHOWN): ("approve post", "post_shown"),
    (PostState.REFUSED, PostState.SHOWN): ("approve post", "post_shown"),
    (PostState.WAITING, PostState.REFUSED): ("refuse post", "post_refused"),
    (PostState.SHOWN, PostState.REFUSED): ("take post down", "post_taken_down"),
}


WITH_STYLE = (Reason.ADULT, Reason.COPYRIGHT)  # what is wrong with a picture is wrong with the style cut from it


class Renamed(Exception):
    """Its owner calls it otherwise by now: whoever decides has not read that."""


@dataclass(frozen=True, slots=True)
class Moderate:
    """`who` decides. All raise Missing where somebody else decided first."""

    store: Store

    async def approve(
        self, who: str, post_id: str, was: PostState = PostState.WAITING, titled: str | None = None
    ) -> Post:
        """Others may see it, though it perhaps `was` refused. Raises Renamed where it is not called any more as it was
        `titled` when they looked."""
        async with self.store.transaction() as tx:
            before = await standing(tx, post_id, was)
            if titled is not None and before.title != titled:
                raise Renamed
            return await self._decide(tx, who, before, None)

    async def refuse(self, who: str, post_id: str, reason: Reason) -> Post:
        """Nobody shall see what waits."""
        return await self._against(who, post_id, PostState.WAITING, reason)

    async def take_down(self, who: str, post_id: str, reason: Reason) -> Post:
        """Nobody shall see any more what is shown."""
        return await self._against(who, post_id, PostState.SHOWN, reason)

    async def undo(self, who: str, post_id: str) -> Post:
        """It stands as before the last decision, whose owner is not told where they have not been yet. A shared style
        that went with it does not come back."""
        async with self.store.transaction() as tx:
            acts = await tx.audit.newest(ACTS, post_id)
            last = next(iter(acts), None)
            if last is None or "before" not in last.detail:
                raise Missing("decision", post_id)
            decided = PostState(last.detail["state"])
            post = await Moderation(tx.connection).undo(post_id, decided, Standing.from_json(last.detail["before"]))
            await tx.notices.sent(notice_key(post_id, decided, len(acts) - 1))
            await tx.audit.add(who, "undo", post_id, {"of": last.act})
        return post

    async def pardon(self, who: str, post_id: str) -> Refusal:
        """The painting may be published anew, whose post was refused and deleted since; its owner hears of it."""
        async with self.store.transaction() as tx:
            refusal = await tx.refusals.pardon(post_id)
            detail = {"person": refusal.person_id, "reason": refusal.reason}
            await tx.audit.add(who, "pardon post", post_id, told(detail))
            said = {"work_id": refusal.work_id}
            await tell_at_home(tx, refusal.person_id, f"post:{post_id}:pardoned", "post_pardoned", said)
        return refusal

    async def _against(self, who: str, post_id: str, was: PostState, reason: Reason) -> Post:
        async with self.store.transaction() as tx:
            post = await self._decide(tx, who, await standing(tx, post_id, was), reason)
            shared = post.style_ref if reason in WITH_STYLE else None
            keys = await tx.shared_styles.take_down(shared) if shared else []
        await self.store.blobs.delete(keys)
        return post

    async def _decide(self, tx: Transaction, who: str, before: Post, reason: Reason | None) -> Post:
        state = PostState.REFUSED if reason else PostState.SHOWN
        post = await tx.posts.decide(before.post_id, state, reason, was=before)
        act, kind = DECISIONS[before.state, state]
        earlier = await tx.audit.newest(ACTS, post.post_id)
        detail = {"reason": reason, "person": post.person_id, "reports": before.reports}
        undone = {"state": state, "before": Standing.of(before).to_json()}
        await tx.audit.add(who, act, post.post_id, {**told(detail), **undone})
        await tell(tx, post, kind, notice_key(post.post_id, state, len(earlier)))
        return post


async def standing(tx: Transaction, post_id: str, was: PostState) -> Post:
    """The post as it was when somebody looked; raises Missing when it is not so any more."""
    post = await tx.posts.get(post_id)
    if post.state is not was:
        raise Missing(f"{was} post", post_id)
    return post


async def tell(tx: Transaction, post: Post, kind: str, key: str) -> None:
    """Its owner hears of it a little later; the house, whose examples are nobody's, does not."""
    if post.person_id == HOUSE:
        return
    said = {"post_id": post.post_id, "title": post.title, "reason": post.reason}
    await tell_at_home(tx, post.person_id, key, kind, said)
    await tx.notices.later(key, TOLD_AFTER_S)


def notice_key(post_id: str, state: PostState, number: int) -> str:
    """`number`: so many acts were about the post before this one."""
    return f"post:{post_id}:{state}:{number}"


def told(detail: dict[str, Any]) -> dict[str, Any]:
    """What there is to tell."""
    return {name: value for name, value in detail.items() if value}
