"""Works: finished paintings and the messages that show them. Knows keys of blobs; knows no pixels and no chat."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.errors import Missing
from storage.feed_tables import posts
from storage.forgetting import unneeded
from storage.sent_files import forget_files
from storage.tables import work_messages, works
from storage.withdrawal import withdraw_posts


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWork:
    """A painting as the worker leaves it: the picture as PNG, its preview as JPEG of at most 1280 px, the state from
    which one can paint on, the mask of the part that was painted, the film of how it was, the learned look that it was
    painted by. Where there are several results to choose from, `picture_keys` and `preview_keys` name all of them, the
    chosen one too. `locked` is the purchase that is to be paid before anybody may have it."""

    work_id: str
    person_id: str
    job_id: str
    effect: str
    tier: str
    options: Mapping[str, Any]
    photo_key: str
    style_keys: tuple[str, ...]
    picture_key: str
    preview_key: str
    state_key: str | None
    width: int
    height: int
    iterations: int
    seconds: float
    mask_key: str | None = None
    look_key: str | None = None
    video_key: str | None = None
    picture_keys: tuple[str, ...] = ()
    preview_keys: tuple[str, ...] = ()
    locked: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A painting that somebody has. Its picture is the chosen one, where there are several results."""

    work_id: str
    person_id: str
    job_id: str
    effect: str
    tier: str
    options: dict[str, Any]
    photo_key: str
    style_keys: tuple[str, ...]
    picture_key: str
    preview_key: str
    state_key: str | None
    width: int
    height: int
    iterations: int
    seconds: float
    mask_key: str | None
    look_key: str | None
    video_key: str | None
    picture_keys: tuple[str, ...]
    preview_keys: tuple[str, ...]
    locked: str | None
    created_at: datetime

    @property
    def chosen(self) -> int:
        """Which of several results the person has chosen; at first the first."""
        return self.picture_keys.index(self.picture_key) if self.picture_keys else 0


LISTS = ("style_keys", "picture_keys", "preview_keys")
WORK = [works.c[field.name] for field in fields(Work)]
FREE = works.c.locked.is_(None)  # what is not paid yet is nowhere: not to be seen, had, printed or painted on


def _work(row: Row[Any]) -> Work:
    return Work(**{**row._mapping, **{name: tuple(row._mapping[name] or ()) for name in LISTS}})


@dataclass(frozen=True, slots=True)
class Works:
    """Keeping, finding and deleting paintings. Those of another person are Missing, and those that are locked."""

    connection: AsyncConnection

    async def add(self, new: NewWork) -> Work:
        """Keep a painting."""
        values = {field.name: getattr(new, field.name) for field in fields(NewWork)}
        values |= {"options": dict(new.options), "created_at": now()}
        values |= {name: list(values[name]) for name in LISTS}
        statement = insert(self.connection, works).values(values).returning(*WORK)
        return _work((await self.connection.execute(statement)).one())

    async def get(self, work_id: str, person_id: str, *, locked: bool = False) -> Work:
        """The person's painting with this id, perhaps also a `locked` one; raises Missing."""
        theirs = select(*WORK).where(works.c.work_id == work_id, works.c.person_id == person_id)
        statement = theirs if locked else theirs.where(FREE)
        row = (await self.connection.execute(statement)).one_or_none()
        if row is None:
            raise Missing("work", work_id)
        return _work(row)

    async def choose(self, work_id: str, person_id: str, number: int) -> Work:
        """Of several results take this one, from 0 on; raises Missing, also where it has none such."""
        work = await self.get(work_id, person_id)
        if number not in range(len(work.picture_keys)):
            raise Missing("result", f"{work_id} {number}")
        keys = {"picture_key": work.picture_keys[number], "preview_key": work.preview_keys[number]}
        statement = update(works).where(works.c.work_id == work_id).values(keys).returning(*WORK)
        return _work((await self.connection.execute(statement)).one())

    async def page(self, person_id: str, offset: int, limit: int) -> list[Work]:
        """The person's paintings, newest first."""
        statement = select(*WORK).where(works.c.person_id == person_id, FREE)
        newest = statement.order_by(works.c.created_at.desc(), works.c.work_id.desc()).offset(offset).limit(limit)
        return [_work(row) for row in await self.connection.execute(newest)]

    async def count(self, person_id: str) -> int:
        """How many paintings does the person have?"""
        statement = select(func.count()).select_from(works).where(works.c.person_id == person_id, FREE)
        return (await self.connection.execute(statement)).scalar_one()

    async def set_message(self, work_id: str, platform: str, chat: str, message_id: str) -> None:
        """This message shows the painting; several may."""
        message = {"platform": platform, "chat": chat, "message_id": message_id}
        statement = insert(self.connection, work_messages).values(**message, work_id=work_id)
        again = statement.on_conflict_do_update(index_elements=list(message), set_={"work_id": work_id})
        await self.connection.execute(again)

    async def by_message(self, platform: str, chat: str, message_id: str) -> Work | None:
        """Which painting does this message show?"""
        statement = (
            select(*WORK)
            .join(work_messages)
            .where(
                work_messages.c.platform == platform,
                work_messages.c.chat == chat,
                work_messages.c.message_id == message_id,
                FREE,
            )
        )
        row = (await self.connection.execute(statement)).one_or_none()
        return _work(row) if row else None

    async def delete(self, work_id: str, person_id: str) -> list[str]:
        """Delete the painting; returns the blobs that nothing needs any more. Raises Missing."""
        return await self._delete(await self.get(work_id, person_id))

    async def unlock(self, purchase_id: str) -> Work | None:
        """It is paid: the painting is its owner's from now on. None when it was deleted before that."""
        statement = update(works).where(works.c.locked == purchase_id).values(locked=None).returning(*WORK)
        row = (await self.connection.execute(statement)).one_or_none()
        return _work(row) if row else None

    async def give_up(self, older_than_s: float) -> list[str]:
        """What was not paid for so long goes; returns the blobs that nothing needs any more."""
        old = select(*WORK).where(~FREE, works.c.created_at < now(-older_than_s))
        old = old.with_for_update()  # or what is paid at this moment would go
        unpaid = [_work(row) for row in await self.connection.execute(old)]
        return [key for work in unpaid for key in await self._delete(work)]

    async def _delete(self, work: Work) -> list[str]:
        person_id, work_id = work.person_id, work.work_id
        posted = await withdraw_posts(self.connection, posts.c.work_id == work_id)
        await self.connection.execute(delete(work_messages).where(work_messages.c.work_id == work_id))
        await self.connection.execute(delete(works).where(works.c.work_id == work_id))
        ours = (work.picture_key, work.preview_key, work.state_key, work.video_key)
        keys = (
            *ours,
            *work.picture_keys,
            *work.preview_keys,
            work.photo_key,
            *work.style_keys,
            work.mask_key,
            work.look_key,
            *posted,
        )
        await forget_files(self.connection, (work.preview_key, *work.preview_keys))
        return await unneeded(self.connection, person_id, keys)
