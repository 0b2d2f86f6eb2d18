"""The pencil of the page: what it opens, and whether there is one. Knows no HTTP."""

from bot.platforms.web.lines import Body, pad_of
from bot.talk.scenes import drawing
from bot.texts import Texts
from bot.usecases.offers import AskOffers
from storage import Store


async def pencil(store: Store, texts: Texts) -> Body | None:
    """A sheet for the first effect that one can draw for; None while no worker offers one."""
    offer = drawing.drawable(await AskOffers(store)())
    return pad_of(drawing.pad(texts, offer)) if offer else None
