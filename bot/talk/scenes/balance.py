"""What a person has, what came and went, and when the free runs come back."""

from babel.dates import format_datetime

from bot.chat import Button, Message
from bot.talk import menu
from bot.talk.action import action
from bot.talk.scenes import codes, gifts, invite, shop, tier
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.balance import Holding
from storage.ledger import Entry


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
    rows: list[tuple[Button, ...]] = [
        (shop.show.button(texts("button-buy"), style="primary"),),
        (gifts.show.button(texts("button-gift")), codes.ask.button(texts("button-code"))),
    ]
    if turn.can.invite.bonus and turn.can.doors.invites(turn.address.platform):
        rows.append((invite.show.button(texts("button-invite")),))
    await turn.show(Message("\n".join(lines), tuple(rows)))


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
