"""Who was banned, and the switch of maintenance: what is closed, and for whom."""

from collections.abc import Mapping
from typing import Any

from bot.admin.desk import Asked, Desk
from bot.talk.menu import MOSCOW
from bot.texts import Texts, locales
from bot.usecases.maintenance import NAME, outage
from storage.registers import PAGE


async def newest(desk: Desk, asked: Asked) -> Mapping[str, Any]:
    """Every banned account, the last first."""
    async with desk.store.reading() as tx:
        found = await tx.bans.newest(PAGE + 1, asked.offset)
    return {"asked": asked, "found": found[:PAGE], "turn": asked.turn(more=len(found) > PAGE)}


async def maintenance(desk: Desk, asked: Asked) -> Mapping[str, Any]:
    """Whether it lasts, and what people read then."""
    async with desk.store.reading() as tx:
        lasting, switch = await outage(tx), await tx.switches.get(NAME)
    return {
        "asked": asked,
        "lasting": lasting,
        "switch": switch,
        "until": f"{lasting.until.astimezone(MOSCOW):%H:%M}" if lasting and lasting.until else "",
        "languages": [
            (locale, Texts(locale)("language-name"), Texts(locale)("maintenance-text")) for locale in locales()
        ],
    }
