"""Letting others see a painting: what they will see, on which terms, in the feed or by link. Nothing is seen before the
button that says so."""

import zlib
from dataclasses import replace

from bot.chat import Attachment, Button, Message
from bot.talk.action import Sent, action, listens
from bot.talk.scenes import line, order, post_words, posts, result
from bot.talk.sketch import Sharing
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.pictures import attachment, copy_key
from bot.usecases.publish import TITLE_CHARS, NotAllowed, RefusedBefore, Wish
from storage import Missing
from storage.works import Work

LISTED, BY_LINK = "f", "l"  # what a button says: in the feed, or for those who have the link
PHOTO, BARE = "p", "n"  # with the photo, or without

Row = tuple[Button, ...]


def button(texts: Texts, work_id: str) -> Button:
    """The way here."""
    return open_.button(texts("button-share"), work_id)


@listens
async def entitle(turn: Turn, sent: Sent) -> None:
    """The words that come now are the title; anything else means that the person has gone on."""
    sharing = turn.sketch.sharing
    if sharing is None:
        await line.gone_on(turn, sent)
        return
    title = await line.given(turn, sent, TITLE_CHARS, "title")
    if title is None:
        return
    turn.scene = order.order.scene
    work = await result.find(turn, sharing.work_id)
    if work:
        turn.sketch = replace(turn.sketch, sharing=replace(sharing, title=title))
        await turn.say(await sheet(turn, work))


@action()
async def open_(turn: Turn, work_id: str) -> None:
    """What others would see, in a message of its own: the result stays. What is published shows how it stands."""
    work = await result.find(turn, work_id)
    if work is None:
        return
    if post := await turn.can.my_posts.of_work(turn.person.person_id, work_id):
        await turn.say(await posts.card(turn, post))
    elif (why := await turn.can.my_posts.refusal(turn.person.person_id, work_id)) is not None:
        await refused(turn, why)
    elif await turn.can.my_posts.may_publish(turn.person.person_id):
        turn.sketch = replace(turn.sketch, sharing=kept(turn, work_id))
        await turn.say(await sheet(turn, work))
    else:
        await turn.hint("share-not-allowed")


@action()
async def photo(turn: Turn, work_id: str, shown: str) -> None:
    """With the photo, or without."""
    work = await unpublished(turn, work_id)
    if work:
        turn.sketch = replace(turn.sketch, sharing=replace(kept(turn, work_id), with_photo=shown == PHOTO))
        await turn.show(await sheet(turn, work))


@action()
async def title(turn: Turn, work_id: str) -> None:
    """The next words are the title."""
    if await unpublished(turn, work_id):
        turn.sketch = replace(turn.sketch, sharing=kept(turn, work_id))
        turn.scene = entitle.scene
        rows = ((untitled.button(turn.texts("button-untitled"), work_id),),)
        await turn.say(Message(turn.texts("title-which", most=TITLE_CHARS), rows))


@action()
async def untitled(turn: Turn, work_id: str) -> None:
    """No title then."""
    work = await unpublished(turn, work_id)
    if work:
        turn.sketch = replace(turn.sketch, sharing=replace(kept(turn, work_id), title=""))
        await turn.show(await sheet(turn, work))


@action()
async def publish(turn: Turn, work_id: str, how: str) -> None:
    """As the button says, which stands below what others will see. Once, however often it is pressed; where the title
    is another one by now, it is shown first."""
    work = await unpublished(turn, work_id)
    if work is None:
        return
    sharing = kept(turn, work_id)
    where, shown, titled = how[:1], how[1:2], how[2:]
    if titled != mark(sharing.title):
        await turn.show(await sheet(turn, work))
        return
    try:
        wish = Wish(sharing.title, with_photo=shown == PHOTO, listed=where == LISTED)
        post = await turn.can.publish(turn.person.person_id, work_id, wish)
    except NotAllowed:
        await turn.hint("share-not-allowed")
    except RefusedBefore as before:
        await refused(turn, before.reason)
    except Missing:
        await turn.hint("share-picture-gone")
    else:
        turn.sketch = replace(turn.sketch, sharing=None)
        await turn.show(await posts.card(turn, post))


async def refused(turn: Turn, why: str) -> None:
    """It is not published anew."""
    await turn.say(Message(post_words.refused_before(turn.texts, why, turn.can.shop.support)))


@action()
async def cancel(turn: Turn, work_id: str) -> None:
    """Then not; a post that is there already stays."""
    if await unpublished(turn, work_id):
        turn.sketch = replace(turn.sketch, sharing=None)
        await turn.show(Message(turn.texts("share-cancelled"), ((button(turn.texts, work_id),),)))


async def unpublished(turn: Turn, work_id: str) -> Work | None:
    """The painting, if it can still be published; else the person sees why not, or how it stands."""
    work = await result.find(turn, work_id)
    post = await turn.can.my_posts.of_work(turn.person.person_id, work_id) if work else None
    if post:
        await turn.show(await posts.card(turn, post))
        return None
    return work


def kept(turn: Turn, work_id: str) -> Sharing:
    """What was chosen for this painting so far."""
    sharing = turn.sketch.sharing
    return sharing if sharing and sharing.work_id == work_id else Sharing(work_id)


async def sheet(turn: Turn, work: Work) -> Message:
    """The painting as others would see it, the rules, and what can be chosen."""
    texts, sharing = turn.texts, kept(turn, work.work_id)
    lines = [texts("share-rules"), ""]
    lines.append(texts("share-title", title=sharing.title) if sharing.title else texts("share-untitled"))
    lines.append(texts("share-photo" if sharing.with_photo else "share-no-photo"))
    name = turn.person.name
    lines.append(texts("share-name", name=name) if name else texts("share-no-name"))
    before = await photo_of(turn, work) if sharing.with_photo else None
    return Message("\n".join(lines), buttons(texts, sharing), attachment(turn.can.store, work.preview_key), before)


async def photo_of(turn: Turn, work: Work) -> Attachment | None:
    """None when it is gone, of which whoever publishes it is told."""
    key = copy_key(work.photo_key, "view")
    return attachment(turn.can.store, key) if await turn.can.store.blobs.exists(key) else None


def buttons(texts: Texts, sharing: Sharing) -> tuple[Row, ...]:
    """What the message shows is what its buttons publish."""
    work_id, with_photo = sharing.work_id, sharing.with_photo
    how = (PHOTO if with_photo else BARE) + mark(sharing.title)
    other = BARE if with_photo else PHOTO
    return (
        (publish.button(texts("button-publish"), work_id, LISTED + how, style="primary"),),
        (publish.button(texts("button-only-by-link"), work_id, BY_LINK + how),),
        (
            photo.button(texts("button-hide-photo" if with_photo else "button-show-photo"), work_id, other),
            title.button(texts("button-other-title" if sharing.title else "button-title"), work_id),
        ),
        (cancel.button(texts("button-cancel-share"), work_id),),
    )


def mark(words: str) -> str:
    """So much of a title as a button can hold, to tell it from another."""
    return f"{zlib.crc32(words.encode()) & 0xFFFF:04x}"
