"""Taking back what was said in public: posts with all that hangs on them, and what a person said of others' posts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert, now
from storage.feed_tables import likes, post_words, posts, refusals, reports, spreads
from storage.sent_files import forget_files

WAITING, POSTED, UNSURE, UNWANTED = "waiting", "posted", "unsure", "unwanted"  # of a spread: the last is to come back
REFUSED = "refused"  # the state of a post that a moderator did not want
REMEMBERED = ("post_id", "person_id", "work_id", "fingerprint", "reason")  # of such a one, when it is gone


async def withdraw_posts(connection: AsyncConnection, which: ColumnElement[bool]) -> list[str]:
    """These posts go, with what was said of them; where they were spread they are to be taken back. Returns the keys
    of their pictures. What was refused is remembered: the painting is not to be published anew."""
    ids = select(posts.c.post_id).where(which).scalar_subquery()
    for table in (likes, reports, post_words):
        await connection.execute(delete(table).where(table.c.post_id.in_(ids)))
    unwanted = update(spreads).where(spreads.c.post_id.in_(ids)).values(state=UNWANTED, due_at=now())
    await connection.execute(unwanted)
    pictures = [posts.c[name] for name in ("photo_key", "style_key", "picture_key", "card_key", "video_key")]
    known = [posts.c[name] for name in ("state", *REMEMBERED)]
    gone = (await connection.execute(delete(posts).where(which).returning(*pictures, *known))).all()
    await _remember(connection, [row for row in gone if row.state == REFUSED and row.work_id])
    keys = [key for row in gone for key in row[: len(pictures)] if key]
    await forget_files(connection, keys)
    return keys


async def _remember(connection: AsyncConnection, refused: Sequence[Row[Any]]) -> None:
    """A reason that was never given is empty."""
    rows = [{name: row._mapping[name] for name in REMEMBERED} for row in refused]
    if rows:
        values = [{**row, "reason": row["reason"] or "", "created_at": now()} for row in rows]
        await connection.execute(insert(connection, refusals).values(values))


async def withdraw_spreads(connection: AsyncConnection, post_id: str) -> None:
    """A post that has left the feed is to be taken back from where it was spread, or perhaps was; what was not sent yet
    is as if it had never been wanted."""
    theirs = spreads.c.post_id == post_id
    await connection.execute(delete(spreads).where(theirs, spreads.c.state == WAITING))
    posted = update(spreads).where(theirs, spreads.c.state.in_((POSTED, UNSURE)))
    await connection.execute(posted.values(state=UNWANTED, due_at=now()))


async def withdraw_marks(connection: AsyncConnection, person_id: str) -> None:
    """Everything that the person said of posts goes, and is not counted any more."""
    liked = select(likes.c.post_id).where(likes.c.person_id == person_id).scalar_subquery()
    await connection.execute(update(posts).where(posts.c.post_id.in_(liked)).values(likes=posts.c.likes - 1))
    await connection.execute(delete(likes).where(likes.c.person_id == person_id))
    await connection.execute(delete(reports).where(reports.c.person_id == person_id))
