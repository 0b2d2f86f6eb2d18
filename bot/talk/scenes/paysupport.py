"""Questions about payments: what was paid, what goes back by itself, and whom to write to. Names no till."""

from babel.dates import format_date

from bot.chat import Button, Message
from bot.prices import Money
from bot.talk import menu, wares
from bot.talk.action import action
from bot.talk.scenes import shop
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.returns import WITHIN, Paid, Spent
from storage import Missing

LABEL = 40  # what a platform shows on a button


@action("paysupport")
async def show(turn: Turn) -> None:
    """How payments and refunds work, and the person's own."""
    texts = turn.texts
    paid = await turn.can.returns.payments(turn.person.person_id)
    lines = [texts("paysupport-how", days=WITHIN.days), contact(texts, turn.can.shop.support)]
    lines += ["\n".join([texts("paysupport-payments"), *(line(texts, one) for one in paid)])] if paid else []
    rows = [(button(texts, one),) for one in paid if one.returnable]
    await turn.show(Message("\n\n".join(lines), (*rows, (shop.show.button(texts("button-buy")),))))


def contact(texts: Texts, support: str) -> str:
    """Whom to write to; where the owner has named nobody, whoever runs this Mazok."""
    return texts("paysupport-write", support=support) if support else texts("paysupport-write-owner")


def line(texts: Texts, paid: Paid) -> str:
    """21 Nov · 100 HD iterations · 50 ₽ · paid."""
    payment, purchase = paid.payment, paid.purchase
    at = format_date(payment.paid_at, "d MMM", locale=texts.locale)
    what = wares.title(texts, purchase.kind, purchase.item)
    price = menu.money(texts, Money(payment.amount, payment.currency))
    return texts("paysupport-line", at=at, what=what, price=price, state=texts(f"payment-{payment.state}"))


def button(texts: Texts, paid: Paid) -> Button:
    """The payments are told apart by what they were for and by their price."""
    price = menu.money(texts, Money(paid.payment.amount, paid.payment.currency))
    what = wares.title(texts, paid.purchase.kind, paid.purchase.item)
    label = texts("button-give-back", price=price, what=what)
    return give_back.button(label if len(label) <= LABEL else label[: LABEL - 1] + "…", paid.purchase.purchase_id)


@action()
async def give_back(turn: Turn, purchase_id: str) -> None:
    """The money goes back, however often this is pressed."""
    texts, row = turn.texts, ((show.button(turn.texts("button-back")),),)
    try:
        payment = await turn.can.returns(turn.person.person_id, purchase_id)
    except Missing:
        await turn.hint("old-button")
        return
    except Spent:
        text = f"{texts('paysupport-spent')}\n\n{contact(texts, turn.can.shop.support)}"
        await turn.show(Message(text, row))
        return
    if payment is None:
        await turn.show(Message(texts("paysupport-not-now"), row))
        return
    price = menu.money(texts, Money(payment.amount, payment.currency))
    await turn.show(Message(texts("paysupport-on-its-way", price=price), row))
