"""Where a parcel goes: what people write is taken as they wrote it, or asked for once more."""

import pytest

from bot.usecases.contacts import Contact
from bot.usecases.parcel import ASKED, Asked, complete, plausible, take

ALICE = Contact(
    email="alice@example.org",
    name="Алиса Иванова",
    phone="+7 900 123-45-67",
    address="Россия, 190000, Санкт-Петербург, Невский пр. 1, кв. 2",
)
THREE_LINES = f"{ALICE.name}\n{ALICE.phone}\n{ALICE.address}"


def test_three_lines_say_all() -> None:
    contact, asked = take(Contact(email=ALICE.email), "name", THREE_LINES)
    assert contact == ALICE
    assert asked is None
    assert complete(contact)


def test_one_after_the_other_says_all() -> None:
    contact, asked = Contact(email=ALICE.email), ASKED[0]
    for words, following in zip(THREE_LINES.splitlines(), [*ASKED[1:], None], strict=True):
        contact, then = take(contact, asked, words)
        assert then == following
        asked = then or asked
    assert contact == ALICE


def test_an_address_in_several_lines_is_one() -> None:
    contact, asked = take(Contact(), "name", "Bob Ross\n\n +7 (900) 000 00 00 \nTown, Street 5,\nflat   7")
    assert asked is None
    assert contact.address == "Town, Street 5, flat 7"
    assert contact.phone == "+7 (900) 000 00 00"


def test_what_cannot_be_is_asked_once_more() -> None:
    """What was said before it is kept."""
    contact, asked = take(Contact(), "name", "Bob Ross\nno phone\nTown, Street 5")
    assert asked == "phone"
    assert contact == Contact(name="Bob Ross")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("name", ""),
        ("name", "7"),
        ("name", "x" * 81),
        ("phone", "112"),
        ("phone", "eight nine hundred"),
        ("phone", "1" * 16),
        ("address", "at home"),
        ("address", "no number in it"),
        ("address", "1" * 20),
        ("address", "Street 1, " * 30),
    ],
)
def test_what_no_courier_could_use(asked: Asked, said: str) -> None:
    assert not plausible(asked, said)
    assert take(ALICE, asked, said) == (ALICE, asked)
