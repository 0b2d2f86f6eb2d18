"""Letting others use a saved style, by a link that is passed on; and not any more. Knows no platform."""

from bot.chat import Button, Message
from bot.talk.action import action
from bot.talk.scenes import own, styles
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.doors import STYLE
from bot.usecases.pictures import attachment, copy_key, is_house
from bot.usecases.publish import NotAllowed
from bot.usecases.style_refs import titled
from storage import Missing
from storage.styles import Style


def way(texts: Texts, one: Style, *, shares: bool) -> Button:
    """To the link; whoever lets others see their own picture for the first time is asked."""
    if shares or is_house(one.picture_key):
        return share.button(texts("button-style-link"), one.style_id)
    return ask.button(texts("button-share-style"), one.style_id)


@action()
async def ask(turn: Turn, style_id: str) -> None:
    """What others will see."""
    one = await own.saved(turn, style_id)
    if one is None:
        return
    texts, name = turn.texts, turn.person.name
    signed = texts("style-share-signed", name=name) if name else texts("style-share-unsigned")
    called = texts("style-share-called", title=one.title) if one.title else texts("style-share-uncalled")
    text = texts("style-share-ask", called=called, signed=signed)
    rows = (
        (share.button(texts("button-share-style-yes"), style_id, style="primary"),),
        (styles.open_.button(texts("button-back"), style_id),),
    )
    await turn.show(Message(text, rows, attachment(turn.can.store, copy_key(one.picture_key, "view"))))


@action()
async def share(turn: Turn, style_id: str) -> None:
    """Its link; from now on others may use it."""
    texts, person_id = turn.texts, turn.person.person_id
    one = await own.saved(turn, style_id)
    if one is None:
        return
    try:
        ref = await turn.can.manners.share(person_id, style_id)
    except NotAllowed:
        await turn.hint("style-share-not-allowed")
        return
    except Missing:
        await turn.hint("style-gone")
        return
    ours = await turn.can.manners.shares(person_id, ref)
    rows = (
        passing(turn, ref, one.title),
        (stop.button(texts("button-stop-sharing"), ref, style="danger"),) if ours else (),
        (styles.open_.button(texts("button-back"), style_id),),
    )
    link = turn.can.doors.style(turn.address.platform, ref)
    text = texts("style-link", link=link) if link else texts("style-way", code=STYLE + ref)
    await turn.show(Message(text, tuple(row for row in rows if row)))


@action()
async def stop(turn: Turn, ref: str) -> None:
    """Others do not see it any more."""
    try:
        await turn.can.manners.stop(turn.person.person_id, ref)
    except Missing:
        await turn.hint("style-not-shared")
        return
    await turn.show(Message(turn.texts("style-stopped"), ((styles.mine.button(turn.texts("button-back")),),)))


def passing(turn: Turn, ref: str, title: str) -> tuple[Button, ...]:
    """The platform's own way to pass the link on; nothing where it has none."""
    texts, platform = turn.texts, turn.address.platform
    link, name = turn.can.doors.style(platform, ref), titled(texts, ref, title)
    text = texts("style-pass-on-called", style=name) if name else texts("style-pass-on")
    url = turn.can.doors.share(platform, link, text) if link else None
    return (Button(texts("button-pass-on"), "", url=url),) if url else ()
