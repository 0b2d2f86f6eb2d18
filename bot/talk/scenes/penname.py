"""The name that others read beside what a person publishes: giving it, changing it, taking it away."""

from bot.chat import Command, Message, Text
from bot.talk.action import Sent, action, listens
from bot.talk.scenes import order, posts
from bot.talk.turn import Turn
from bot.usecases.naming import NAME_CHARS, Unfit


@listens
async def take(turn: Turn, sent: Sent) -> None:
    """The words that come now are the name; anything else means that the person has gone on."""
    if isinstance(sent, Text):
        await call(turn, sent.text)
    else:
        turn.scene = order.order.scene
        await order.order(turn, sent)


@action("name")
async def ask(turn: Turn) -> None:
    """Which name? After `/name <name>` that one at once."""
    event, texts, name = turn.incoming.event, turn.texts, turn.person.name
    if isinstance(event, Command) and event.argument:
        await call(turn, event.argument)
        return
    turn.scene = take.scene
    asked = texts("name-which", name=name, most=NAME_CHARS) if name else texts("name-which-first", most=NAME_CHARS)
    rows = ((remove.button(texts("button-no-name")),),) if name else ()
    await turn.show(Message(asked, rows))


async def call(turn: Turn, words: str) -> None:
    """From now on; where that is no name, the next words may be one."""
    try:
        name = await turn.can.pen_name(turn.person.person_id, words)
    except Unfit as unfit:
        turn.scene = take.scene
        await turn.hint(f"name-{unfit.why}", most=unfit.most)
        return
    turn.scene = order.order.scene
    rows = ((remove.button(turn.texts("button-no-name")), posts.newest.button(turn.texts("button-posts"))),)
    await turn.say(Message(turn.texts("name-taken", name=name), rows))


@action()
async def remove(turn: Turn) -> None:
    """No name then."""
    await turn.can.pen_name.remove(turn.person.person_id)
    await turn.show(Message(turn.texts("name-removed"), ((ask.button(turn.texts("button-name")),),)))
