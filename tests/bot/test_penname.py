"""The name that others read: what may be one, and how it is given and taken away."""

import pytest

from bot.usecases.naming import NAME_CHARS, Unfit, one_line
from tests.bot.room import RoomPerson
from tests.bot.world import World
from tests.platforms.contract import a_photo

NAMES = ["Alice", "J. R. R. Tolkien", "St.Petersburg", "Кот 7½", "Mr. O’Neil-Ünal", "猫", "👩\u200d🎨 Eva"]


@pytest.mark.parametrize("words", NAMES)
def test_names_are_names(words: str) -> None:
    assert one_line(words, NAME_CHARS) == words


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("https://mazok.example", "link"),
        ("mazok.example", "link"),
        ("SALE.COM", "link"),
        ("www.mazok", "link"),
        ("картины.рф", "link"),
        ("me@mazok", "link"),
        ("@alice", "link"),
        ("t.me/alice", "link"),
        ("x" * (NAME_CHARS + 1), "long"),
        (" \n\t ", "empty"),
        ("\u200b\u202e", "empty"),
        ("\u200d \u200d", "empty"),
    ],
)
def test_addresses_are_none(words: str, why: str) -> None:
    with pytest.raises(Unfit) as unfit:
        one_line(words, NAME_CHARS)
    assert unfit.value.why == why


async def test_a_name_is_given_changed_and_taken_away(world: World, alice: RoomPerson) -> None:
    await alice.says("/name")
    await alice.sees("Under which name do you publish?")
    await alice.says("Alice\n in Wonderland")
    await alice.sees("“Alice in Wonderland” stands beside")
    await alice.says("/name")
    await alice.sees("Others read “Alice in Wonderland”")
    await alice.says("example.com")
    await alice.sees("cannot be a link")
    await alice.says("Alice L.")
    await alice.sees("“Alice L.” stands beside")
    await alice.presses("Without a name")
    await alice.sees("No name stands beside")
    assert (await world.who("Alice")).name is None


async def test_a_name_can_stand_after_the_command(world: World, alice: RoomPerson) -> None:
    await alice.says(f"/name {'x' * 41}")
    await alice.sees("too long")
    await alice.says("Alice")
    await alice.sees("“Alice” stands beside")
    assert (await world.who("Alice")).name == "Alice"


async def test_who_sends_a_picture_has_gone_on(world: World, alice: RoomPerson) -> None:
    await alice.says("/name")
    await alice.sends_photo(a_photo())
    await alice.sees("I have the photo")
    await alice.says("Alice")
    await alice.sees("pictures better than words")
    assert (await world.who("Alice")).name is None
