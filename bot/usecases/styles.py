"""The styles that a person may paint with: those of the house by name, and the pictures they saved. Knows no chat."""

import uuid
from dataclasses import dataclass, replace

from bot.texts import Texts, locales
from bot.usecases.pictures import Picked, copy_key, house, house_key, read
from bot.usecases.style_refs import style_ref, style_title
from engine.picture import check
from storage import Missing, Store, Transaction
from storage.styles import NewStyle, Style
from storage.works import NewWork, Work


@dataclass(frozen=True, slots=True)
class Styles:
    """Saving, choosing; deleting concerns others too, see `bot.usecases.manners`."""

    store: Store

    async def of_person(self, person_id: str) -> list[Style]:
        """What they saved, newest first."""
        async with self.store.reading() as tx:
            return await tx.styles.of_person(person_id)

    async def save(self, person_id: str, picture_key: str) -> Style:
        """Keep a picture as a style; one that is kept already stays as it is. Raises Missing when it is gone."""
        ref = await style_ref(self.store, picture_key)
        async with self.store.transaction() as tx:
            return await kept(tx, person_id, picture_key, ref)

    async def get(self, person_id: str, style_id: str) -> Style:
        """The person's saved style; raises Missing."""
        async with self.store.reading() as tx:
            style = await tx.styles.get(style_id, person_id)
        return style if style.style_ref else await self._named(style)

    async def _named(self, style: Style) -> Style:
        """One that an older release has saved gets its name among everybody's; none where its picture is gone."""
        ref = await ref_of(self.store, style.picture_key)
        if ref:
            async with self.store.transaction() as tx:
                await tx.styles.refer(style.style_id, style.person_id, ref)
        return replace(style, style_ref=ref)

    async def pick(self, key: str) -> Picked:
        """A picture that we hold already, with its proportions. Raises Missing."""
        header = check(await read(self.store, copy_key(key, "view")))
        return Picked(key, header.width, header.height)


async def kept(tx: Transaction, person_id: str, picture_key: str, ref: str | None, title: str = "") -> Style:
    """The person's style of this picture, saved if it was not. `ref` is its name, None where the picture is gone."""
    for style in await tx.styles.of_person(person_id):
        if style.picture_key == picture_key or (ref and style.style_ref == ref):
            return style
    style_id = uuid.uuid5(uuid.NAMESPACE_OID, f"{person_id}/{ref or picture_key}").hex
    thumbnail = copy_key(picture_key, "thumbnail")
    return await tx.styles.add(NewStyle(style_id, person_id, picture_key, thumbnail, title, style_ref=ref))


async def ref_of(store: Store, picture_key: str) -> str | None:
    """The name of the style that this picture is; None when the picture is gone."""
    try:
        return await style_ref(store, picture_key)
    except Missing:
        return None


async def learned(tx: Transaction, work: NewWork, ref: str | None) -> None:
    """What a work has learned belongs to the style that it learned, among the person's styles from now on."""
    if work.look_key and has_learned(work):
        [picture_key] = work.style_keys
        style = await kept(tx, work.person_id, picture_key, ref)
        await tx.styles.learned(style.style_id, work.person_id, work.look_key)


def has_learned(work: Work | NewWork) -> bool:
    """Whether its look is its own, and not the one that it was painted by."""
    return work.look_key is not None and work.look_key == work.state_key


def named(words: str) -> str | None:
    """The key of the house style that is called so in any language of ours: a caption may name it."""
    wanted = words.strip().casefold()
    titles = {style_title(Texts(locale), name).casefold(): name for locale in locales() for name in house()}
    name = wanted if wanted in house() else titles.get(wanted)
    return house_key(name) if name else None
