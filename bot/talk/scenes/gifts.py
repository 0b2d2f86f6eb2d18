"""Giving: what one has, or a pack that is bought for it, becomes a code and a link. Names no asset and no till."""

from datetime import datetime

from babel.dates import format_date

from bot.chat import Button, Message
from bot.prices import Pack
from bot.talk.action import action
from bot.talk.scenes import balance, shop, tier
from bot.talk.turn import Turn, sketch_id
from bot.texts import Texts
from bot.usecases.buy import Wish
from bot.usecases.doors import GIFT
from storage import Missing, NotEnough, NoVoucher
from storage.ledger import Charge
from storage.vouchers import Voucher

KIND = "gift"  # bot/goods/gifts.py
ROUND = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
CHOICES = 4  # of an asset: the largest round numbers that one has, and all of it
SHOWN = 4  # gifts on the page of those that wait

Row = tuple[Button, ...]


@action("gift")
async def show(turn: Turn) -> None:
    """What can be given of what one has, packs to be bought for it, and the gifts that wait."""
    texts = turn.texts
    having = await turn.can.balance(turn.person.person_id, turn.incoming.client)
    rows: list[Row] = []
    for holding in (one for one in having.holdings if one.tier.daily is None):
        asset, least = holding.tier.asset, smallest(turn.can.prices.packs_of(holding.tier))
        ways = [pick.button(tier.amount(texts, asset, some), asset, some) for some in amounts(holding.amount, least)]
        rows += [tuple(ways[at : at + 2]) for at in range(0, len(ways), 2)]
    asked = texts("gift-which" if rows else "gift-nothing")
    if turn.can.shop.till(turn.address.platform, KIND):
        rows.append((packs.button(texts("button-gift-pack"), style="plain" if rows else "primary"),))
    if gifts := await turn.can.vouchers.waiting(turn.person.person_id):
        rows.append((waiting.button(texts("button-gifts-waiting", count=len(gifts))),))
    rows.append((balance.show.button(texts("button-balance")),))
    await turn.show(Message(asked, tuple(rows)))


def smallest(of: tuple[Pack, ...]) -> int:
    """A gift is worth a pack at least, where there are any."""
    return of[0].amount if of else 1


def amounts(have: int, least: int) -> list[int]:
    """Round numbers of what one has, the largest ones, and all of it."""
    some = [number for number in ROUND if least <= number < have][-CHOICES + 1 :]
    return [*some, have] if have >= least else []


@action()
async def pick(turn: Turn, asset: str, amount: str) -> None:
    """So much of it: it leaves the balance, so ask."""
    if not amount.isdecimal() or int(amount) < 1:
        await turn.hint("old-button")
        return
    texts, number = turn.texts, int(amount)
    sure = wrap.button(texts("button-gift-make"), asset, number, sketch_id(turn.incoming.update_key), style="primary")
    text = texts("gift-sure", what=tier.amount(texts, asset, number), days=turn.can.prices.gift_days)
    await turn.show(Message(text, ((sure,), (show.button(texts("button-back")),))))


@action()
async def wrap(turn: Turn, asset: str, amount: str, key: str) -> None:
    """It leaves the balance and is a gift; the same button makes the same one."""
    if not amount.isdecimal() or int(amount) < 1:
        await turn.hint("old-button")
        return
    try:
        gift = await turn.can.vouchers.give(Charge(turn.person.person_id, asset, int(amount)), key=key)
    except NotEnough:  # spent since
        await turn.hint("gift-not-enough")
        return
    await turn.show(card(turn, gift))


def card(turn: Turn, gift: Voucher) -> Message:
    """How it comes to whoever shall have it."""
    texts, what = turn.texts, tier.amount(turn.texts, gift.asset, gift.amount)
    if not gift.open:
        return Message(texts("gift-gone", what=what), ((show.button(texts("button-gift-another")),),))
    link = turn.can.doors.link(turn.address.platform, GIFT + gift.code)
    until = day(texts, gift.expires_at)
    text = texts("gift-card" if link else "gift-card-code", what=what, code=gift.code, link=link or "", until=until)
    rows = (
        (take_back.button(texts("button-gift-back"), gift.code),),
        (show.button(texts("button-gift-another")), balance.show.button(texts("button-balance"))),
    )
    return Message(text, rows)


def day(texts: Texts, moment: datetime | None) -> str:
    """3 February."""
    return format_date(moment, "d MMMM", locale=texts.locale) if moment else "…"


@action()
async def open_(turn: Turn, code: str) -> None:
    """A gift of theirs, with its link."""
    try:
        await turn.show(card(turn, await turn.can.vouchers.mine(turn.person.person_id, code)))
    except Missing:
        await turn.hint("old-button")


@action()
async def waiting(turn: Turn) -> None:
    """Gifts that nobody has redeemed."""
    texts = turn.texts
    gifts = (await turn.can.vouchers.waiting(turn.person.person_id))[:SHOWN]
    rows = tuple((open_.button(tier.amount(texts, one.asset, one.amount), one.code),) for one in gifts)
    back = (show.button(texts("button-back")),)
    await turn.show(Message(texts("gift-waiting" if gifts else "gift-none-waiting"), (*rows, back)))


@action()
async def take_back(turn: Turn, code: str) -> None:
    """It is the giver's again, unless somebody was faster."""
    texts = turn.texts
    row = (show.button(texts("button-gift-another")), balance.show.button(texts("button-balance")))
    try:
        gift = await turn.can.vouchers.take_back(turn.person.person_id, code)
    except Missing:
        await turn.hint("old-button")
    except NoVoucher:
        await turn.show(Message(texts("gift-too-late"), (row,)))
    else:
        what = tier.amount(texts, gift.asset, gift.amount)
        await turn.show(Message(texts("gift-taken-back", what=what), (row,)))


@action()
async def packs(turn: Turn) -> None:
    """Every pack with its price, for somebody else."""
    texts, till = turn.texts, turn.can.shop.till(turn.address.platform, KIND)
    if till is None:
        await turn.show(Message(texts("shop-closed")))
        return
    rows = shop.pack_rows(turn, till, buy)
    await turn.show(Message(texts("gift-which-pack"), (*rows, (show.button(texts("button-back")),))))


@action()
async def buy(turn: Turn, name: str) -> None:
    """A purchase of this pack, which comes as a gift once it is paid."""
    till = turn.can.shop.till(turn.address.platform, KIND)
    pack = next((pack for pack in turn.can.prices.packs if pack.name == name), None)
    price = turn.can.prices.money(pack, till.currency) if pack and till else None
    if pack is None or till is None or price is None:  # the catalogue has changed since
        await turn.hint("old-button")
        return
    where, days = turn.address, turn.can.prices.gift_days
    item = {"asset": pack.asset, "amount": pack.amount, "days": days}
    await shop.offer(turn, till, Wish(turn.person.person_id, where.platform, where.chat, KIND, item, price))
