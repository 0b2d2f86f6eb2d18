"""A sketch against what is offered now. Knows the catalogue and the offers; knows no button."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat import Pressed
from bot.prices import Tier
from bot.talk import dials
from bot.talk.turn import Turn
from bot.usecases.pictures import Picked
from bot.usecases.plan import Draft, Value
from engine.effect import Offer
from engine.options import OptionSpec


@dataclass(frozen=True, slots=True)
class Choice:
    """What the sketch means now: an effect that no worker knows, or a tier that is sold no more, is replaced by the
    first there is. `styles` and `photos` are those that the effect takes."""

    offer: Offer
    tier: Tier
    styles: tuple[Picked, ...] = ()
    photos: tuple[Picked, ...] = ()

    @classmethod
    def of(cls, turn: Turn, offers: Sequence[Offer]) -> "Choice":
        tiers, sketch = turn.can.prices.tiers, turn.sketch
        offer = next((offer for offer in offers if offer.effect == sketch.effect), offers[0])
        tier = tiers.get(sketch.tier) or next(iter(tiers.values()))
        photos = (sketch.photo, *sketch.more)[: offer.most_photos] if sketch.photo else ()
        return cls(offer, tier, sketch.styles[: offer.most_styles if offer.styles else 0], photos)

    @property
    def specs(self) -> tuple[OptionSpec, ...]:
        """The options that are the person's to choose."""
        return tuple(dials.choices(self.offer.options, self.tier, len(self.styles)))

    def options(self, turn: Turn) -> dict[str, Value]:
        """What of the sketch's options means something here."""
        return dials.chosen(self.specs, turn.sketch.options)

    def draft(self, turn: Turn) -> Draft:
        """What would be ordered."""
        sketch, event = turn.sketch, turn.incoming.event
        assert sketch.photo is not None
        return Draft(
            person_id=turn.person.person_id,
            address=turn.address,
            tier=self.tier.name,
            effect=self.offer.effect,
            photo_key=sketch.photo.key,
            size=(sketch.photo.width, sketch.photo.height),
            style_keys=tuple(style.key for style in self.styles),
            options=self.options(turn),
            group=turn.incoming.group,
            client=turn.incoming.client,
            mask_key=sketch.mask if self.offer.regions and len(self.photos) == 1 else None,
            look_key=sketch.look if self.offer.takes_look else None,
            parent_work_id=sketch.parent,
            status_message=event.message_id if isinstance(event, Pressed) else None,
            album=tuple((photo.key, (photo.width, photo.height)) for photo in self.photos[1:]),
        )
