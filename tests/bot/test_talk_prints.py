"""A canvas by conversation: size, crop, address, payment, its way to the door, and cancelling it in time."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import text

from bot.chat import Pressed, Text
from bot.talk.scenes.prints import open_, place
from bot.usecases.buy import Buy
from bot.usecases.canvas import Placed, Sharpness
from bot.usecases.credit import Credit, Outcome
from bot.usecases.prints import Moved, NoTrack, Prints, tidy
from bot.usecases.refund import Refunds
from storage import Missing
from storage.prints import Print, PrintState
from storage.purchases import PurchaseState
from tests.bot.counter import Counter, payment_of
from tests.bot.room import RoomPerson
from tests.bot.test_talk_shop import newest_purchase, opens, told
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style

WHERE = "Alice Liddell\n+7 900 123-45-67\nRussia, 190000, Saint Petersburg, Nevsky 1, flat 2"


async def painted(alice: RoomPerson) -> None:
    await alice.sends_album(a_photo(), a_style())
    await alice.presses("Paint")
    await alice.sees("Done!")


async def chosen(alice: RoomPerson, size: str = "40 × 30 cm") -> None:
    """As far as the crop."""
    await painted(alice)
    await alice.presses("Order a canvas")
    await alice.presses(size)


async def ordered(world: World, alice: RoomPerson) -> Counter:
    """As far as the way to the till."""
    counter = await opens(world)
    await chosen(alice)
    await alice.presses("Where does it go?")
    await alice.says(WHERE)
    await alice.presses("Order and pay 1,800 ₽")
    return counter


async def paid(world: World, alice: RoomPerson) -> Counter:
    counter = await ordered(world, alice)
    assert await Credit(world.store)(payment_of(await newest_purchase(world, "Alice"))) is Outcome.CREDITED
    await told(world)
    await alice.sees("I have the order")
    return counter


async def the_print(world: World) -> Print:
    async with world.store.reading() as tx:
        return (await tx.prints.in_state(None, 1))[0]


def desk(world: World) -> Prints:
    buy: Buy = world.conversation.can.buy
    return Prints(world.store, buy, world.contacts)


async def moves(world: World, state: PrintState, note: str = "", track: str | None = None) -> bool:
    """The owner says where it is."""
    moved = await desk(world).move((await the_print(world)).purchase_id, state, Moved("owner", note, track))
    await told(world)
    return moved


async def test_without_a_till_no_canvas_is_offered(alice: RoomPerson) -> None:
    await painted(alice)
    assert not any("canvas" in label for label in alice.room.newest.labels)


async def test_every_size_has_its_price_and_says_how_sharp_it_is(world: World, alice: RoomPerson) -> None:
    """600 px on 40 cm are 38 dots per inch: soft, and a larger painting is offered."""
    await opens(world)
    await painted(alice)
    await alice.presses("Order a canvas")
    line = await alice.sees("40 × 30 cm: 38 dots per inch — soft")
    assert "few dots" in line.message.text
    assert [label for label in line.labels if "cm" in label] == [
        "40 × 30 cm — 1,800 ₽",
        "60 × 40 cm — 2,700 ₽",
        "90 × 60 cm — 4,900 ₽",
    ]
    await alice.presses("HD of this one")
    await alice.sees("HD")


async def test_a_large_work_is_sharp_and_nothing_is_warned_of(world: World, alice: RoomPerson) -> None:
    await opens(world)
    await painted(alice)
    async with world.store.transaction() as tx:
        await tx.connection.execute(text("UPDATE works SET width = 3000, height = 4000"))
    await alice.presses("Order a canvas")
    line = await alice.sees("30 × 40 cm: 254 dots per inch — sharp")
    assert "60 × 90 cm: 112 dots per inch — sharp from a step away" in line.message.text
    assert "few dots" not in line.message.text
    await alice.presses("30 × 40 cm — 1,800 ₽")
    assert "few dots" not in alice.room.newest.message.text


@pytest.mark.parametrize(
    ("dpi", "word"), [(150, Sharpness.SHARP), (149.9, Sharpness.FAIR), (100, Sharpness.FAIR), (99.9, Sharpness.SOFT)]
)
def test_where_sharp_ends(dpi: float, word: Sharpness) -> None:
    assert Sharpness.of(dpi) is word


async def test_the_crop_is_shown_and_moved(world: World, alice: RoomPerson) -> None:
    """600 x 450 lie as 3:2: there is something to move up and down, and nothing to the sides."""
    await opens(world)
    await chosen(alice, "60 × 40 cm")
    first = await alice.shown_picture()
    assert alice.room.newest.labels[:2] == ["↑ Up", "Down ↓"]
    for _ in range(4):
        await alice.presses("Down ↓")
    assert alice.room.newest.labels[:2] == ["↑ Up", "Middle"]
    moved = await alice.shown_picture()
    assert first and moved and first != moved
    with Image.open(BytesIO(moved)) as picture:
        assert picture.width > picture.height
    await alice.presses("Middle")
    assert await alice.shown_picture() == first
    await alice.presses("Another size")
    await alice.presses("40 × 30 cm — 1,800 ₽")
    assert "↑ Up" not in alice.room.newest.labels  # of the picture's own proportions


async def test_in_a_group_nobody_is_asked_where_they_live(world: World, alice: RoomPerson) -> None:
    await opens(world)
    await painted(alice)
    work_id = (await world.jobs("Alice"))[0].work_id or ""
    group = replace(
        await alice.says("/orders"), update_key="group", event=Pressed(open_.data(work_id), "1"), group=True
    )
    await alice.comes(group)
    await alice.sees("in a chat with me alone")


async def test_all_of_it_can_be_said_in_russian(world: World) -> None:
    await opens(world)
    alisa = world.person("Alisa", "ru")
    await alisa.sends_album(a_photo(), a_style())
    await alisa.presses("Рисовать")
    await alisa.sees("Готово!")
    await alisa.presses("Заказать холст")
    await alisa.sees("40 × 30 см: 38 точек на дюйм — мягко")
    await alisa.presses("40 × 30 см")
    await alisa.presses("Куда доставить?")
    await alisa.says("Алиса Иванова\n+7 900 123-45-67\nРоссия, 190000, Санкт-Петербург, Невский пр. 1, кв. 2")
    await alisa.presses("Заказать и оплатить")
    await alisa.sees("с доставкой")
    await Credit(world.store)(payment_of(await newest_purchase(world, "Alisa")))
    await told(world)
    await alisa.sees("заказ принят")
    await alisa.says("/orders")
    await alisa.sees("Холст 40 × 30 см")


async def test_a_forged_button_places_nothing(world: World, alice: RoomPerson) -> None:
    await opens(world)
    await chosen(alice)
    short = (await world.jobs("Alice"))[0].work_id or ""
    for arguments in ((short[:8], "30x40", 99), (short[:8], "31x41", 0), ("00000000", "30x40", 0)):
        await alice.does(Pressed(place.data(*arguments), "1"))
        await alice.sees("left over from an earlier")


async def test_a_canvas_is_ordered_paid_and_told_about(world: World, alice: RoomPerson) -> None:
    counter = await ordered(world, alice)
    line = await alice.sees("Canvas 40 × 30 cm for 1,800 ₽ with delivery")
    purchase = await newest_purchase(world, "Alice")
    assert line.message.buttons[0][0].url == f"https://till.example/{purchase.purchase_id}"
    assert (purchase.kind, purchase.price, counter.bills[0].title) == ("print", 180000, "Canvas 40 × 30 cm")
    await Credit(world.store)(payment_of(purchase))
    await told(world)
    await alice.sees("I have the order")
    assert await moves(world, PrintState.IN_PRODUCTION)
    await alice.sees("Canvas 40 × 30 cm is in production")
    assert await moves(world, PrintState.SENT, "It left today.", "RA123")
    sent = await alice.sees("is on its way to you")
    assert "RA123" in sent.message.text
    assert "It left today." in sent.message.text
    await alice.says("/orders")
    await alice.sees("Canvas 40 × 30 cm · 1,800 ₽ · sent")
    await alice.presses("1")
    await alice.sees("Track number: RA123")
    assert "Cancel the order" not in alice.room.newest.labels
    assert await moves(world, PrintState.DELIVERED)
    await alice.sees("has arrived")
    assert not await moves(world, PrintState.CANCELED)
    async with world.store.reading() as tx:
        acts = [(act.who, act.act, act.detail["state"]) for act in await tx.audit.newest(9)]
    assert acts == [("owner", "print.move", state) for state in ("delivered", "sent", "in_production")]


async def test_the_address_is_kept_sealed_and_remembered(world: World, alice: RoomPerson) -> None:
    """Neither table holds a word of it; the next order knows it, and it can be another one."""
    await ordered(world, alice)
    one = await the_print(world)
    where = desk(world).address(one)
    assert where is not None
    assert (where.name, where.phone) == ("Alice Liddell", "+7 900 123-45-67")
    async with world.store.reading() as tx:
        for table in ("prints", "contacts", "purchases", "print_moves", "talks"):
            rows = (await tx.connection.execute(text(f"SELECT * FROM {table}"))).all()
            assert "Nevsky" not in str(rows)
    await alice.presses("Order a canvas")
    await alice.presses("40 × 30 cm — 1,800 ₽")
    await alice.presses("Where does it go?")
    await alice.sees("Nevsky 1, flat 2")
    await alice.presses("Another address")
    await alice.says("Bob")
    await alice.sees("The phone number")
    await alice.says("none")
    await alice.sees("That does not look like a phone number")
    await alice.says("+7 900 765-43-21")
    await alice.sees("And the address")
    await alice.says("Moscow, Arbat 5, flat 6")
    summary = await alice.sees("Arbat 5")
    assert "Nevsky" not in summary.message.text
    assert (await the_print(world)).address == one.address  # of what was ordered before


async def test_a_photo_instead_of_an_address_is_a_new_painting(world: World, alice: RoomPerson) -> None:
    await opens(world)
    await chosen(alice)
    await alice.presses("Where does it go?")
    await alice.sees("Where shall it go?")
    await alice.sends_photo(a_photo())
    await alice.sees("Now the style")
    await alice.does(Text("Nevsky 1"))
    async with world.store.reading() as tx:
        assert await tx.contacts.get((await world.who("Alice")).person_id) is None


async def test_a_canvas_is_cancelled_until_it_is_made_and_the_money_goes_back(world: World, alice: RoomPerson) -> None:
    counter = await paid(world, alice)
    await alice.says("/orders")
    await alice.sees("paid, goes into production soon")
    await alice.presses("1")
    await alice.presses("Cancel the order")
    await alice.sees("1,800 ₽ go back to you")
    await alice.presses("Yes, cancel it")
    await alice.sees("cancelled · the money is on its way back")
    await alice.does(Pressed(f"orders.cancel:{(await the_print(world)).purchase_id}", "1"))
    await alice.sees("It is too late")
    await Refunds(world.store, world.tills).look(counter)
    await told(world)
    await alice.sees("1,800 ₽ went back to you")
    await alice.says("/orders")
    await alice.sees("cancelled · the money went back")
    assert counter.refunds == ["c1"]


async def test_what_is_being_made_is_not_cancelled(world: World, alice: RoomPerson) -> None:
    counter = await paid(world, alice)
    await alice.says("/orders")
    await alice.presses("1")
    await alice.presses("Cancel the order")
    assert await moves(world, PrintState.IN_PRODUCTION)
    await alice.presses("Yes, cancel it")
    await alice.sees("It is too late")
    await Refunds(world.store, world.tills).look(counter)
    assert counter.refunds == []


async def test_bob_cannot_touch_what_alice_ordered(world: World, alice: RoomPerson, bob: RoomPerson) -> None:
    await paid(world, alice)
    one = await the_print(world)
    await bob.says("/orders")
    await bob.sees("You have not bought anything")
    for verb in ("open_", "pay", "ask_cancel", "cancel"):
        await bob.does(Pressed(f"orders.{verb}:{one.purchase_id}", "1"))
        await bob.sees("no longer here")
    assert (await the_print(world)).state is PrintState.PAID


@pytest.mark.parametrize(
    ("way", "end"),
    [
        ((), PrintState.CANCELED),
        ((PrintState.IN_PRODUCTION,), PrintState.CANCELED),
        ((PrintState.IN_PRODUCTION, PrintState.SENT), PrintState.RETURNED),
        ((PrintState.IN_PRODUCTION, PrintState.SENT, PrintState.DELIVERED), PrintState.RETURNED),
    ],
)
async def test_what_the_owner_cancels_or_gets_back_is_refunded(
    world: World, alice: RoomPerson, way: tuple[PrintState, ...], end: PrintState
) -> None:
    counter = await paid(world, alice)
    for state in (*way, end):
        assert await moves(world, state, track="RA1")
    await Refunds(world.store, world.tills).look(counter)
    assert counter.refunds == ["c1"]
    assert (await newest_purchase(world, "Alice")).state is PurchaseState.REFUNDED
    async with world.store.reading() as tx:
        assert (await tx.payments.get("counter", "c1")).short == int(bool(way))  # a canvas was spent


async def test_what_is_sent_needs_a_track_number(world: World, alice: RoomPerson) -> None:
    await paid(world, alice)
    assert await moves(world, PrintState.IN_PRODUCTION)
    with pytest.raises(NoTrack):
        await moves(world, PrintState.SENT)
    with pytest.raises(Missing):
        await desk(world).move("nobody's", PrintState.IN_PRODUCTION, Moved("owner"))


async def test_what_is_paid_after_it_was_cancelled_goes_back(world: World, alice: RoomPerson) -> None:
    """Nobody is thanked for it."""
    counter = await ordered(world, alice)
    await alice.presses("My order")
    await alice.sees("not paid yet")
    await alice.presses("Cancel the order")
    await alice.sees("Nothing was paid for it")
    await alice.presses("Yes, cancel it")
    await Credit(world.store)(payment_of(await newest_purchase(world, "Alice")))
    await told(world)
    assert not any("Thank you" in line.message.text for line in alice.room.news)
    await Refunds(world.store, world.tills).look(counter)
    await told(world)
    await alice.sees("went back to you")
    assert (await the_print(world)).state is PrintState.CANCELED


async def test_a_deleted_work_costs_no_paid_canvas(world: World, alice: RoomPerson) -> None:
    await paid(world, alice)
    await alice.says("/works")
    await alice.chooses("1")
    await alice.presses("Delete")
    await alice.presses("Yes, delete it")
    assert await desk(world).picture(await the_print(world)) == a_photo()


async def test_a_paid_canvas_is_made_even_when_everything_is_deleted(world: World, alice: RoomPerson) -> None:
    """She is told so before; what is left goes when it has arrived."""
    await paid(world, alice)
    await alice.says("/deletemydata")
    await alice.sees("It will still be made and sent")
    await alice.presses("Yes, delete everything")
    one = await the_print(world)
    assert await desk(world).picture(one) == a_photo()
    assert desk(world).address(one)
    for state in (PrintState.IN_PRODUCTION, PrintState.SENT, PrintState.DELIVERED):
        assert await moves(world, state, track="RA1")
    await tidy(world.store)
    over = await the_print(world)
    assert desk(world).address(over) is None
    assert not await world.store.blobs.exists(one.picture_key)
    with pytest.raises(Missing):
        await desk(world).picture(over)


async def test_an_unpaid_canvas_goes_with_the_person_and_its_payment_goes_back(world: World, alice: RoomPerson) -> None:
    await ordered(world, alice)
    one, purchase = await the_print(world), await newest_purchase(world, "Alice")
    await alice.says("/deletemydata")
    await alice.presses("Yes, delete everything")
    assert not await world.store.blobs.exists(one.picture_key)
    await Credit(world.store)(payment_of(purchase))
    counter = world.tills["counter"]
    assert isinstance(counter, Counter)
    await Refunds(world.store, world.tills).look(counter)
    assert counter.refunds == ["c1"]


async def test_the_work_decides_whether_the_canvas_stands(world: World, alice: RoomPerson) -> None:
    """And what was ordered is printed so, whatever the catalogue says later."""
    await ordered(world, alice)
    one = await the_print(world)
    assert one.crop == {"width_cm": 40, "height_cm": 30, "wrap_cm": 4, "shift": 0}
    work = await world.conversation.can.works.get(one.person_id, one.work_id)
    assert Placed(work, world.prices.prints[0]).item == {"size": "30x40", "width_cm": 40, "height_cm": 30}
