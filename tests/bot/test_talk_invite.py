"""Inviting others: thanks for both, once, for somebody new only; and nothing depends on it."""

from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from bot.chat import Command, Incoming
from bot.platform import Platform
from storage.tables import people
from tests.bot.room import RoomPerson
from tests.bot.test_talk_shop import told
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style


@pytest.fixture
def world(world: World) -> World:
    room = SimpleNamespace(money=None, invites=True, start_link=lambda argument: f"https://room.example/?s={argument}")
    world.platforms["room"] = cast("Platform", room)
    return world


async def link_of(person: RoomPerson) -> str:
    await person.says("/invite")
    line = await person.sees("Your link")
    return line.message.text.partition("?s=r_")[2].split()[0]


async def comes(person: RoomPerson, code: str, client: str | None = None) -> None:
    """By the link, from a device that we have never seen unless `client` is one that we have."""
    person.updates += 1
    where, event = person.room.address, Command("start", f"r_{code}")
    key = f"room:{person.name}:{person.updates}"
    await person.comes(Incoming(key, where, person.name, "en", event, client=client))


async def paints(person: RoomPerson) -> None:
    await person.sends_album(a_photo(), a_style())
    await person.presses("Paint")
    await person.sees("Done!")


async def premium(world: World, name: str) -> int:
    person = await world.who(name)
    async with world.store.reading() as tx:
        assert await tx.ledger.check() == []
        return await tx.ledger.balance(person.person_id, "premium_run")


async def test_both_are_thanked_after_the_guests_first_painting(
    world: World, alice: RoomPerson, bob: RoomPerson
) -> None:
    await comes(bob, await link_of(alice))
    await bob.sees("Somebody has invited you")
    assert (await premium(world, "Alice"), await premium(world, "Bob")) == (0, 0)
    await paints(bob)
    await bob.presses("Again")
    await bob.presses("🎨 Paint")
    await bob.sees("Done!")
    assert (await premium(world, "Alice"), await premium(world, "Bob")) == (1, 1)
    await told(world)
    await alice.sees("Somebody whom you invited has had their first painting: 1 premium painting")
    await bob.sees("Your first painting, and thanks for having come: 1 premium painting")
    await alice.says("/invite")
    await alice.sees("1 guest came so far, of whom 1 had a painting")
    await alice.says("/balance")
    await alice.sees("for an invitation")


async def test_nobody_invites_themselves_or_whom_we_know(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    code = await link_of(alice)
    await comes(alice, code)
    await paints(bob)
    await comes(bob, code)
    await paints(bob)
    await comes(world.person("Carol"), "nobody's")
    await paints(world.person("Carol"))
    assert [await premium(world, name) for name in ("Alice", "Bob", "Carol")] == [0, 0, 0]


async def test_who_came_long_before_is_not_new(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    """Though they have done nothing yet."""
    code = await link_of(alice)
    await bob.says("/start")
    async with world.store.transaction() as tx:
        long_before = await tx.now() - timedelta(hours=1)
        await tx.connection.execute(people.update().values(created_at=long_before))
    await comes(bob, code)
    await paints(bob)
    assert await premium(world, "Alice") == 0


async def test_who_deletes_their_data_and_comes_back_is_not_new(
    world: World, alice: RoomPerson, bob: RoomPerson
) -> None:
    """Their account, hashed, is known by the allowance that it has had."""
    code = await link_of(alice)
    await comes(bob, code, client="bob's account")
    await paints(bob)
    assert await premium(world, "Alice") == 1
    known = await world.who("Bob")
    async with world.store.transaction() as tx:
        await tx.people.forget(known.person_id)
    await comes(bob, code, client="bob's account")
    await paints(bob)
    assert (await premium(world, "Alice"), await premium(world, "Bob")) == (1, 0)


async def test_an_account_is_thanked_once_in_all(world: World, alice: RoomPerson) -> None:
    """Also where no allowance tells that it was here: two guests of one account, both noted."""
    code = await link_of(alice)
    for name in ("Bob", "Carol"):
        await comes(world.person(name), code, client="one account")
    for name in ("Bob", "Carol"):
        await paints(world.person(name))
    assert [await premium(world, name) for name in ("Alice", "Bob", "Carol")] == [1, 1, 0]


async def test_so_many_guests_count_and_each_of_them_is_thanked(world: World, alice: RoomPerson) -> None:
    bonus = world.prices.invitation
    assert bonus
    world.prices = world.prices.model_copy(update={"invitation": bonus.model_copy(update={"most": 2})})
    world.restarts()
    code = await link_of(alice)
    for number in range(3):
        guest = world.person(f"Guest {number}")
        await comes(guest, code)
        await paints(guest)
    assert await premium(world, "Alice") == 2
    assert [await premium(world, f"Guest {number}") for number in range(3)] == [1, 1, 1]


@pytest.mark.parametrize("where", ["the rules forbid it", "the catalogue has none"])
async def test_where_nothing_is_given_nothing_is_promised(
    world: World, alice: RoomPerson, bob: RoomPerson, where: str
) -> None:
    code = await link_of(alice)
    if where == "the rules forbid it":
        world.platforms["room"].invites = False  # type: ignore[misc]
    else:
        world.prices = world.prices.model_copy(update={"invitation": None})
        world.restarts()
    await comes(bob, code)
    await bob.sees("Hello! I am Mazok")
    await paints(bob)
    assert (await premium(world, "Alice"), await premium(world, "Bob")) == (0, 0)
    await alice.says("/invite")
    await alice.sees("earns nothing here")
