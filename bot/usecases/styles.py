"""The styles that a person may paint with: those of the house by name, and the pictures they saved. Knows no chat."""

import uuid
from dataclasses import dataclass

from bot.texts import Texts, locales
from bot.usecases.pictures import Picked, copy_key, house, house_key, is_house, read
from bot.usecases.works import with_copies
from engine.picture import check
from storage import Store, Transaction
from storage.styles import NewStyle, Style
from storage.works import NewWork, Work


@dataclass(frozen=True, slots=True)
class Styles:
    """Saving, choosing, deleting."""

    store: Store

    async def of_person(self, person_id: str) -> list[Style]:
        """What they saved, newest first."""
        async with self.store.reading() as tx:
            return await tx.styles.of_person(person_id)

    async def save(self, person_id: str, picture_key: str) -> Style:
        """Keep a picture as a style; one that is kept already stays as it is."""
        async with self.store.transaction() as tx:
            return await kept(tx, person_id, picture_key)

    async def get(self, person_id: str, style_id: str) -> Style:
        """The person's saved style; raises Missing."""
        async with self.store.reading() as tx:
            return await tx.styles.get(style_id, person_id)

    async def delete(self, person_id: str, style_id: str) -> None:
        """Delete a saved style and what was learned from it; paintings made with it stay. Raises Missing."""
        async with self.store.transaction() as tx:
            keys = await tx.styles.delete(style_id, person_id)
        await self.store.blobs.delete(with_copies(keys))

    async def pick(self, key: str) -> Picked:
        """A picture that we hold already, with its proportions. Raises Missing."""
        header = check(await read(self.store, copy_key(key, "view")))
        return Picked(key, header.width, header.height)


async def kept(tx: Transaction, person_id: str, picture_key: str) -> Style:
    """The person's style of this picture, saved if it was not."""
    # A picture of the house may be the style of many.
    name = f"{person_id}/{picture_key}" if is_house(picture_key) else picture_key
    style_id = uuid.uuid5(uuid.NAMESPACE_OID, name).hex
    known = {style.picture_key: style for style in await tx.styles.of_person(person_id)}  # perhaps by a joined account
    new = NewStyle(style_id, person_id, picture_key, copy_key(picture_key, "thumbnail"))
    return known.get(picture_key) or await tx.styles.add(new)


async def learned(tx: Transaction, work: NewWork) -> None:
    """What a work has learned belongs to the style that it learned, among the person's styles from now on."""
    if work.look_key and has_learned(work):
        [picture_key] = work.style_keys
        style = await kept(tx, work.person_id, picture_key)
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


def style_title(texts: Texts, name: str) -> str:
    return texts.titled(f"house-{name}", name.replace("_", " "))
