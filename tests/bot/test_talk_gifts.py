"""Giving and redeeming by conversation."""

from types import SimpleNamespace
from typing import cast

import pytest

from bot.chat import Pressed
from bot.platform import Platform
from bot.usecases.credit import Credit
from storage.vouchers import NewVoucher, VoucherKind
from tests.bot.counter import Counter, payment_of
from tests.bot.room import RoomPerson
from tests.bot.test_talk_shop import newest_purchase, told
from tests.bot.world import World
from tests.platforms.contract import a_photo


@pytest.fixture
def world(world: World) -> World:
    """The room has links, its own rules, and the catalogue's money."""
    room = SimpleNamespace(money=None, invites=True, start_link=lambda argument: f"https://room.example/?s={argument}")
    world.platforms["room"] = cast("Platform", room)
    return world


def code_in(person: RoomPerson) -> str:
    """The code that the newest message links to."""
    return person.room.newest.message.text.partition("?s=g_")[2].split()[0]


async def gives(world: World, alice: RoomPerson) -> str:
    """Two of five premium paintings."""
    await alice.says("/start")
    await world.gives("Alice", "premium_run", 5)
    await alice.says("/gift")
    await alice.presses("2 premium paintings")
    await alice.sees("2 premium paintings as a gift?")
    await alice.presses("Wrap it")
    await alice.sees("https://room.example/?s=g_")
    return code_in(alice)


async def test_a_gift_goes_by_its_link(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    code = await gives(world, alice)
    await alice.says("/balance")
    await alice.sees("Premium: 3 premium paintings")
    await bob.says(f"/start g_{code}")
    await bob.sees("A gift for you: 2 premium paintings")
    await bob.says("/balance")
    await bob.sees("+2 premium paintings · a gift")
    await told(world)
    await alice.sees("Your gift has arrived: 2 premium paintings")
    carol = world.person("Carol")
    await carol.says(f"/start g_{code}")
    await carol.sees("others were faster")
    await bob.says(f"/start g_{code}")
    await bob.sees("redeemed that code already")


async def test_a_gift_wrapped_twice_is_one(world: World, alice: RoomPerson) -> None:
    await alice.says("/start")
    await world.gives("Alice", "premium_run", 5)
    await alice.says("/gift")
    await alice.presses("2 premium paintings")
    message_id, button = alice.button("Wrap it")
    await alice.does(Pressed(button.data, message_id))
    await alice.does(Pressed(button.data, message_id))
    await alice.says("/balance")
    await alice.sees("Premium: 3 premium paintings")


async def test_a_gift_is_taken_back(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    code = await gives(world, alice)
    await alice.presses("Another gift")
    await alice.presses("Gifts that wait (1)")
    await alice.presses("2 premium paintings")
    await alice.presses("Take it back")
    await alice.sees("Taken back: 2 premium paintings")
    await bob.says(f"/promo {code}")
    await bob.sees("no longer valid")
    await alice.says("/balance")
    await alice.sees("a gift that came back")


async def test_somebody_elses_gift_cannot_be_opened(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    code = await gives(world, alice)
    await bob.does(Pressed(f"gifts.open_:{code}", "1"))
    await bob.sees("left over")
    await bob.does(Pressed(f"gifts.take_back:{code}", "1"))
    await bob.sees("left over")


@pytest.mark.parametrize("amount", ["0", "-5", "many", "6"])
async def test_a_forged_amount_gives_nothing(world: World, alice: RoomPerson, amount: str) -> None:
    await alice.says("/start")
    await world.gives("Alice", "premium_run", 5)
    await alice.does(Pressed(f"gifts.wrap:premium_run:{amount}:key", "1"))
    await alice.says("/balance")
    await alice.sees("Premium: 5 premium paintings")


async def test_a_pack_is_bought_as_a_gift(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    world.tills["counter"] = Counter()
    await alice.says("/gift")
    await alice.sees("Your balance holds none yet")
    await alice.presses("Buy a pack as a gift")
    await alice.presses("10 premium paintings — 400")
    await alice.sees("10 premium paintings, as a gift for 400")
    await Credit(world.store)(payment_of(await newest_purchase(world, "Alice")))
    await told(world)
    await alice.sees("Your gift is wrapped: 10 premium paintings")
    await alice.presses("Get the link")
    await bob.says(f"/start g_{code_in(alice)}")
    await bob.sees("A gift for you: 10 premium paintings")


async def test_a_promo_code_may_be_the_next_words(world: World, alice: RoomPerson) -> None:
    async with world.store.transaction() as tx:
        spring = NewVoucher(code="SPRING", kind=VoucherKind.PROMO, asset="hd_iteration", amount=200, uses=5)
        await tx.vouchers.add(spring, None)
    await alice.says("/promo")
    await alice.says("summer")
    await alice.sees("I do not know that code")
    await alice.presses("Redeem a code")
    await alice.says("spring")
    await alice.sees("200 HD iterations for you")
    await alice.says("/promo SPRING")
    await alice.sees("redeemed that code already")
    await alice.says("/balance")
    await alice.sees("+200 HD iterations · a promo code")


async def test_who_sends_a_photo_instead_of_a_code_has_gone_on(world: World, alice: RoomPerson) -> None:
    await alice.says("/promo")
    await alice.sends_photo(a_photo())
    await alice.sees("I have the photo!")


async def test_without_a_link_the_code_is_said(world: World, alice: RoomPerson) -> None:
    del world.platforms["room"]
    await alice.says("/start")
    await world.gives("Alice", "premium_run", 1)
    await alice.says("/gift")
    await alice.presses("1 premium painting")
    await alice.presses("Wrap it")
    await alice.sees("Send this code to whoever shall have it")
