"""The pictures of a post under names that tell nothing of its owner: `post:<post_id>:<part>`. Knows no pixels.

By such a name they are found only while the post may be seen.
"""

from dataclasses import dataclass
from functools import partial

from bot.chat import Attachment
from bot.usecases.pictures import read
from bot.usecases.posted import tile_key
from storage import Missing, Store
from storage.posts import Post

NAMED = "post:"
CARD, TILE = "card", "tile"  # how it was made; the painting alone, small


def shown(store: Store, post: Post, part: str) -> Attachment:
    """The picture as something that can be sent."""
    name, key = f"{NAMED}{post.post_id}:{part}", blob(post, part)
    return Attachment(name, "mazok.jpg", "image/jpeg", partial(read, store, key))


def blob(post: Post, part: str) -> str:
    """The key of the blob; raises Missing where there is no such picture."""
    keys = {CARD: post.card_key, TILE: tile_key(post.picture_key)}
    if part not in keys:
        raise Missing("picture", part)
    return keys[part]


@dataclass(frozen=True, slots=True)
class PostPictures:
    """Finds what a name stands for."""

    store: Store

    async def read(self, name: str, person_id: str | None) -> bytes:
        """The picture, for who may see the post; raises Missing."""
        post_id, _, part = name.removeprefix(NAMED).partition(":")
        async with self.store.reading() as tx:
            post = await tx.posts.seen(post_id, person_id)
        return await read(self.store, blob(post, part))

    async def there(self, post: Post, part: str) -> bool:
        return await self.store.blobs.exists(blob(post, part))
