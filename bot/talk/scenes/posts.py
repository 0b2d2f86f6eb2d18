"""What a person has published: how each post stands, and what its owner can do about it."""

from collections.abc import Awaitable, Callable

from bot.chat import Button, Message, Tile
from bot.talk.action import action
from bot.talk.scenes import feed, post_title, post_words, view, works
from bot.talk.turn import Turn
from bot.usecases.feed import PAGE, PostPage
from bot.usecases.post_pictures import CARD, TILE, PostPictures, shown
from bot.usecases.posts import InQuestion, in_question
from bot.usecases.publish import NotAllowed
from storage import Missing
from storage.posts import Post, PostState

MARKS = {PostState.WAITING: "⏳", PostState.SHOWN: "●", PostState.HIDDEN: "○", PostState.REFUSED: "✕"}

Row = tuple[Button, ...]


@action("posts")
async def newest(turn: Turn) -> None:
    """From the newest on."""
    await turn.show(await page_from(turn, 0))


@action()
async def page(turn: Turn, offset: str) -> None:
    await turn.show(await page_from(turn, int(offset) if offset.isdecimal() else 0))


async def page_from(turn: Turn, offset: int) -> Message:
    """A page of them, or how to come by one. Those whose picture is gone are opened by a button."""
    texts, store = turn.texts, turn.can.store
    mine = await turn.can.my_posts.page(turn.person.person_id, offset)
    if not mine.posts:
        return Message(texts("posts-none"), ((works.newest.button(texts("button-works")),),))
    tiles: list[Tile] = []
    rows: list[Row] = []
    for number, post in enumerate(mine.posts, start=mine.offset + 1):
        label = f"{MARKS[post.state]} {post_words.short(post, number)}"
        if await PostPictures(store).there(post, TILE):
            tiles.append(Tile(label, shown(store, post, TILE), open_.data(post.post_id)))
        else:
            rows.append((open_.button(label, post.post_id),))
    return Message(texts("posts-mine"), (*rows, *turning(turn, mine)), gallery=tuple(tiles))


def turning(turn: Turn, mine: PostPage) -> tuple[Row, ...]:
    texts, offset = turn.texts, mine.offset
    newer = (page.button(texts("page-newer"), max(0, offset - PAGE)),) if offset else ()
    older = (page.button(texts("page-older"), offset + PAGE),) if mine.more else ()
    return ((*newer, *older), (feed.browse.button(texts("button-feed")),))


@action()
async def open_(turn: Turn, post_id: str) -> None:
    """One of them in a message of its own."""
    post = await mine_(turn, post_id)
    if post:
        await turn.say(await card(turn, post))


async def card(turn: Turn, post: Post) -> Message:
    """How it was made, how it stands, and what can be done."""
    texts, store = turn.texts, turn.can.store
    lines = [post_words.titled(texts, post), post_words.standing(texts, post)]
    link = turn.can.doors.post(turn.address.platform, post.post_id)
    if post.state is PostState.REFUSED:
        lines.append(post_words.ask(texts, turn.can.shop.support))
    if post.public:
        if post.likes:
            lines.append(texts("post-likes", likes=post.likes))
        lines += ["", post_words.way(texts, post, link)]
    picture = shown(store, post, CARD) if await PostPictures(store).there(post, CARD) else None
    return Message("\n".join(lines), buttons(turn, post, link), picture)


def buttons(turn: Turn, post: Post, link: str | None) -> tuple[Row, ...]:
    """Passing it on while it is seen; who may see it; what it is called; away with it."""
    texts, post_id = turn.texts, post.post_id
    rows: list[Row] = []
    if post.public and link and (row := passing_on(turn, post, link)):
        rows.append(row)
    if changeable(post):
        rows += [ways(turn, post), (post_title.button(texts, post),)]
    last = [ask_delete.button(texts("button-delete-post"), post_id, style="danger")]
    if post.state in (PostState.SHOWN, PostState.WAITING):
        last.insert(0, hide.button(texts("button-hide"), post_id))
    return (*rows, tuple(last))


def changeable(post: Post) -> bool:
    """May its owner say who sees it, and what it is called? Not while moderators have the word."""
    return post.state is not PostState.REFUSED and not in_question(post)


def passing_on(turn: Turn, post: Post, link: str) -> Row:
    """The platform's own way to tell friends, and the page, where there are such."""
    texts, doors = turn.texts, turn.can.doors
    there = doors.share(turn.address.platform, link, post.title or texts("post-untitled"))
    friends = (Button(texts("button-pass-on"), "", "primary", url=there),) if there else ()
    return (*friends, *view.page(turn, post))


def ways(turn: Turn, post: Post) -> Row:
    """Who else might see it."""
    texts, seen = turn.texts, post.state is not PostState.HIDDEN
    listed = list_.button(texts("button-into-feed"), post.post_id)
    by_link = unlist.button(texts("button-only-by-link"), post.post_id)
    return tuple(one for one, now in ((listed, post.listed), (by_link, not post.listed)) if not (seen and now))


@action()
async def hide(turn: Turn, post_id: str) -> None:
    """Nobody else sees it."""
    await change(turn, lambda: turn.can.my_posts.hide(turn.person.person_id, post_id))


@action()
async def list_(turn: Turn, post_id: str) -> None:
    """Into the feed."""
    await change(turn, lambda: turn.can.my_posts.show(turn.person.person_id, post_id, listed=True))


@action()
async def unlist(turn: Turn, post_id: str) -> None:
    """For those who have its link."""
    await change(turn, lambda: turn.can.my_posts.show(turn.person.person_id, post_id, listed=False))


async def change(turn: Turn, do: Callable[[], Awaitable[Post]]) -> None:
    """Do it, and show how it stands now."""
    try:
        post = await do()
    except NotAllowed:
        await turn.hint("share-not-allowed")
    except InQuestion:
        await turn.hint("post-in-question")
    except Missing:
        await turn.hint("post-gone")
    else:
        await turn.show(await card(turn, post))


@action()
async def ask_delete(turn: Turn, post_id: str) -> None:
    """Its likes are not brought back, so ask; what was refused is not published anew."""
    if post := await mine_(turn, post_id):
        texts, refused = turn.texts, post.state is PostState.REFUSED
        row = (delete.button(texts("button-delete-post-sure"), post_id, style="danger"),)
        await turn.say(Message(texts("post-delete-refused" if refused else "post-delete"), (row,)))


@action()
async def delete(turn: Turn, post_id: str) -> None:
    """Nobody sees it any more, the painting stays; a second press finds it gone."""
    try:
        await turn.can.publish.delete(turn.person.person_id, post_id)
    except Missing:
        await turn.hint("post-gone")
    else:
        await turn.show(Message(turn.texts("post-deleted"), ((newest.button(turn.texts("button-posts")),),)))


async def mine_(turn: Turn, post_id: str) -> Post | None:
    """The person's own; of a deleted or a stranger's one, say that it is not there."""
    try:
        return await turn.can.my_posts.get(turn.person.person_id, post_id)
    except Missing:
        await turn.hint("post-gone")
        return None
