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
    assert take(Contact(email=ALICE.email), "name", THREE_LINES) == (ALICE, None, False)
    assert complete(ALICE)
    assert not complete(Contact(email=ALICE.email))


def test_one_after_the_other_says_all() -> None:
    contact, asked = Contact(email=ALICE.email), ASKED[0]
    for words, following in zip(THREE_LINES.splitlines(), [*ASKED[1:], None], strict=True):
        contact, then, unclear = take(contact, asked, words)
        assert (then, unclear) == (following, False)
        asked = then or asked
    assert contact == ALICE


def test_an_address_in_several_lines_is_one() -> None:
    contact, asked, _ = take(Contact(), "name", "Bob Ross\n\n +7 (900) 000 00 00 \nTown, Street 5,\nflat   7")
    assert asked is None
    assert contact.address == "Town, Street 5, flat 7"
    assert contact.phone == "+7 (900) 000 00 00"


def test_what_cannot_be_is_asked_once_more() -> None:
    """What was said before it is kept."""
    heard = take(Contact(), "name", "Bob Ross\nno phone\nTown, Street 5")
    assert heard == (Contact(name="Bob Ross"), "phone", True)


def test_the_same_name_again_is_no_mistake() -> None:
    assert take(ALICE, "name", ALICE.name) == (ALICE, "phone", False)


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
    assert take(ALICE, asked, said) == (ALICE, asked, True)
