"""A photo and its painting as one picture, to be shown around. Drawn when it is asked for."""

import asyncio

from bot.chat import Attachment
from bot.usecases.pictures import attachment, copy_key, read
from engine.collage import before_after
from engine.picture import decode, encode
from storage import Store
from storage.works import Work

QUALITY = 90


def pair_key(preview_key: str) -> str:
    """Each result of a work makes a pair of its own, and bears its name."""
    person_id, _, name = preview_key.split("/")
    return f"{person_id}/pair/{name}"


async def make_pair(store: Store, work: Work) -> Attachment:
    """Before and after side by side, as screens show them. Raises Missing when the photo is gone."""
    key = pair_key(work.preview_key)
    if not await store.blobs.exists(key):
        photo, painting = [await read(store, one) for one in (copy_key(work.photo_key, "view"), work.preview_key)]
        await store.blobs.put(key, await asyncio.to_thread(draw, photo, painting))
    return attachment(store, key, name_of(work, "before-after", ".jpg"))


def draw(photo: bytes, painting: bytes) -> bytes:
    return encode(before_after(decode(photo), decode(painting)), "JPEG", quality=QUALITY)


def name_of(work: Work, what: str, suffix: str) -> str:
    """What a file of a work is called on the disk of a person; another of its results bears its number."""
    parts = (work.work_id[:6], str(work.chosen + 1) if work.chosen else "", what)
    return f"mazok-{work.created_at:%Y-%m-%d}-{'-'.join(part for part in parts if part)}{suffix}"
