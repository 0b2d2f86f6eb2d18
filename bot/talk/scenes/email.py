"""Where receipts go: asked for once, before the first purchase that has one, and changed by a button. Knows no till."""

import re
from dataclasses import replace

from bot.chat import Button, Message, Text
from bot.talk.action import Sent, action, listens
from bot.talk.scenes import order, orders, shop
from bot.talk.turn import Turn
from storage.purchases import Purchase

LONGEST = 254  # RFC 5321, 4.5.3.1.3
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,}")
SHOWN = 22  # characters of an address on a button


async def ask(turn: Turn, purchase: Purchase, back: tuple[Button, ...]) -> Message:
    """The question; the answer goes on with this purchase. Where others read along it is not put."""
    if turn.incoming.group:
        return Message(turn.texts("email-privately"), (back,))
    turn.scene = take.scene
    turn.sketch = replace(turn.sketch, paying=purchase.purchase_id)
    return Message(turn.texts("email-which"), (back,))


@action()
async def change(turn: Turn, purchase_id: str) -> None:
    """Another address, for this receipt and for those to come."""
    purchase = await turn.can.buy.begun(purchase_id, turn.person.person_id)
    if purchase is None:
        await turn.hint("old-button")
    else:
        await turn.show(await ask(turn, purchase, (mine(turn, purchase),)))


@listens
async def take(turn: Turn, sent: Sent) -> None:
    """An address is kept, and the purchase goes on; a picture is a new painting, as ever."""
    if not isinstance(sent, Text):
        turn.scene = order.order.scene
        await order.order(turn, sent)
        return
    address = sent.text.strip()
    if len(address) > LONGEST or not ADDRESS.fullmatch(address):
        await turn.hint("email-wrong")
        return
    contact = await turn.can.contacts.get(turn.person.person_id)
    await turn.can.contacts.put(turn.person.person_id, replace(contact, email=address))
    paying, turn.scene, turn.sketch = turn.sketch.paying, order.order.scene, replace(turn.sketch, paying=None)
    await go_on(turn, paying)


async def go_on(turn: Turn, purchase_id: str | None) -> None:
    """Where the purchase is paid, with the new address on its receipt; one that is over is begun anew."""
    purchase = await turn.can.buy.begun(purchase_id, turn.person.person_id) if purchase_id else None
    till = turn.can.shop.tills.get(purchase.till) if purchase else None
    if purchase is None or till is None:
        await turn.hint("email-kept")
        await shop.show(turn)
    else:
        await turn.show(await shop.pay(turn, till, purchase, mine(turn, purchase)))


def mine(turn: Turn, purchase: Purchase) -> Button:
    """Back to what is bought."""
    return orders.open_.button(turn.texts("button-my-order"), purchase.purchase_id)


def button(turn: Turn, purchase: Purchase, address: str) -> Button:
    """Says where the receipt goes, and changes that."""
    return change.button(turn.texts("button-receipt-to", email=shortened(address)), purchase.purchase_id)


def shortened(address: str) -> str:
    """So that it fits on a button, with both ends to know it by."""
    half = SHOWN // 2
    return address if len(address) <= SHOWN else f"{address[: half - 1]}…{address[-half:]}"
