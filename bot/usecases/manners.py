"""Styles as things: letting others use one, naming it, and what was made with it. Knows no chat and no words."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.usecases.bring import bring
from bot.usecases.pictures import is_house
from bot.usecases.posted import copies
from bot.usecases.publish import allowed
from bot.usecases.style_refs import house_style_of
from bot.usecases.styles import Styles
from bot.usecases.works import with_copies
from storage import Missing, Store
from storage.shared_styles import SharedStyle
from storage.styles import Style

TITLE_CHARS = 60


@dataclass(frozen=True, slots=True)
class Manner:
    """A style as somebody sees it: `shared` by whoever brought it, None where it is the house's; `used` is how many
    posts of the feed were made with it."""

    ref: str
    shared: SharedStyle | None
    used: int


@dataclass(frozen=True, slots=True)
class Manners:
    """Sharing, naming, looking."""

    store: Store

    async def get(self, ref: str, person_id: str) -> Manner:
        """The style that is called so; raises Missing when it is neither the house's nor to be seen by this person."""
        house = house_style_of(ref)
        async with self.store.reading() as tx:
            shared = None if house else await tx.shared_styles.seen(ref, person_id)
            return Manner(ref, shared, await tx.shared_styles.used(ref))

    async def any_in_feed(self) -> bool:
        """Is there any of these?"""
        async with self.store.reading() as tx:
            return await tx.shared_styles.any_in_feed()

    async def in_feed(self, offset: int, limit: int) -> list[Manner]:
        """What people have brought and the feed was painted with, the most used first."""
        async with self.store.reading() as tx:
            found = await tx.shared_styles.in_feed(offset, limit)
        return [Manner(shared.style_ref, shared, used) for shared, used in found]

    async def used(self, styles: Sequence[Style]) -> dict[str, int]:
        """How many posts of the feed were made with each of these? Those without any are left out."""
        async with self.store.reading() as tx:
            return await tx.shared_styles.uses([style.style_ref for style in styles if style.style_ref])

    async def shares(self, person_id: str, ref: str | None) -> bool:
        """Is it this person who lets others use the style?"""
        async with self.store.reading() as tx:
            shared = await tx.shared_styles.find(ref) if ref else None
        return shared is not None and shared.person_id == person_id

    async def share(self, person_id: str, style_id: str) -> str:
        """Others may use the person's saved style from now on; returns its name for links. What others brought, or the
        house, they may anyway. Raises NotAllowed and Missing."""
        style = await Styles(self.store).get(person_id, style_id)
        ref = style.style_ref
        if ref is None:
            raise Missing("picture of a style", style_id)
        async with self.store.reading() as tx:
            await allowed(tx, person_id)
            known = await tx.shared_styles.find(ref)
        if known or is_house(style.picture_key):
            return ref
        brought = await bring(self.store, person_id, style.picture_key, ref)
        async with self.store.transaction() as tx:
            await allowed(tx, person_id)
            await tx.shared_styles.share(brought)
            await tx.shared_styles.rename(ref, person_id, style.title)
        return ref

    async def stop(self, person_id: str, ref: str) -> None:
        """Others do not see it any more; copies that they have made stay theirs, posts keep their pictures. Raises
        Missing when it is not this person who shares it."""
        async with self.store.transaction() as tx:
            keys = await tx.shared_styles.stop(ref, person_id)
        await self.store.blobs.delete(copies(keys))

    async def rename(self, person_id: str, style_id: str, title: str) -> None:
        """The person calls it so; where they share it, others read that. Raises Missing."""
        style = await Styles(self.store).get(person_id, style_id)
        async with self.store.transaction() as tx:
            await tx.styles.rename(style_id, person_id, title)
            if style.style_ref:
                await tx.shared_styles.rename(style.style_ref, person_id, title)

    async def delete(self, person_id: str, style_id: str) -> None:
        """It goes from among the person's styles with what was learned from it, and who shared it does not share it any
        more; paintings made with it stay. Raises Missing."""
        style = await Styles(self.store).get(person_id, style_id)
        async with self.store.transaction() as tx:  # or they could not stop sharing what is not theirs any more
            keys = await tx.styles.delete(style_id, person_id)
            with suppress(Missing):  # they did not share it
                keys += await tx.shared_styles.stop(style.style_ref or "", person_id)
        await self.store.blobs.delete(with_copies(keys))
