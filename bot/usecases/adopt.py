"""Keeping a style that others share, or one of the house, among one's own. Knows no chat."""

from dataclasses import dataclass

from bot.usecases.borrow import Borrow
from bot.usecases.intake import Intake
from bot.usecases.styles import kept
from storage import Store
from storage.styles import Style


@dataclass(frozen=True, slots=True)
class Adopt:
    """A style that is kept already stays as it is."""

    store: Store
    intake: Intake

    async def __call__(self, person_id: str, style_ref: str) -> Style:
        """The person's style, called as whoever shares it calls it. Raises Missing when nobody shares it."""
        key = await Borrow(self.store, self.intake)(person_id, style_ref)
        async with self.store.transaction() as tx:
            shared = await tx.shared_styles.find(style_ref)
            return await kept(tx, person_id, key, style_ref, shared.title if shared else "")
