"""Keeping a style that others share among one's own. Knows no chat."""

from dataclasses import dataclass

from bot.usecases.borrow import Borrow
from bot.usecases.intake import Intake
from bot.usecases.styles import Styles
from storage import Store
from storage.styles import Style


@dataclass(frozen=True, slots=True)
class Adopt:
    """A style that is kept already stays as it is."""

    store: Store
    intake: Intake

    async def __call__(self, person_id: str, style_ref: str) -> Style:
        """The person's style. Raises Missing when nobody shares it any more."""
        key = await Borrow(self.store, self.intake)(person_id, style_ref)
        return await Styles(self.store).save(person_id, key)
