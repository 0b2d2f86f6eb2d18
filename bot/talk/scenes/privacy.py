"""What we keep, on which terms, and how to have it deleted."""

from bot.chat import Message
from bot.talk.action import action
from bot.talk.scenes import paysupport
from bot.talk.turn import Turn


@action("privacy")
async def privacy(turn: Turn) -> None:
    """What is kept, how long, and how to see and delete it; then what others see."""
    texts = turn.texts
    await turn.say(Message(texts("privacy-text")))
    rows = ((ask_delete.button(texts("button-delete-my-data"), style="danger"),),)
    await turn.say(Message(texts("privacy-shared"), rows))


@action("terms")
async def terms(turn: Turn) -> None:
    texts = turn.texts
    text = "\n\n".join([texts("terms-text"), paysupport.contact(texts, turn.can.shop.support)])
    await turn.say(Message(text, ((paysupport.show.button(texts("button-paysupport")),),)))


@action("deletemydata")
async def ask_delete(turn: Turn) -> None:
    """It cannot be undone, so say what goes and what stays, and ask."""
    texts = turn.texts
    rows = (
        (delete.button(texts("button-delete-everything"), turn.person.person_id[:8], style="danger"),),
        (keep.button(texts("button-keep")),),
    )
    coming = await turn.can.orders.awaits_canvas(turn.person.person_id)
    has = await turn.can.forget.has(turn.person.person_id)
    lines = [texts("privacy-delete", works=has.works, posts=has.posts, styles=has.styles)]
    lines += [texts("prints-forget")] if coming else []
    await turn.say(Message("\n\n".join([*lines, texts("privacy-stays")]), rows))


@action()
async def delete(turn: Turn, whose: str) -> None:
    """Everything goes. The button of a person who was forgotten before means nobody."""
    if not turn.person.person_id.startswith(whose):
        await turn.hint("old-button")
        return
    await turn.can.forget(turn.person.person_id, turn.incoming.client)
    turn.forgotten = True
    await turn.show(Message(turn.texts("privacy-deleted")))


@action()
async def keep(turn: Turn) -> None:
    await turn.show(Message(turn.texts("privacy-kept")))
