"""Where a canvas goes, and ordering it. While it is open, what a person writes is their name, phone or address."""

from dataclasses import replace

from bot.chat import Message, Text
from bot.talk import menu
from bot.talk.action import Sent, action, listens
from bot.talk.scenes import order, orders, prints, shop
from bot.talk.turn import Turn
from bot.usecases import parcel
from bot.usecases.canvas import Placed, make_proof
from bot.usecases.contacts import Contact
from storage import Missing

PRINT = "print"  # bot/goods/prints.py


@action()
async def where(turn: Turn, short: str) -> None:
    """What we know already, else the form."""
    placed = await chosen(turn, short)
    if placed is None:
        return
    contact = await turn.can.contacts.get(turn.person.person_id)
    if parcel.complete(contact):
        await turn.show(await summary(turn, placed, contact))
    else:
        await ask(turn, "name", "parcel-form")


@action()
async def another(turn: Turn, short: str) -> None:
    """To somebody else, or we had it wrong."""
    if await chosen(turn, short):
        await ask(turn, "name", "parcel-form")


@listens
async def answer(turn: Turn, sent: Sent) -> None:
    """The next of what is asked; a picture means that the person has gone on."""
    hanging = turn.sketch.hanging
    if not isinstance(sent, Text) or hanging is None:
        turn.scene = order.order.scene
        await order.order(turn, sent)
        return
    placed = await chosen(turn, hanging.work_id)
    if placed is None:
        turn.scene = order.order.scene
        return
    known = await turn.can.contacts.get(turn.person.person_id)
    contact, asked = parcel.take(known, hanging.asked, sent.text)
    await turn.can.contacts.put(turn.person.person_id, contact)
    if asked is None:
        turn.scene = order.order.scene
        await turn.say(await summary(turn, placed, contact))
    else:
        unclear = contact == known or (bool(getattr(contact, asked)) and asked == hanging.asked)
        await ask(turn, asked, f"parcel-{'bad' if unclear else 'ask'}-{asked}")


async def ask(turn: Turn, asked: parcel.Asked, key: str) -> None:
    """Listen for this one."""
    hanging = turn.sketch.hanging
    assert hanging is not None  # who asks has looked
    turn.sketch = replace(turn.sketch, hanging=replace(hanging, asked=asked))
    turn.scene = answer.scene
    await turn.say(Message(turn.texts(key)))


async def summary(turn: Turn, placed: Placed, contact: Contact) -> Message:
    """All of it once more, before it is paid. Raises Missing when the picture is gone."""
    texts, short, frame = turn.texts, placed.work.work_id[: prints.SHORT], placed.frame
    cost = menu.money(texts, prints.price(turn, placed.size))
    about = {"name": contact.name, "phone": contact.phone, "address": contact.address}
    text = texts("parcel-summary", width=frame.width_cm, height=frame.height_cm, price=cost, **about)
    rows = (
        (buy.button(texts("button-order-canvas", price=cost), short, style="primary"),),
        (another.button(texts("button-other-address"), short),),
        (prints.place.button(texts("button-back"), short, placed.size.name, placed.shift),),
    )
    return Message(text, rows, await make_proof(turn.can.store, placed))


@action()
async def buy(turn: Turn, short: str) -> None:
    """The order is written down, with picture and address; then where it is paid."""
    placed, till = await chosen(turn, short), turn.can.shop.till(turn.address.platform, PRINT)
    if placed is None:
        return
    if till is None or not parcel.complete(await turn.can.contacts.get(turn.person.person_id)):
        await turn.hint("old-button")
        return
    cost, key = prints.price(turn, placed.size), turn.incoming.update_key
    try:
        purchase = await turn.can.prints.order(placed, cost, till, turn.address, update_key=key)
    except Missing:
        await turn.hint("summary-picture-gone")
        return
    mine = orders.open_.button(turn.texts("button-my-order"), purchase.purchase_id)
    await turn.show(await shop.pay(turn, till, purchase, mine))


async def chosen(turn: Turn, short: str) -> Placed | None:
    """The work on its canvas; where either is gone, say so."""
    work = await prints.hung_work(turn, short)
    if work is None:
        return None
    hanging = turn.sketch.hanging
    assert hanging is not None  # or there would be no work
    size = next((one for one in turn.can.shop.prints if one.name == hanging.size), None)
    if size is None:  # not chosen, or not sold any more
        await turn.hint("old-button")
        return None
    return Placed(work, size, hanging.shift)
