"""One name for one style, whoever paints with it. Knows no chat and no pixels.

A style of the house is called after its file; any other picture after its bytes, so that the same picture is the same
style. A copy that is made for others is another file of the same style: its key says of which. A name is a part of
addresses and of start links: letters, digits, `_` and `-`.
"""

from hashlib import sha256

from bot.texts import Texts, locales
from bot.usecases.pictures import house, house_key, is_house, read
from storage import Store
from storage.posts import Post

OURS = "house-"
COPY = "style-"  # begins the last part of the key of a copy
DIGITS = 24  # of a SHA-256: 96 bits, nobody makes a second picture with the same


async def style_ref(store: Store, key: str) -> str:
    """The name of the style that this picture is. Raises Missing when the picture is gone."""
    if is_house(key):
        return OURS + key.partition(":")[2]
    name = key.rpartition("/")[2]
    if name.startswith(COPY):
        return name.removeprefix(COPY)
    return sha256(await read(store, key)).hexdigest()[:DIGITS]


def house_style_of(ref: str) -> str | None:
    """The key of the house style that is called so; None for what people have brought."""
    name = ref.removeprefix(OURS)
    return house_key(name) if ref.startswith(OURS) and name in house() else None


def style_title(texts: Texts, name: str) -> str:
    """What a style of the house is called in this language."""
    return texts.titled(f"house-{name}", name.replace("_", " "))


def titled(texts: Texts, ref: str | None, title: str) -> str:
    """What the style of a post is called in this language; empty where nobody has named it."""
    key = house_style_of(ref) if ref else None
    return style_title(texts, key.partition(":")[2]) if key else title


def found_by(ref: str | None, title: str, *others: str) -> str:
    """The words that a post is found by: its style's title in every language of ours, and `others`."""
    titles = {titled(Texts(locale), ref, title) for locale in locales()}
    return " ".join(filter(None, (*sorted(titles), *others)))


def words_of(post: Post) -> str:
    """The words that a post of somebody is found by: its title, its style's, and how its owner is called."""
    return found_by(post.style_ref, post.style_title, post.title, post.author or "")
