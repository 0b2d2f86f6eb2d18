"""A line of words that was asked for, such as a title. Knows not what it is for."""

from bot.chat import Text
from bot.talk.action import Sent
from bot.talk.scenes import order
from bot.talk.turn import Turn
from bot.usecases.naming import Unfit, one_line


async def given(turn: Turn, sent: Sent, most: int, hints: str) -> str | None:
    """The line; None where it is asked for again, by the text `<hints>-<why>`, or the person has gone on."""
    if not isinstance(sent, Text):
        await gone_on(turn, sent)
        return None
    try:
        return one_line(sent.text, most)
    except Unfit as unfit:
        await turn.hint(f"{hints}-{unfit.why}", most=unfit.most)
        return None


async def gone_on(turn: Turn, sent: Sent) -> None:
    """A picture is a new painting, as ever."""
    turn.scene = order.order.scene
    await order.order(turn, sent)
