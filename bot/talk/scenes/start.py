"""Welcome and help: what Mazok does and where everything is."""

from bot.chat import Button, Message
from bot.talk.action import action, opens
from bot.talk.scenes import balance, feed, invite, language, style, works
from bot.talk.turn import Turn
from bot.usecases.doors import GUEST
from bot.usecases.pictures import EXAMPLE, attachment, house, house_key


@action("start")
async def welcome(turn: Turn) -> None:
    """The first thing a person reads."""
    await greet(turn)


@opens(GUEST)
async def guest(turn: Turn, code: str) -> None:
    """Who came by somebody's link is told first what it brought them."""
    await greet(turn, await invite.arrive(turn, code))


async def greet(turn: Turn, lead: str = "") -> None:
    """What to do now, under an example of what comes out."""
    example = next(iter(house()), None)
    picture = attachment(turn.can.store, house_key(example) + EXAMPLE) if example else None
    text = "\n\n".join(filter(None, [lead, turn.texts("start-welcome")]))
    await turn.say(Message(text, buttons(turn), picture))


@action("help")
async def explain(turn: Turn) -> None:
    """Everything one can do, in a screenful."""
    await turn.say(Message(turn.texts("start-help"), buttons(turn)))


def buttons(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    texts = turn.texts
    return (
        (style.choose.button(texts("button-choose-style"), style="primary"),),
        (works.newest.button(texts("button-works")), feed.browse.button(texts("button-feed"))),
        (
            balance.show.button(texts("button-balance")),
            language.choose.button(texts("button-language")),
            explain.button(texts("button-help")),
        ),
    )
