"""The feed in the chat: a page of posts as tiles, the newest or the best of the week, perhaps of one style."""

from bot.chat import Button, Command, Message, Tile
from bot.talk.action import action
from bot.talk.scenes import find, post_words, posts, view
from bot.talk.turn import Turn
from bot.usecases.feed import PAGE, PostPage
from bot.usecases.post_pictures import TILE, shown
from bot.usecases.style_refs import titled
from storage.posts import Best, Look, Post

BESTS = (Best.NEWEST, Best.WEEK)  # between which one chooses here
LIKED = " ♥"

Row = tuple[Button, ...]


@action("feed")
async def browse(turn: Turn) -> None:
    """From the newest on; after `/feed <words>` what has these."""
    event = turn.incoming.event
    if isinstance(event, Command) and event.argument:
        await find.look_for(turn, event.argument)
    else:
        await turn.show(await page_of(turn, Look()))


@action()
async def page(turn: Turn, best: str, offset: str) -> None:
    """Another page, or another order."""
    await turn_to(turn, best, offset, None)


@action()
async def styled(turn: Turn, best: str, offset: str, style_ref: str) -> None:
    """What was made with one style."""
    await turn_to(turn, best, offset, style_ref)


async def turn_to(turn: Turn, best: str, offset: str, style_ref: str | None) -> None:
    if best in list(Best) and offset.isdecimal():
        await turn.show(await page_of(turn, Look(best=Best(best), style_ref=style_ref, offset=int(offset))))
    else:
        await turn.hint("old-button")


async def page_of(turn: Turn, look: Look) -> Message:
    """A page, or how to be the first on it."""
    texts, found = turn.texts, await turn.can.feed.page(look)
    text = texts(f"feed-{look.best}")
    if look.style_ref:
        text = styled_words(turn, found.posts)
    if not found.posts and not found.more:
        text = texts("feed-none" if look.best is Best.NEWEST else "feed-none-lately")
    return Message(text, rows(turn, look, found), gallery=tiles(turn, found))


def tiles(turn: Turn, found: PostPage) -> tuple[Tile, ...]:
    """The posts of a page, each the way to itself."""
    return tuple(
        Tile(tile_title(post, number), shown(turn.can.store, post, TILE), view.open_.data(post.post_id))
        for number, post in enumerate(found.posts, start=found.offset + 1)
    )


def styled_words(turn: Turn, found: tuple[Post, ...]) -> str:
    title = titled(turn.texts, found[0].style_ref, found[0].style_title) if found else ""
    return turn.texts("feed-styled", style=title) if title else turn.texts("feed-styled-untitled")


def tile_title(post: Post, number: int) -> str:
    return post_words.short(post, number) + (f"{LIKED}{post.likes}" if post.likes else "")


def rows(turn: Turn, look: Look, found: PostPage) -> tuple[Row, ...]:
    """Newer and older, the other order, one's own."""
    texts, offset = turn.texts, found.offset
    newer = (to(turn, texts("button-page-back"), look, look.best, max(0, offset - PAGE)),) if offset else ()
    older = (to(turn, texts("button-page-on"), look, look.best, offset + PAGE),) if found.more else ()
    others = tuple(to(turn, texts(f"button-{best}"), look, best, 0) for best in BESTS if best is not look.best)
    whole = (browse.button(texts("button-whole-feed")),) if look.style_ref else ()
    below = (*others, *whole, posts.newest.button(texts("button-posts")))
    looking = (find.ask.button(texts("button-find")),) if found.posts else ()
    return tuple(row for row in ((*newer, *older), below, looking) if row)


def to(turn: Turn, label: str, look: Look, best: Best, offset: int) -> Button:
    if look.style_ref:
        return styled.button(label, best, offset, look.style_ref)
    return page.button(label, best, offset)
