"""Paintings that people pass on into chats where we are not: their own, or any post by its name. Knows no chat.

Who passes something on does it themselves: nothing is published by it, and nothing is written down.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.texts import Texts, locales
from bot.usecases.offers import effect_title
from bot.usecases.pictures import house, is_house
from bot.usecases.style_refs import OURS, titled, words_of
from storage import Missing, Store, Transaction
from storage.people import Person
from storage.posts import Post
from storage.works import Work

PAGE = 50
LOOKED_THROUGH = 1000  # paintings at a time
NAMED = re.compile(r"w_?([\w-]{1,60})", re.ASCII)  # as in start links


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an account of a platform looks for: `w<post_id>` is a post, other words are in titles. `start` is where the
    page begins."""

    platform: str
    account: str
    words: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Passable:
    """A painting that can be passed on: by the id of a file that the platform has, or by the page of its post, which is
    None where others do not see it. `style_ref` is what others could paint with."""

    name: str
    title: str
    file_id: str | None
    post: Post | None
    style_ref: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page; `next` is where the next one begins. No person: a stranger, or somebody who may not."""

    person: Person | None = None
    paintings: Sequence[Passable] = ()
    next: int | None = None


@dataclass(frozen=True, slots=True)
class PassOn:
    """`account` is ours, whose files those are; `paged`: whether posts have pages that everybody reaches."""

    store: Store
    account: str
    paged: bool

    async def __call__(self, wanted: Wanted) -> Found:
        async with self.store.reading() as tx:
            person = await tx.people.by_identity(wanted.platform, wanted.account)
            if person is None or await tx.bans.of(person.person_id):
                return Found()
            post = await named(tx, wanted.words)
            if post is None:
                return await self._own(tx, person, wanted)
            files = await tx.sent_files.of(self.account, (post.picture_key, post.card_key))
        known = self._of_post(Texts(person.locale), post, files)
        return Found(person, [known] if known else [])

    def _of_post(self, texts: Texts, post: Post, files: Mapping[str, str]) -> Passable | None:
        file_id = files.get(post.picture_key) or files.get(post.card_key)
        title = post.title or titled(texts, post.style_ref, post.style_title) or effect_title(texts, post.effect)
        painting = Passable(name=post.post_id, title=title, file_id=file_id, post=post, style_ref=post.style_ref)
        return painting if file_id or self.paged else None

    async def _own(self, tx: Transaction, person: Person, wanted: Wanted) -> Found:
        works = await tx.works.page(person.person_id, wanted.start, LOOKED_THROUGH)
        shelf = await Shelf.of(tx, person, self.account, works)
        found: list[Passable] = []
        for place, work in enumerate(works, wanted.start + 1):
            painting = shelf.passable(work)
            if (painting.file_id or (painting.post and self.paged)) and shelf.has(work, wanted.words.lower().split()):
                found.append(painting)
            if len(found) == PAGE:
                return Found(person, found, place)
        return Found(person, found, wanted.start + len(works) if len(works) == LOOKED_THROUGH else None)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is known of a person's paintings beside themselves."""

    texts: Texts
    posts: Mapping[str | None, Post]
    styles: Mapping[str, str]  # their titles, by the keys of their pictures
    files: Mapping[str, str]

    @classmethod
    async def of(cls, tx: Transaction, person: Person, account: str, works: Collection[Work]) -> "Shelf":
        posts = await tx.posts.of_person(person.person_id, 0, LOOKED_THROUGH)
        styles = {style.picture_key: style.title for style in await tx.styles.of_person(person.person_id)}
        keys = [work.preview_key for work in works] + [post.picture_key for post in posts]
        files = await tx.sent_files.of(account, keys)
        return cls(Texts(person.locale), {post.work_id: post for post in posts}, styles, files)

    def passable(self, work: Work) -> Passable:
        post = self.posts.get(work.work_id)
        file_id = self.files.get(work.preview_key) or (self.files.get(post.picture_key) if post else None)
        called = post.title if post else ""
        return Passable(
            name=work.work_id,
            title=called or self._style(self.texts, work) or effect_title(self.texts, work.effect),
            file_id=file_id,
            post=post if post and post.public else None,
            style_ref=house_ref(work),
        )

    def has(self, work: Work, words: Collection[str]) -> bool:
        """Are all these words in what it is called, in any language of ours?"""
        if not words:
            return True
        post = self.posts.get(work.work_id)
        called = [words_of(post)] if post else []
        for texts in map(Texts, locales()):
            called += [self._style(texts, work), effect_title(texts, work.effect)]
        return all(word in " ".join(called).lower() for word in words)

    def _style(self, texts: Texts, work: Work) -> str:
        names = (titled(texts, house_name(key), self.styles.get(key, "")) for key in work.style_keys)
        return ", ".join(name for name in names if name)


async def named(tx: Transaction, words: str) -> Post | None:
    """The post that everybody may see by this name."""
    name = NAMED.fullmatch(words.strip())
    if name is None:
        return None
    try:
        return await tx.posts.seen(name[1])
    except Missing:  # some words begin with this letter
        return None


def house_name(key: str) -> str | None:
    """What a style of the house is called among all styles; None for another."""
    name = key.partition(":")[2]
    return OURS + name if is_house(key) and name in house() else None


def house_ref(work: Work) -> str | None:
    """The style of the painting if it is the house's: that one others can paint with, also of what is not public."""
    return house_name(work.style_keys[0]) if len(work.style_keys) == 1 else None
