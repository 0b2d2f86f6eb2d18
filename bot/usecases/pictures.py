"""The pictures we hold, by their keys: uploads and paintings are blobs, house styles are files. Knows no pixels.

`<person>/<kind>/<uuid>` is a blob; `house:<name>` is a style picture, `house:<name>:example` a photo painted in it,
`house:<name>:look` a photo painted in a look that an effect has learned.
An upload has two smaller copies beside the original, of the kinds `view` (for screens) and `thumbnail` (for galleries).
"""

import asyncio
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Literal

from bot.chat import Attachment
from engine.house import HouseStyle, examples, house_styles
from storage import Missing, Store

HOUSE = "house"
EXAMPLE = ":example"  # after the key of a house style
LOOK = ":look"
SUFFIXES = {"picture": ".png", "mask": ".png", "film": ".mp4"}  # of the kinds of blobs that are no JPEG
MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".mp4": "video/mp4"}


@dataclass(frozen=True, slots=True)
class Picked:
    """A picture somebody chose, and its upright size in pixels."""

    key: str
    width: int
    height: int


def house_key(name: str) -> str:
    return f"{HOUSE}:{name}"


def is_house(key: str) -> bool:
    return key.startswith(f"{HOUSE}:")


def copy_key(key: str, kind: Literal["view", "thumbnail"]) -> str:
    """The key of a smaller copy; a house style is small already."""
    if is_house(key):
        return key
    person_id, _, name = key.split("/")
    return f"{person_id}/{kind}/{name}"


async def read(store: Store, key: str) -> bytes:
    """The bytes behind a key; raises Missing."""
    if is_house(key):
        return await asyncio.to_thread(house_path(key).read_bytes)
    return await store.blobs.get(key)


def attachment(store: Store, key: str, name: str = "") -> Attachment:
    """The picture as something that can be sent; nothing is read before a platform asks for it."""
    suffix = house_path(key).suffix if is_house(key) else SUFFIXES.get(key.split("/")[1], ".jpg")
    return Attachment(key, name or f"mazok{suffix}", MEDIA_TYPES[suffix], partial(read, store, key))


def house_path(key: str) -> Path:
    if key.endswith(LOOK):
        return look_path(key)
    _, name, *example = key.split(":")
    if name not in house():
        raise Missing("house style", name)  # a release may have dropped it since
    return house()[name].thumbnail if example else house()[name].picture


def look_path(key: str) -> Path:
    name = key.removeprefix(f"{HOUSE}:").removesuffix(LOOK)
    if name not in looks():
        raise Missing("look", name)
    return looks()[name]


@cache
def looks() -> dict[str, Path]:
    """Examples of the looks that have one, by name."""
    return examples()


@cache
def house() -> dict[str, HouseStyle]:
    """The house styles by name; they are files of the package, and stay as they are while we run."""
    return {style.name: style for style in house_styles()}
