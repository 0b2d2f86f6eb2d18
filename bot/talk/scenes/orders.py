"""What a person bought: what, for how much, where it is now; a canvas on its way, and cancelling one in time."""

from collections.abc import Iterator

from babel.dates import format_datetime

from bot.chat import Button, Message
from bot.prices import Money
from bot.talk import menu, wares
from bot.talk.action import action
from bot.talk.scenes import shop
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.orders import Bought
from storage import Missing
from storage.prints import PrintMove, PrintState
from storage.purchases import Purchase

PAGE = 5  # numbered buttons in a row
IN_TIME = (PrintState.ORDERED, PrintState.PAID)  # a canvas can be cancelled


@action("orders")
async def newest(turn: Turn) -> None:
    """From the newest on."""
    await turn.show(await page_from(turn, 0))


@action()
async def page(turn: Turn, offset: str) -> None:
    await turn.show(await page_from(turn, int(offset)))


async def page_from(turn: Turn, offset: int) -> Message:
    """A page of purchases, each with its state; a number opens one."""
    texts = turn.texts
    bought = await turn.can.orders.of_person(turn.person.person_id)
    if not bought:
        return Message(texts("orders-none"), ((shop.show.button(texts("button-buy")),),))
    shown = list(enumerate(bought[offset : offset + PAGE], start=offset + 1))
    lines = [f"{number}. {line(texts, one)}" for number, one in shown]
    numbers = tuple(open_.button(str(number), one.purchase.purchase_id) for number, one in shown)
    rows = (numbers, *menu.page_row(texts, page, offset, PAGE, len(bought)))
    return Message("\n".join([texts("orders-mine"), "", *lines]), tuple(row for row in rows if row))


@action()
async def open_(turn: Turn, purchase_id: str) -> None:
    """One purchase: its way until now, and what can still be done."""
    one = await find(turn, purchase_id)
    if one:
        await turn.show(opened(turn.texts, one))


@action()
async def pay(turn: Turn, purchase_id: str) -> None:
    """The way to its till, once more."""
    one = await find(turn, purchase_id)
    till = turn.can.shop.tills.get(one.purchase.till) if one else None
    if one is None:
        return
    if till is None or not one.open:
        await turn.hint("checkout-expired")
        return
    back = open_.button(turn.texts("button-my-order"), purchase_id)
    await turn.show(await shop.pay(turn, till, one.purchase, back))


@action()
async def ask_cancel(turn: Turn, purchase_id: str) -> None:
    """It is gone then, so ask."""
    one = await find(turn, purchase_id)
    if one is None:
        return
    texts, purchase = turn.texts, one.purchase
    key = "orders-cancel-paid" if purchase.paid_at else "orders-cancel"
    rows = (
        (cancel.button(texts("button-cancel-order"), purchase_id, style="danger"),),
        (open_.button(texts("button-keep-order"), purchase_id),),
    )
    await turn.show(Message(texts(key, what=title(texts, purchase), price=price(texts, purchase)), rows))


@action()
async def cancel(turn: Turn, purchase_id: str) -> None:
    """What was paid goes back; too late when it is being made."""
    try:
        canceled = await turn.can.prints.cancel(turn.person.person_id, purchase_id)
    except Missing:
        await turn.hint("orders-gone")
        return
    if not canceled:
        await turn.hint("orders-too-late")
    one = await find(turn, purchase_id)
    if one:
        await turn.show(opened(turn.texts, one))


def opened(texts: Texts, one: Bought) -> Message:
    purchase, canvas = one.purchase, one.canvas
    lines = [line(texts, one)]
    if canvas:
        lines += ["", *(moved(texts, move) for move in one.moves)]
    if canvas and canvas.track:
        lines += ["", texts("print-track", track=canvas.track)]
    return Message("\n".join(lines), (*ways(texts, one, purchase.purchase_id), (back(texts),)))


def ways(texts: Texts, one: Bought, purchase_id: str) -> Iterator[tuple[Button, ...]]:
    if one.open:
        yield (pay.button(texts("button-pay", price=price(texts, one.purchase)), purchase_id, style="primary"),)
    if one.canvas and one.canvas.state in IN_TIME:
        yield (ask_cancel.button(texts("button-cancel-canvas"), purchase_id, style="danger"),)


def back(texts: Texts) -> Button:
    return newest.button(texts("button-all-orders"))


def line(texts: Texts, one: Bought) -> str:
    """21 Nov · Canvas 40 × 30 cm · 1,800 ₽ · sent."""
    purchase = one.purchase
    at = format_datetime(purchase.created_at, "d MMM", locale=texts.locale)
    return " · ".join([at, title(texts, purchase), price(texts, purchase), *states(texts, one)])


def states(texts: Texts, one: Bought) -> Iterator[str]:
    """Of a canvas where it is, of all else whether it is paid; and of money that goes back how far that is."""
    yield texts(f"print-{dashed(one.canvas.state)}" if one.canvas else f"orders-{one.purchase.state}")
    if one.back:
        yield texts(f"orders-{one.back}")
    elif one.canvas and one.purchase.state == "refunded":
        yield texts("orders-refunded")


def moved(texts: Texts, move: PrintMove) -> str:
    """21 Nov, 14:05  sent (with thanks)."""
    at = format_datetime(move.moved_at, "d MMM, HH:mm", locale=texts.locale)
    note = f" ({move.note})" if move.note else ""
    return f"{at}  {texts(f'print-{dashed(move.state)}')}{note}"


def dashed(state: PrintState) -> str:
    return state.replace("_", "-")


def title(texts: Texts, purchase: Purchase) -> str:
    return wares.title(texts, purchase.kind, purchase.item)


def price(texts: Texts, purchase: Purchase) -> str:
    return menu.money(texts, Money(purchase.price, purchase.currency))


async def find(turn: Turn, purchase_id: str) -> Bought | None:
    """The person's purchase; of a stranger's one, say that it is not there."""
    try:
        return await turn.can.orders.get(turn.person.person_id, purchase_id)
    except Missing:
        await turn.hint("orders-gone")
        return None
