"""One post as others see it: liking it, painting in its style, reporting it. Whoever comes by its link lands here."""

from dataclasses import replace

from bot.chat import Button, Message
from bot.talk.action import action, opens
from bot.talk.choice import Choice
from bot.talk.scenes import feed, manner, post_words, posts, style, summary
from bot.talk.turn import Turn
from bot.usecases.doors import FEED, POST
from bot.usecases.feed import Seen
from bot.usecases.post_pictures import CARD, PostPictures, shown
from bot.usecases.publish import NotAllowed
from bot.usecases.reasons import Reason
from storage import Missing
from storage.posts import Best, Post

Row = tuple[Button, ...]


@opens(POST)
async def arrive(turn: Turn, post_id: str) -> None:
    """Somebody came by its link."""
    await show(turn, post_id)


@action()
async def open_(turn: Turn, post_id: str) -> None:
    """From the feed, in a message of its own."""
    await show(turn, post_id)


async def show(turn: Turn, post_id: str) -> None:
    seen = await find(turn, post_id)
    if seen:
        await turn.say(message(turn, seen))


def message(turn: Turn, seen: Seen) -> Message:
    """How it was made, by whom, in which style, and what one can do."""
    lines = [post_words.about(turn.texts, seen.post)]
    if not seen.post.public:  # its owner's own
        lines += ["", post_words.standing(turn.texts, seen.post)]
    return Message("\n".join(lines), buttons(turn, seen), shown(turn.can.store, seen.post, CARD))


def buttons(turn: Turn, seen: Seen) -> tuple[Row, ...]:
    texts, post = turn.texts, seen.post
    rows: list[Row] = []
    if post.public:
        mark, label = (unlike, "button-liked") if seen.liked else (like, "button-like")
        rows.append((mark.button(texts(label, likes=post.likes), post.post_id),))
    rows += styles(turn, post)
    if post.public:
        rows.append(page(turn, post))
    if post.person_id == turn.person.person_id:
        rows.append((posts.open_.button(texts("button-my-post"), post.post_id),))
    else:
        rows.append((ask_report.button(texts("button-report"), post.post_id),))
    return tuple(row for row in (*rows, (feed.browse.button(texts("button-feed")),)) if row)


def page(turn: Turn, post: Post) -> Row:
    """The way to its page, where there are pages."""
    there = turn.can.doors.page(f"{FEED}/{post.post_id}")
    return (Button(turn.texts("button-page"), "", url=there),) if there else ()


def styles(turn: Turn, post: Post) -> list[Row]:
    """What can be done with its style, where it has one alone."""
    texts, ref = turn.texts, post.style_ref
    if ref is None:
        return []
    use = paint.button(texts("button-paint-so"), post.post_id, style="primary")
    keep = save.button(texts("button-save-style"), post.post_id)
    more = feed.styled.button(texts("button-more-so"), Best.NEWEST, 0, ref)
    return [(use,), (keep, more)]


@action()
async def like(turn: Turn, post_id: str) -> None:
    await liked(turn, post_id, wanted=True)


@action()
async def unlike(turn: Turn, post_id: str) -> None:
    """Not any more."""
    await liked(turn, post_id, wanted=False)


async def liked(turn: Turn, post_id: str, *, wanted: bool) -> None:
    """As the button said when it was pressed: a second press changes nothing."""
    if await find(turn, post_id) is None:
        return
    try:
        post = await turn.can.like(turn.person.person_id, post_id, turn.incoming.client, wanted=wanted)
    except NotAllowed:
        await turn.hint("mark-not-allowed")
    except Missing:
        await turn.hint("post-not-public")
    else:
        await turn.show(message(turn, Seen(post, wanted)))


@action()
async def paint(turn: Turn, post_id: str) -> None:
    """In its style: the photo at hand or the next one. The post stays where it is, and no style is saved."""
    seen = await find(turn, post_id)
    if seen is None:
        return
    try:
        key = await turn.can.borrow(turn.person.person_id, seen.post.style_ref or "")
    except Missing:
        await turn.hint("style-gone")
        return
    if await style.put(turn, key):
        offers = await turn.offers()
        if offers and not Choice.of(turn, offers).offer.styles:  # what was painted last took no style
            turn.sketch = replace(turn.sketch, effect="")
        await turn.say(await summary.next_step(turn))


@action()
async def save(turn: Turn, post_id: str) -> None:
    """Its style, among the person's own."""
    seen = await find(turn, post_id)
    if seen:
        await manner.save(turn, seen.post.style_ref or "")


@action()
async def ask_report(turn: Turn, post_id: str) -> None:
    """What is wrong with it?"""
    if await find(turn, post_id):
        texts = turn.texts
        rows = tuple((report.button(texts(f"button-report-{one}"), post_id, one),) for one in Reason)
        await turn.say(Message(texts("report-why"), rows))


@action()
async def report(turn: Turn, post_id: str, why: str) -> None:
    """Moderators are told; once is enough."""
    if why not in set(Reason):
        await turn.hint("old-button")
        return
    try:
        await turn.can.report(turn.person.person_id, post_id, Reason(why), turn.incoming.client)
    except NotAllowed:
        await turn.hint("mark-not-allowed")
    except Missing:
        await turn.hint("post-not-public")
    else:
        await turn.show(Message(turn.texts("report-thanks")))


async def find(turn: Turn, post_id: str) -> Seen | None:
    """The post; of one that is not for them, or whose picture is gone, say so."""
    try:
        seen = await turn.can.feed.see(post_id, turn.person.person_id)
    except Missing:
        await turn.hint("post-not-public")
        return None
    if not await PostPictures(turn.can.store).there(seen.post, CARD):
        await turn.hint("post-picture-gone")
        return None
    return seen
