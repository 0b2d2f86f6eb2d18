"""Where a parcel goes, as people write it. Knows no chat; checks what a courier could not do without."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from bot.usecases.contacts import Contact

Asked = Literal["name", "phone", "address"]

ASKED: tuple[Asked, ...] = ("name", "phone", "address")
LONGEST = {"name": 80, "phone": 30, "address": 250}
SPACE = re.compile(r"\s+")


def complete(contact: Contact) -> bool:
    """Is it known where to?"""
    return all(getattr(contact, name) for name in ASKED)


def take(contact: Contact, asked: Asked, words: str) -> tuple[Contact, Asked | None]:
    """What a person wrote when they were asked for this: one line, or that line and those that follow. Returns what is
    known then, and what is to be asked next (the same once more, where it cannot be that)."""
    rest = ASKED[ASKED.index(asked) :]
    for name, said in zip(rest, lines(words, len(rest)), strict=False):
        if not plausible(name, said):
            return contact, name
        contact = replace(contact, **{name: said})
        asked = name
    following = ASKED[ASKED.index(asked) + 1 :]
    return contact, following[0] if following else None


def lines(words: str, most: int) -> Sequence[str]:
    """At most so many; what is more belongs to the last, as an address may be written in several."""
    written = [SPACE.sub(" ", line).strip(" ,;") for line in words.splitlines()]
    written = [line for line in written if line] or [""]
    return [*written[: most - 1], ", ".join(written[most - 1 :])] if len(written) >= most else written


def plausible(asked: Asked, said: str) -> bool:
    """Could this be one? Of a phone number the digits count, of an address that it has a number and some length."""
    digits = sum(letter.isdigit() for letter in said)
    if len(said) > LONGEST[asked]:
        return False
    if asked == "phone":
        return 10 <= digits <= 15 and not any(letter.isalpha() for letter in said)
    if asked == "name":
        return sum(letter.isalpha() for letter in said) >= 2 and not digits
    return len(said) >= 10 and digits > 0 and any(letter.isalpha() for letter in said)
