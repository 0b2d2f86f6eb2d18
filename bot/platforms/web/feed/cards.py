"""A post as the galleries show it: photo, style and painting beside one another, and how it was made."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.platforms.web.feed.viewer import Viewer
from bot.talk.scenes import effect
from bot.texts import Texts
from bot.usecases.doors import FEED
from bot.usecases.posted import CARD, PHOTO, PICTURE, STYLE
from bot.usecases.style_refs import titled
from storage.posts import HOUSE, Post

BRAND = "Mazok"  # who has painted the examples of the house


@dataclass(frozen=True, slots=True)
class Card:
    """A post in words and addresses. `photo` and `style` are None where they are not shown; `style_page` where the
    style is no one's to use."""

    post_id: str
    path: str
    title: str
    author: str | None
    effect: str
    style_title: str
    style_page: str | None
    credit: str | None
    photo: str | None
    style: str | None
    picture: str
    likes: int
    liked: bool


async def cards(viewer: Viewer, posts: Iterable[Post]) -> list[Card]:
    shown = list(posts)
    liked = await viewer.likes(shown)
    return [card(viewer.texts, post, liked=post.post_id in liked) for post in shown]


def card(texts: Texts, post: Post, *, liked: bool) -> Card:
    return Card(
        post_id=post.post_id,
        path=path(post),
        title=title(texts, post),
        author=author(post),
        effect=effect.title(texts, post.effect),
        style_title=style_title(texts, post),
        style_page=style_path(post.style_ref) if post.style_ref else None,
        credit=post.credit if post.credit != post.author else None,
        photo=tile(post, PHOTO) if post.photo_key else None,
        style=tile(post, STYLE) if post.style_key else None,
        picture=tile(post, PICTURE),
        likes=post.likes,
        liked=liked,
    )


def title(texts: Texts, post: Post) -> str:
    """What its owner calls it; else the style tells what it is, else what was done."""
    if post.title:
        return post.title
    style = titled(texts, post.style_ref, post.style_title)
    return texts("gallery-in-style", style=style) if style else effect.title(texts, post.effect)


def style_title(texts: Texts, post: Post) -> str:
    """What the style is called; works of several styles have none to name."""
    if post.style_ref is None:
        return texts("gallery-style-several")
    return titled(texts, post.style_ref, post.style_title) or texts("gallery-style-unnamed")


def author(post: Post) -> str | None:
    return BRAND if post.person_id == HOUSE else post.author


def path(post: Post) -> str:
    return f"{FEED}/{post.post_id}"


def style_path(style_ref: str) -> str:
    return f"{FEED}/style/{style_ref}"


def large(post: Post, what: str) -> str:
    return f"{path(post)}/{what}.jpg"


def tile(post: Post, what: str) -> str:
    return f"{path(post)}/tile/{what}.jpg"


def card_picture(post: Post) -> str:
    """All in one picture, for those who show links."""
    return large(post, CARD)
