"""Where a parcel goes, as people write it. Knows no chat; checks what a courier could not do without."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from bot.usecases.contacts import Contact

Asked = Literal["name", "phone", "address"]

ASKED: tuple[Asked, ...] = ("name", "phone", "address")
LONGEST = {"name": 80, "phone": 30, "address": 250}
SPACE = re.compile(r"\s+")


def complete(contact: Contact) -> bool:
    """Is it known where to?"""
    return all(getattr(contact, name) for name in ASKED)


class Heard(NamedTuple):
    """What is known now, what is to be asked next, and whether that is asked once more because it could not be."""

    contact: Contact
    asked: Asked | None
    unclear: bool = False


def take(contact: Contact, asked: Asked, words: str) -> Heard:
    """What a person wrote when they were asked for this: one line, or that line and those that follow."""
    rest = ASKED[ASKED.index(asked) :]
    said = lines(words, len(rest))
    for name, one in zip(rest, said, strict=False):
        if not plausible(name, one):
            return Heard(contact, name, unclear=True)
        contact = replace(contact, **{name: one})
    return Heard(contact, next(iter(rest[len(said) :]), None))


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
