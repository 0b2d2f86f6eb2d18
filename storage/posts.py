"""Posts: paintings that their owners let others see. Knows keys of blobs; knows no page and no rule of a feed.

A post that is `listed` stands in the feed once a moderator has approved it; any other is for those who have its link.
One that was public when it began to wait for the feed stays so `by_link` meanwhile.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, literal, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.errors import Missing
from storage.feed_tables import posts, shared_styles
from storage.forgetting import unneeded
from storage.post_words import found_by_all, keep_words
from storage.tables import people
from storage.withdrawal import REFUSED, withdraw_posts, withdraw_spreads

HOUSE = "house"  # whose posts the house's own examples are


class PostState(StrEnum):
    """WAITING for a moderator; SHOWN to others; HIDDEN by its owner; REFUSED by a moderator."""

    WAITING = "waiting"
    SHOWN = "shown"
    HIDDEN = "hidden"
    REFUSED = REFUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPost:
    """A painting as it is published: its pictures are copies of their own under `<person>/posted/`. `photo_key` is None
    where the photo is not to be seen; `style_ref` names the style among all styles, None where there is none;
    `fingerprint` is the same for the same picture."""

    post_id: str
    person_id: str
    work_id: str | None
    state: PostState
    listed: bool
    title: str
    effect: str
    tier: str
    iterations: int
    seconds: float
    width: int
    height: int
    style_ref: str | None
    style_title: str
    photo_key: str | None
    style_key: str | None
    picture_key: str
    card_key: str
    video_key: str | None
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(NewPost):
    """A post as it stands. `author` is how its owner wants to be called, `credit` how whoever brought its style does;
    None: not at all. `reason` is why it was refused. `by_link`: whoever has its link sees it while it waits."""

    by_link: bool
    likes: int
    reports: int
    reason: str | None
    created_at: datetime
    approved_at: datetime | None
    shown_at: datetime | None
    author: str | None
    credit: str | None

    @property
    def public(self) -> bool:
        """May others see it, if only by its link?"""
        return self.state is PostState.SHOWN or (self.state is PostState.WAITING and self.by_link)

    @property
    def in_feed(self) -> bool:
        """Does it stand there for everybody?"""
        return self.state is PostState.SHOWN and self.listed


class Best(StrEnum):
    """What the feed begins with: the newest, or what was liked most among the posts of so many days."""

    NEWEST = "newest"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    EVER = "ever"


DAYS = {Best.DAY: 1, Best.WEEK: 7, Best.MONTH: 30}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Which posts of the feed, and in which order; `words` are what somebody typed to find some, of which all must."""

    best: Best = Best.NEWEST
    style_ref: str | None = None
    words: str = ""
    offset: int = 0
    limit: int = 24


author, bringer = people.alias("author"), people.alias("bringer")
POST = [
    *(posts.c[field.name] for field in fields(Post) if field.name in posts.c),
    author.c.name.label("author"),
    bringer.c.name.label("credit"),
]
WITH_NAMES = (
    posts.outerjoin(author, author.c.person_id == posts.c.person_id)
    .outerjoin(shared_styles, shared_styles.c.style_ref == posts.c.style_ref)
    .outerjoin(bringer, bringer.c.person_id == shared_styles.c.person_id)
)
IN_FEED = (posts.c.state == PostState.SHOWN, posts.c.listed.is_(True))
PUBLIC = or_(posts.c.state == PostState.SHOWN, and_(posts.c.state == PostState.WAITING, posts.c.by_link.is_(True)))


def _post(row: Row[Any]) -> Post:
    return Post(**{**row._mapping, "state": PostState(row.state)})


@dataclass(frozen=True, slots=True)
class Posts:
    """Publishing, finding, moderating, withdrawing."""

    connection: AsyncConnection

    async def add(self, new: NewPost) -> Post:
        """Publish; a painting that is published already stays as it is, and its post is returned."""
        values = {field.name: getattr(new, field.name) for field in fields(NewPost)}
        shown = now() if new.state is PostState.SHOWN else None
        made = insert(self.connection, posts).values(**values, created_at=now(), shown_at=shown)
        await self.connection.execute(made.on_conflict_do_nothing())
        same = posts.c.work_id == new.work_id if new.work_id else posts.c.post_id == new.post_id
        return _post((await self.connection.execute(_select().where(same))).one())

    async def get(self, post_id: str) -> Post:
        """The post with this id, in whatever state; raises Missing."""
        row = (await self.connection.execute(_select().where(posts.c.post_id == post_id))).one_or_none()
        if row is None:
            raise Missing("post", post_id)
        return _post(row)

    async def seen(self, post_id: str, person_id: str | None = None) -> Post:
        """The post as far as this person (None: anybody) may see it; raises Missing."""
        post = await self.get(post_id)
        if not post.public and post.person_id != person_id:
            raise Missing("post", post_id)
        return post

    async def by_work(self, work_id: str) -> Post | None:
        """How is this painting published? None: not."""
        row = (await self.connection.execute(_select().where(posts.c.work_id == work_id))).one_or_none()
        return _post(row) if row else None

    async def found_by(self, post_id: str, words: str) -> None:
        """A search finds it by the words of this text from now on, and by no others."""
        await keep_words(self.connection, post_id, words)

    async def page(self, look: Look) -> list[Post]:
        """A page of the feed."""
        statement = select(posts.c.post_id).where(*IN_FEED)
        if look.best in DAYS:
            statement = statement.where(posts.c.shown_at > now(-DAYS[look.best] * 24 * 3600.0))
        if look.style_ref:
            statement = statement.where(posts.c.style_ref == look.style_ref)
        if look.words:
            statement = statement.where(await found_by_all(self.connection, look.words))
        # Which they are is read from an index alone; only those few are read whole, with the names beside them.
        which = _ordered(statement, look).offset(look.offset).limit(look.limit).scalar_subquery()
        found = await self.connection.execute(_ordered(_select().where(posts.c.post_id.in_(which)), look))
        return [_post(row) for row in found]

    async def of_person(self, person_id: str, offset: int, limit: int) -> list[Post]:
        """What the person has published, newest first, in whatever state."""
        mine = _select().where(posts.c.person_id == person_id)
        newest = mine.order_by(posts.c.created_at.desc(), posts.c.post_id)
        return await self._all(newest, offset, limit)

    async def in_state(self, state: PostState, offset: int, limit: int) -> list[Post]:
        """Those that stand so: what was reported first; of what waits the oldest, of all others the newest first."""
        age = posts.c.created_at if state is PostState.WAITING else posts.c.created_at.desc()
        found = _select().where(posts.c.state == state).order_by(posts.c.reports.desc(), age, posts.c.post_id)
        return await self._all(found, offset, limit)

    async def count(self, state: PostState, person_id: str | None = None) -> int:
        """How many posts are in this state, of everybody or of one?"""
        statement = select(func.count()).select_from(posts).where(posts.c.state == state)
        if person_id is not None:
            statement = statement.where(posts.c.person_id == person_id)
        return (await self.connection.execute(statement)).scalar_one()

    async def neighbours(self, post: Post) -> tuple[str | None, str | None]:
        """Which posts of the feed stand beside this one: the next newer and the next older?"""
        if post.shown_at is None:
            return None, None
        place = tuple_(posts.c.shown_at, posts.c.post_id)
        here = tuple_(literal(post.shown_at, posts.c.shown_at.type), literal(post.post_id))
        beside = select(posts.c.post_id).where(*IN_FEED).limit(1)
        newer = beside.where(place > here).order_by(posts.c.shown_at, posts.c.post_id)
        older = beside.where(place < here).order_by(posts.c.shown_at.desc(), posts.c.post_id.desc())
        found = [(await self.connection.execute(one)).scalar_one_or_none() for one in (newer, older)]
        return found[0], found[1]

    async def decide(
        self, post_id: str, state: PostState, reason: str | None = None, *, was: Post | None = None
    ) -> Post:
        """A moderator says SHOWN, or REFUSED for a reason; raises Missing, also where that was said already, and where
        the post does not stand (any more) as it `was` when they looked, or is called otherwise."""
        values: dict[str, Any] = {"state": state, "reason": reason, "reports": 0, "by_link": False}
        if state is PostState.SHOWN:
            values |= {"approved_at": now(), "shown_at": func.coalesce(posts.c.shown_at, now())}
        as_seen = and_(posts.c.state == was.state, posts.c.title == was.title) if was else posts.c.state != state
        return await self._change(post_id, as_seen, values)

    async def send_back(self, post_id: str) -> Post:
        """To be decided again, and seen by nobody until then; raises Missing when it is not public."""
        return await self._change(post_id, PUBLIC, {"state": PostState.WAITING, "by_link": False})

    async def hide(self, post_id: str, person_id: str) -> Post:
        """Its owner does not want it seen for now; raises Missing, also of a refused one."""
        return await self._change(post_id, _theirs(person_id), {"state": PostState.HIDDEN, "by_link": False})

    async def show(self, post_id: str, person_id: str, *, listed: bool) -> Post:
        """Its owner wants it seen, in the feed or by link only; what nobody has approved for the feed waits for that,
        and who could see it by its link still can. Raises Missing, also of a refused one."""
        post = await self.get(post_id)
        values: dict[str, Any] = {"state": PostState.SHOWN, "shown_at": func.coalesce(posts.c.shown_at, now())}
        if listed and post.approved_at is None:
            values = {"state": PostState.WAITING, "by_link": PUBLIC}
        return await self._change(post_id, _theirs(person_id), {"by_link": False, **values, "listed": listed})

    async def entitle(self, post_id: str, person_id: str, title: str) -> Post:
        """Its owner calls it so from now on, or nothing at all. A new title was not approved: with it a post of the
        feed waits again, by its link only. Where it has travelled to, the text stays as it is. Raises Missing, also of
        a refused one."""
        values: dict[str, Any] = {"title": title}
        if title:
            listed = and_(*IN_FEED)
            state = case((listed, PostState.WAITING.value), else_=posts.c.state)
            values |= {"state": state, "by_link": or_(listed, posts.c.by_link), "approved_at": None}
        return await self._set(post_id, _theirs(person_id), values)

    async def delete(self, post_id: str, person_id: str) -> list[str]:
        """The post goes with its likes and reports; that it was refused is remembered. Returns the blobs that nothing
        needs any more; raises Missing."""
        post = await self.get(post_id)
        if post.person_id != person_id:
            raise Missing("post", post_id)
        keys = await withdraw_posts(self.connection, posts.c.post_id == post_id)
        return await unneeded(self.connection, person_id, keys)

    async def _all(self, statement: Select[Any], offset: int, limit: int) -> list[Post]:
        return [_post(row) for row in await self.connection.execute(statement.offset(offset).limit(limit))]

    async def _change(self, post_id: str, when: ColumnElement[bool], values: dict[str, Any]) -> Post:
        """What stands in the feed no more is taken back from where it has travelled to."""
        post = await self._set(post_id, when, values)
        if not post.in_feed:
            await withdraw_spreads(self.connection, post_id)
        return post

    async def _set(self, post_id: str, when: ColumnElement[bool], values: dict[str, Any]) -> Post:
        statement = update(posts).where(posts.c.post_id == post_id, when).values(values)
        if (await self.connection.execute(statement.returning(posts.c.post_id))).one_or_none() is None:
            raise Missing("post", post_id)
        return await self.get(post_id)


def _theirs(person_id: str) -> ColumnElement[bool]:
    return and_(posts.c.person_id == person_id, posts.c.state != PostState.REFUSED)


def _select() -> Select[Any]:
    return select(*POST).select_from(WITH_NAMES)


def _ordered(statement: Select[Any], look: Look) -> Select[Any]:
    liked = () if look.best is Best.NEWEST else (posts.c.likes.desc(),)
    return statement.order_by(*liked, posts.c.shown_at.desc(), posts.c.post_id.desc())
