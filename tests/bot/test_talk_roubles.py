"""Buying with roubles by conversation: where the receipt goes is asked once; the till and YooKassa's side are real."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.chat import Incoming, Pressed
from bot.payments.yookassa.settings import NAME
from bot.talk.notices import NoticeWords
from bot.usecases.notify import Notify
from tests.bot.room import RoomPerson
from tests.bot.test_talk_prints import WHERE, chosen
from tests.bot.world import World
from tests.payments.kiosk import Kiosk, a_kiosk
from tests.platforms.contract import a_photo
from tests.simulators.yookassa.server import Fault

PACK = "1,000 HD iterations — 250 ₽"


@pytest.fixture
async def kiosk(world: World, tmp_path: Path) -> AsyncIterator[Kiosk]:
    """A shop that sells in this world."""
    async with a_kiosk(world.store, tmp_path) as opened:
        world.tills[NAME] = opened.till
        yield opened
    assert opened.server.violations == []


async def kept(world: World, name: str = "Alice") -> str:
    """The address that is kept of somebody."""
    person = await world.who(name)
    return (await world.contacts.get(person.person_id)).email


def link(person: RoomPerson) -> str:
    url = person.button("Pay 250 ₽")[1].url
    assert url
    return url


async def chooses(person: RoomPerson) -> None:
    await person.says("/buy")
    await person.presses(PACK)


async def test_the_address_is_asked_for_once(world: World, alice: RoomPerson, kiosk: Kiosk) -> None:
    await chooses(alice)
    await alice.sees("Where shall the receipt go?")
    await alice.says("alice at example")
    await alice.sees("does not look like an e-mail address")
    await alice.says(" alice@example.org ")
    await alice.sees("1,000 HD iterations for 250 ₽")
    assert await kept(world) == "alice@example.org"
    await kiosk.pays(link(alice))
    await Notify(world.store, lambda: ("room",), world.rooms.__getitem__, NoticeWords()).look()
    await alice.sees("1,000 HD iterations: paid 250 ₽, and yours")
    assert await kiosk.has("Alice") == 1000
    await chooses(alice)
    await alice.sees("1,000 HD iterations for 250 ₽")
    assert [one["receipt"]["customer"]["email"] for one in kiosk.server.shop.asked] == ["alice@example.org"] * 2


async def test_the_address_is_changed_for_the_same_purchase(world: World, alice: RoomPerson, kiosk: Kiosk) -> None:
    await chooses(alice)
    await alice.says("alice@example.org")
    first = link(alice)
    await alice.presses("Receipt to alice@example.org")
    await alice.sees("Where shall the receipt go?")
    await alice.says("alice.in.wonderland@example.org")
    await alice.sees("1,000 HD iterations for 250 ₽")
    assert alice.button("Receipt to")[1].text == "✉️ Receipt to alice.in.w…example.org"
    assert link(alice) != first
    addresses = [one["receipt"]["customer"]["email"] for one in kiosk.server.shop.asked]
    assert addresses == ["alice@example.org", "alice.in.wonderland@example.org"]
    assert len({one["metadata"]["purchase_id"] for one in kiosk.server.shop.asked}) == 1


async def test_a_picture_in_place_of_an_address_is_a_painting(world: World, alice: RoomPerson, kiosk: Kiosk) -> None:
    await chooses(alice)
    await alice.sends_photo(a_photo())
    await alice.says("alice@example.org")
    assert await kept(world) == ""


async def test_a_bill_that_is_over_is_chosen_anew(world: World, alice: RoomPerson, kiosk: Kiosk) -> None:
    await chooses(alice)
    async with world.store.transaction() as tx:
        (purchase,) = await tx.purchases.waiting(NAME, 60)
        await tx.purchases.cancel(purchase.purchase_id)
    await alice.says("alice@example.org")
    await alice.sees("The bill from before is over")
    await alice.sees("What shall it be?")
    assert kiosk.server.calls == []


async def test_nobody_changes_the_receipt_of_somebody_elses_purchase(
    world: World, alice: RoomPerson, bob: RoomPerson, kiosk: Kiosk
) -> None:
    await chooses(alice)
    await alice.says("alice@example.org")
    await bob.does(Pressed(alice.button("Receipt to")[1].data, "1"))
    await bob.sees("left over from an earlier conversation")


async def test_where_others_read_along_no_address_is_asked_for_or_shown(
    world: World, alice: RoomPerson, kiosk: Kiosk
) -> None:
    async def chooses_in_a_group(update_key: str) -> None:
        message_id, button = alice.button("1,000 HD iterations —")
        pressed = Pressed(button.data, message_id)
        await alice.comes(Incoming(update_key, alice.room.address, alice.name, "en", pressed, group=True))

    await alice.says("/buy")
    await chooses_in_a_group("group:1")
    await alice.sees("Others read along here")
    await alice.says("alice@example.org")
    assert await kept(world) == ""
    await chooses(alice)
    await alice.says("alice@example.org")
    await alice.says("/buy")
    await chooses_in_a_group("group:2")
    assert alice.room.newest.labels == ["Pay 250\N{NO-BREAK SPACE}₽", "Choose another"]


async def test_a_canvas_has_a_receipt_too(world: World, alice: RoomPerson, kiosk: Kiosk) -> None:
    """It is a commodity; the address of the receipt joins that of the parcel."""
    await chosen(alice)
    await alice.presses("Where does it go?")
    await alice.says(WHERE)
    await alice.presses("Order and pay")
    await alice.sees("Where shall the receipt go?")
    await alice.says("alice@example.org")
    await alice.sees("with delivery")
    assert alice.room.newest.labels[-1] == "My order"
    item = kiosk.server.shop.asked[0]["receipt"]["items"][0]
    assert (item["payment_subject"], item["amount"]["value"]) == ("commodity", "1800.00")
    kept_of_alice = await world.contacts.get((await world.who("Alice")).person_id)
    assert (kept_of_alice.email, kept_of_alice.name) == ("alice@example.org", "Alice Liddell")


async def test_a_till_that_stumbles_is_asked_again_with_the_same_address(
    world: World, alice: RoomPerson, kiosk: Kiosk
) -> None:
    kiosk.server.faults.append(Fault(502))
    await chooses(alice)
    await alice.says("alice@example.org")
    await alice.sees("The till does not open just now")
    await chooses(alice)
    await alice.sees("1,000 HD iterations for 250 ₽")


async def test_the_address_goes_with_the_person(world: World, alice: RoomPerson, kiosk: Kiosk) -> None:
    await chooses(alice)
    await alice.says("alice@example.org")
    person = await world.who("Alice")
    async with world.store.transaction() as tx:
        await tx.people.forget(person.person_id)
    async with world.store.reading() as tx:
        assert await tx.contacts.get(person.person_id) is None


@pytest.mark.parametrize(
    "address",
    ["@example.org", "alice@", "alice@example", "al ice@example.org", "алиса@пример.рф", "alice@example..org",
     "alice@-.org", "a" * 250 + "@b.org", "alice@example.org\nbcc: bob@example.org"],
)  # fmt: skip
async def test_what_is_no_address_is_not_kept(world: World, alice: RoomPerson, kiosk: Kiosk, address: str) -> None:
    await chooses(alice)
    await alice.says(address)
    await alice.sees("does not look like an e-mail address")
    assert await kept(world) == ""


@pytest.mark.parametrize("address", ["a@b.co", "alice+mazok@mail.example.co.uk", "o'hara_1@xn--e1afmkfd.xn--p1ai"])
async def test_what_is_an_address_is_taken(world: World, alice: RoomPerson, kiosk: Kiosk, address: str) -> None:
    await chooses(alice)
    await alice.says(address)
    await alice.sees("1,000 HD iterations for 250 ₽")
    assert await kept(world) == address
