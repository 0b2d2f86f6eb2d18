"""Redeeming: a gift or a promo code, by its link, after /promo, or as the next words."""

from bot.chat import Command, Message, Text
from bot.talk.action import Sent, action, listens, opens, scene_of
from bot.talk.scenes import balance, order, start, tier
from bot.talk.turn import Turn
from bot.usecases.doors import GIFT
from bot.usecases.vouchers import TooManyGuesses
from storage import NoVoucher
from storage.vouchers import VoucherKind


@listens
async def read(turn: Turn, sent: Sent) -> None:
    """The words that come now are a code; anything else means that the person has gone on."""
    turn.scene = order.order.scene
    if isinstance(sent, Text):
        await redeem(turn, sent.text)
    else:
        await order.order(turn, sent)


@action("promo")
async def ask(turn: Turn) -> None:
    """Which code? After `/promo <code>` that one at once."""
    event = turn.incoming.event
    if isinstance(event, Command) and event.argument:
        await redeem(turn, event.argument)
        return
    turn.scene = scene_of(ask.function)
    await turn.show(Message(turn.texts("code-which"), ((balance.show.button(turn.texts("button-balance")),),)))


@opens(GIFT)
async def gift(turn: Turn, code: str) -> None:
    """Somebody came by the link of a gift."""
    await redeem(turn, code)


async def redeem(turn: Turn, code: str) -> None:
    """What it is worth, or why nothing."""
    texts, person = turn.texts, turn.person.person_id
    try:
        voucher = await turn.can.vouchers.redeem(person, code, turn.incoming.client)
    except NoVoucher as refused:
        await turn.say(Message(texts(f"code-{refused.why}"), ((ask.button(texts("button-code")),),)))
    except TooManyGuesses:
        await turn.hint("code-too-many")
    else:
        what = tier.amount(texts, voucher.asset, voucher.amount)
        key = "code-gift" if voucher.kind is VoucherKind.GIFT else "code-promo"
        await turn.say(Message(texts(key, what=what), start.buttons(turn)))
