"""Seeing a larger painting before one pays for it. Names no platform and no tier."""

from bot.chat import Button
from bot.prices import STARS, Money
from bot.talk import menu
from bot.talk.action import action
from bot.talk.scenes import result, tier
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.look_first import NotOffered, TooManyUnpaid, offered
from bot.usecases.order import TooManyJobs
from bot.usecases.plan import BadChoice, UnknownEffect
from bot.usecases.shop import Shop
from storage import Missing
from storage.works import Work


def row(texts: Texts, work: Work, shop: Shop, platform: str) -> tuple[tuple[Button, ...], ...]:
    """Where one may."""
    terms = offered(shop, work, platform)
    if terms is None:
        return ()
    title, price = tier.title(texts, shop.catalogue.prices.largest), menu.money(texts, Money(terms.stars, STARS))
    return ((look.button(texts("button-look-first", tier=title, price=price), work.work_id),),)


@action()
async def look(turn: Turn, work_id: str) -> None:
    """It is painted at once, and comes blurred."""
    work = await result.find(turn, work_id)
    if work is None:
        return
    if turn.incoming.group:  # whoever is there could pay for it
        await turn.hint("old-button")
        return
    try:
        await turn.can.see_first(work, turn.address, update_key=turn.incoming.update_key)
    except TooManyUnpaid as many:
        await turn.hint("look-first-too-many", most=many.most)
    except TooManyJobs as many:
        await turn.hint("order-too-many", limit=many.limit)
    except (NotOffered, UnknownEffect, BadChoice):
        await turn.hint("old-button")
    except Missing:
        await turn.hint("summary-picture-gone")
    else:
        await turn.hint("look-first-begun")
