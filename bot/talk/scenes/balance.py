"""What a person has, what came and went, and when the free runs come back."""

from babel.dates import format_datetime

from bot.chat import Message
from bot.talk import menu
from bot.talk.action import action
from bot.talk.scenes import shop, tier
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.balance import Holding
from storage.journal import Entry


@action("balance")
async def show(turn: Turn) -> None:
    """Everything on one page."""
    texts = turn.texts
    balance = await turn.can.balance(turn.person.person_id, turn.incoming.client)
    lines = [texts("balance-yours"), *(holding_line(texts, one) for one in balance.holdings)]
    if any(one.tier.daily for one in balance.holdings):
        lines.append(texts("balance-renewed", wait=menu.until(texts, balance.renewed_at)))
    if balance.journal:
        lines += ["", texts("balance-journal"), *(entry_line(texts, entry) for entry in balance.journal)]
    row = (shop.show.button(texts("button-buy"), style="primary"),)
    await turn.show(Message("\n".join(lines), (row,)))


def holding_line(texts: Texts, holding: Holding) -> str:
    what = tier.amount(texts, holding.tier.asset, holding.amount)
    return texts("balance-line", tier=tier.title(texts, holding.tier), what=what)


def entry_line(texts: Texts, entry: Entry) -> str:
    """21 Nov, 14:05  −1 free run  (ordered)."""
    at = format_datetime(entry.created_at, "d MMM, HH:mm", locale=texts.locale)
    return f"{at}  {change(texts, entry)} · {why(texts, entry)}"


def change(texts: Texts, entry: Entry) -> str:
    """What came or went: −1 free run."""
    sign = "+" if entry.amount > 0 else "−"
    return f"{sign}{tier.amount(texts, entry.asset, abs(entry.amount))}"


def why(texts: Texts, entry: Entry) -> str:
    return texts.titled(f"entry-{entry.reason}", entry.reason)
