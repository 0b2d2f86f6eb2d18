"""Painting in a style that somebody else has brought: a copy of its picture under one's own. Saves no style."""

from dataclasses import dataclass

from bot.usecases.intake import Intake
from bot.usecases.style_refs import COPY, house_style_of
from storage import Store


@dataclass(frozen=True, slots=True)
class Borrow:
    """The copy outlives what it was made from, as a painting made with it does."""

    store: Store
    intake: Intake

    async def __call__(self, person_id: str, style_ref: str) -> str:
        """The key to paint with: the house's own, that of the person's saved style, or that of their copy, of which
        there is one only. Raises Missing when they have none and nobody shares it."""
        if house := house_style_of(style_ref):
            return house
        async with self.store.reading() as tx:
            if known := await tx.styles.known(person_id, style_ref):
                return known.picture_key
            shared = await tx.shared_styles.seen(style_ref, person_id)
        key = f"{person_id}/photo/{COPY}{style_ref}"
        if not await self.store.blobs.exists(key):
            await self.intake.keep(key, await self.store.blobs.get(shared.picture_key))
        return key
