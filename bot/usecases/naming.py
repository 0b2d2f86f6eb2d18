"""What people call themselves and their paintings: one line that others read. Knows no chat."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from bot.usecases.style_refs import words_of
from storage import Store, Transaction

NAME_CHARS = 40
EVERY = 100_000  # posts of a person
# An address of a page or of an account. What follows the dot is all small or all capital, unlike in "St.Petersburg".
LINK = re.compile(r"://|@\w|\bwww\.|\w\.(?:[a-zа-яё]{2,}|[A-ZА-ЯЁ]{2,})\b")


JOINERS = "\u200c\u200d"  # invisible, but letters and emoji change by them


class Unfit(Exception):
    """Others are not to read this; `why` says why not, `most` how many characters it may have."""

    def __init__(self, why: Literal["empty", "long", "link"], most: int) -> None:
        super().__init__(why)
        self.why = why
        self.most = most


def one_line(words: str, most: int) -> str:
    """The words without breaks and invisible characters; raises Unfit."""
    seen = (" " if one.isspace() else one for one in words)
    line = " ".join("".join(one for one in seen if one in JOINERS or visible(one)).split())
    if not line.strip(JOINERS + " "):
        raise Unfit("empty", most)
    if len(line) > most:
        raise Unfit("long", most)
    if LINK.search(line):
        raise Unfit("link", most)
    return line


def visible(one: str) -> bool:
    """Neither a control character nor one that turns the direction of what follows."""
    return not unicodedata.category(one).startswith("C")


@dataclass(frozen=True, slots=True)
class PenName:
    """The name that others read beside what a person publishes."""

    store: Store

    async def __call__(self, person_id: str, words: str) -> str:
        """From now on; raises Unfit."""
        name = one_line(words, NAME_CHARS)
        await self._set(person_id, name)
        return name

    async def remove(self, person_id: str) -> None:
        """From now on there is none."""
        await self._set(person_id, None)

    async def _set(self, person_id: str, name: str | None) -> None:
        async with self.store.transaction() as tx:
            await tx.people.set_name(person_id, name)
            await sign(tx, person_id)


async def sign(tx: Transaction, person_id: str) -> None:
    """The person's posts are found by the name they have now, and by no earlier one."""
    for post in await tx.posts.of_person(person_id, 0, EVERY):
        await tx.posts.found_by(post.post_id, words_of(post))
