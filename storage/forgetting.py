"""Deleting what we keep of a person, and finding the blobs that nothing needs any more.

Knows every table with people in it; deletes no blob itself, as that cannot be rolled back.
"""

import json
import re
import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import CompoundSelect, Select, Table, delete, func, literal, or_, select, tuple_, union, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import bans
from storage.dialects import now
from storage.feed_tables import former_people, letters, link_codes, posts, refusals, sent_files, shared_styles
from storage.finished_days import FinishedDays
from storage.former import owners, present, theirs
from storage.ledger import Ledger
from storage.prints import Prints
from storage.tables import (
    entries,
    identities,
    inbox,
    jobs,
    people,
    postings,
    styles,
    talks,
    transcripts,
    work_messages,
    works,
)
from storage.till_tables import (
    audit,
    contacts,
    invitations,
    inviters,
    notices,
    payments,
    prints,
    purchases,
    redemptions,
    subscriptions,
    vouchers,
)
from storage.withdrawal import withdraw_marks, withdraw_posts

BLOB_COLUMNS = (
    *(jobs.c[name] for name in ("photo_key", "style_keys", "mask_key", "look_key", "preview_key", "checkpoint_key")),
    *(works.c[name] for name in ("photo_key", "style_keys", "mask_key", "look_key")),
    *(works.c[name] for name in ("picture_key", "preview_key", "picture_keys", "preview_keys")),
    *(works.c[name] for name in ("state_key", "video_key")),
    *(styles.c[name] for name in ("picture_key", "thumbnail_key", "look_key")),
    *(posts.c[name] for name in ("photo_key", "style_key", "picture_key", "card_key", "video_key")),
    *(shared_styles.c[name] for name in ("picture_key", "thumbnail_key")),
)

NOBODY = ""  # by whose link somebody came who was forgotten since

# What outlives a person, with an id that names nobody any more: money as the law asks, gifts that others may redeem,
# what those who run the service have done.
STAYS = (entries, postings, purchases, payments, subscriptions, prints, vouchers, audit)


async def forget(connection: AsyncConnection, person_id: str) -> list[str]:
    """Every row of the person goes, the anonymous money records stay; returns the keys of their blobs.

    A canvas that is paid and not delivered is still made and sent: its picture and address stay until then."""
    await FinishedDays(connection).reopen(person_id)
    keys = await _keys_of(connection, person_id, of_ended_jobs=True)
    keys.update(await Prints(connection).forget(person_id))
    unfinished = select(jobs.c.job_id).where(jobs.c.person_id == person_id, jobs.c.ended_at.is_(None))
    for job_id in (await connection.execute(unfinished)).scalars().all():
        await Ledger(connection).release(job_id)
    accounts = select(identities.c.platform, identities.c.external_id).where(identities.c.person_id == person_id)
    await _empty_inbox(connection, accounts)
    await connection.execute(delete(transcripts).where(transcripts.c.chat.in_(_chats_of(person_id))))
    mine = select(works.c.work_id).where(works.c.person_id == person_id)
    await connection.execute(delete(work_messages).where(work_messages.c.work_id.in_(mine)))
    await withdraw_marks(connection, person_id)
    await bans.unname(connection, person_id)
    await _unname(connection, person_id)
    await withdraw_posts(connection, posts.c.person_id == person_id)
    sent = sent_files.c.owner_id.in_(await owners(connection, person_id))
    await connection.execute(delete(sent_files).where(sent))
    of_tills: tuple[Table, ...] = (notices, contacts, inviters, invitations, redemptions)
    of_feed: tuple[Table, ...] = (refusals, shared_styles, link_codes, former_people, letters)
    for table in (
        *of_tills,
        *of_feed,
        talks,
        works,
        styles,
        jobs,
        identities,
        people,
    ):  # people last: all others point at it
        await connection.execute(delete(table).where(table.c.person_id == person_id))
    return sorted(keys)


async def _unname(connection: AsyncConnection, person_id: str) -> None:
    """Rows of others do not tell of them any more: whose guest somebody was, about whom somebody was told."""
    guests = update(invitations).where(invitations.c.inviter == person_id)
    await connection.execute(guests.values(inviter=NOBODY))
    told = update(notices).where(notices.c.key.contains(person_id, autoescape=True))
    await connection.execute(told.values(key=func.replace(notices.c.key, person_id, uuid.uuid4().hex)))


async def _empty_inbox(connection: AsyncConnection, accounts: Select[tuple[str, str]]) -> None:
    """The updates stay known by their ids, lest a repeated one be taken for new; who wrote what is gone."""
    # The chat with a person alone has the id of their account on every platform that we speak.
    of_person = or_(
        tuple_(inbox.c.platform, inbox.c.author).in_(accounts),
        tuple_(inbox.c.platform, inbox.c.chat).in_(accounts),
    )
    done: dict[str, Any] = {"owner": None, "leased_until": None, "handled_at": now()}
    await connection.execute(update(inbox).where(of_person).values(payload={}, author="", chat="", **done))


def _chats_of(person_id: str) -> CompoundSelect[tuple[str]]:
    return union(
        select(literal(person_id)),
        select(identities.c.external_id).where(identities.c.person_id == person_id),
        select(talks.c.chat).where(talks.c.person_id == person_id),
    )


async def _keys_of(connection: AsyncConnection, person_id: str, *, of_ended_jobs: bool) -> set[str]:
    """The blobs of the person that their jobs, works, styles and posts name; a key starts with an id of theirs, present
    or former."""
    keys: set[str] = set()
    for column in BLOB_COLUMNS:
        assert isinstance(column.table, Table)
        named = select(column).where(column.table.c.person_id == person_id)
        if column.table is jobs and not of_ended_jobs:
            named = named.where(jobs.c.ended_at.is_(None))
        for value in (await connection.execute(named)).scalars():
            keys.update(value if isinstance(value, list) else [value] if value else [])
    ids = await owners(connection, person_id)
    return {key for key in keys if theirs(key, ids)}


async def named(connection: AsyncConnection, person_id: str) -> set[str]:
    """Every blob of the person that a row names: of any job, work, style or post, in a draft, in a line of a
    chat. Of who has joined another person these are that one's."""
    person_id = await present(connection, person_id)
    keys = await _keys_of(connection, person_id, of_ended_jobs=True)
    drafts = select(talks.c.data).where(talks.c.person_id == person_id)
    lines = select(transcripts.c.body).where(transcripts.c.chat.in_(_chats_of(person_id)))
    ids = "|".join(map(re.escape, await owners(connection, person_id)))
    of_person = re.compile(rf"(?:{ids})/[\w-]+/[\w-]+", re.ASCII)
    for statement in (drafts, lines):
        for data in (await connection.execute(statement)).scalars():
            keys.update(of_person.findall(json.dumps(data)))
    return keys


async def unneeded(connection: AsyncConnection, person_id: str, keys: Iterable[str | None]) -> list[str]:
    """Those of `keys` that belong to the person and that no work, style, post, draft or unfinished job of theirs
    names."""
    needed = await _keys_of(connection, person_id, of_ended_jobs=False)
    drafts = select(talks.c.data).where(talks.c.person_id == person_id)
    texts = [json.dumps(data) for data in (await connection.execute(drafts)).scalars()]
    ids = await owners(connection, person_id)
    own = {key for key in keys if key and theirs(key, ids)}
    return sorted(key for key in own - needed if not any(key in text for text in texts))
