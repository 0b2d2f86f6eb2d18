"""Pictures that others may see, by names that do not tell whose they are: of a post or of a style that is shared.

`post:<id>:<what>` and `style:<ref>` are pictures as long as others may see them; with `:tile` behind they are small.
"""

from bot.usecases.posted import PICTURE, posted_key, tile_key
from storage import Missing, Store

POST, STYLE, TILE = "post:", "style:", ":tile"


def post_picture(post_id: str, what: str = PICTURE, *, small: bool = False) -> str:
    """What is one of those that bot/usecases/posted.py names."""
    return f"{POST}{post_id}:{what}{TILE if small else ''}"


def style_picture(style_ref: str, *, small: bool = False) -> str:
    """Of a style that somebody shares."""
    return f"{STYLE}{style_ref}{TILE if small else ''}"


def is_seen(key: str) -> bool:
    """Whether it is such a name, and no key of a blob."""
    return key.startswith((POST, STYLE))


async def blob_of(store: Store, key: str) -> str:
    """The blob that is seen by this name. Raises Missing once others may not see it any more."""
    name = key.removesuffix(TILE)
    kind, _, rest = name.partition(":")
    async with store.reading() as tx:
        if name.startswith(STYLE):
            blob = (await tx.shared_styles.get(rest)).picture_key
        else:
            post_id, _, what = rest.partition(":")
            post = await tx.posts.seen(post_id)
            blob = posted_key(post.person_id, post_id, what)
            if blob not in (post.photo_key, post.style_key, post.picture_key, post.card_key):
                raise Missing(f"picture of a {kind}", rest)
    return tile_key(blob) if key.endswith(TILE) else blob
