"""The pictures of a post: copies that live as long as it does, each with a small one for galleries. Knows no rule."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from engine.card import card
from engine.collage import beside
from engine.picture import Picture, decode, encode
from engine.watermark import watermarked
from storage import Store

KIND, TILE = "posted", "tile"  # of blobs
PHOTO, STYLE, PICTURE, CARD = "photo", "style", "picture", "card"  # the pictures of a post
TILE_PX = 480  # longest side
QUALITY = 88


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be seen, as JPEG or PNG; no photo where its owner does not want that, no style where there is none."""

    photo: bytes | None
    styles: Sequence[bytes]
    picture: bytes

    @property
    def fingerprint(self) -> str:
        """The same picture has the same, though it was painted anew."""
        return sha256(self.picture).hexdigest()


def posted_key(person_id: str, post_id: str, what: str) -> str:
    return f"{person_id}/{KIND}/{post_id}-{what}"


def tile_key(key: str) -> str:
    """The small copy of a picture of a post."""
    person_id, _, name = key.split("/")
    return f"{person_id}/{TILE}/{name}"


async def keep_pictures(store: Store, person_id: str, post_id: str, shown: Shown, watermark: str = "") -> None:
    """Draw them, and keep them under the keys of the post."""
    for what, (large, small) in (await asyncio.to_thread(draw, shown, watermark)).items():
        key = posted_key(person_id, post_id, what)
        await store.blobs.put(key, large)
        await store.blobs.put(tile_key(key), small)


def draw(shown: Shown, watermark: str = "") -> dict[str, tuple[bytes, bytes]]:
    """Each picture by its name, large and small, JPEG. What a camera wrote into the photo is not in them; the watermark
    is on the painting."""
    photo = decode(shown.photo) if shown.photo else None
    styles, picture = [decode(one) for one in shown.styles], watermarked(decode(shown.picture), watermark)
    drawn = {PICTURE: picture, CARD: card(photo, styles, picture)}
    if photo:
        drawn[PHOTO] = photo
    if styles:
        drawn[STYLE] = styles[0] if len(styles) == 1 else beside(styles, max(one.height for one in styles))
    return {what: (jpeg(one), jpeg(one, TILE_PX)) for what, one in drawn.items()}


def jpeg(picture: Picture, side_px: int | None = None) -> bytes:
    if side_px:
        small = picture.image.copy()
        small.thumbnail((side_px, side_px))
        picture = Picture(small, None)
    return encode(picture, "JPEG", quality=QUALITY)


def copies(keys: Sequence[str]) -> list[str]:
    """The keys, and those of the small copies that pictures of posts have."""
    return [*keys, *(tile_key(key) for key in keys if f"/{KIND}/" in key)]
