"""Gifts, codes and invitations as the use cases have them: what lies where, and who has it at last."""

from types import SimpleNamespace
from typing import cast

import pytest

from bot.catalogue import Catalogue
from bot.platform import Platform
from bot.prices import Money, Prices
from bot.usecases.buy import Buy, Wish
from bot.usecases.credit import Credit
from bot.usecases.doors import Doors
from bot.usecases.guesses import MOST, Guesses
from bot.usecases.refund import Refund, gone_back
from bot.usecases.vouchers import ReturnGifts, TooManyGuesses, Vouchers
from storage import Missing, NotEnough, NoVoucher, Store
from storage.ledger import Charge
from storage.payments import Payment
from storage.people import Person
from storage.vouchers import NewVoucher, Voucher, VoucherKind
from tests.bot.counter import Counter, payment_of
from tests.bot.world import Clock

RUNS = "premium_run"


@pytest.fixture
async def alice(store: Store) -> Person:
    async with store.transaction() as tx:
        alice = await tx.people.arrive("room", "Alice", "en")
        await tx.ledger.grant("g", alice.person_id, RUNS, 5, "gift")
    return alice


@pytest.fixture
async def bob(store: Store) -> Person:
    async with store.transaction() as tx:
        return await tx.people.arrive("room", "Bob", "en")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def vouchers(store: Store, clock: Clock) -> Vouchers:
    return Vouchers(store, Catalogue(Prices.load()), Guesses(clock))


async def has(store: Store, person: Person) -> int:
    async with store.reading() as tx:
        assert await tx.ledger.check() == []
        return await tx.ledger.balance(person.person_id, RUNS)


async def told(store: Store) -> list[str]:
    async with store.transaction() as tx:
        return [notice.kind for notice in await tx.notices.claim(["room"], 60)]


async def bought(store: Store, person: Person, days: int = 90) -> tuple[Payment, Voucher]:
    """A gift of ten runs, paid at the counter."""
    item = {"asset": RUNS, "amount": 10, "days": days}
    wish = Wish(person.person_id, "room", "Alice", "gift", item, Money(40000, "RUB"))
    purchase = await Buy(store, Catalogue(Prices.load()))(wish, Counter(), update_key="room:1")
    await Credit(store)(payment_of(purchase))
    async with store.reading() as tx:
        voucher = await tx.vouchers.of_purchase(purchase.purchase_id)
        assert voucher
        return await tx.payments.get("counter", "c1"), voucher


async def test_what_is_given_leaves_the_balance_and_arrives(
    store: Store, vouchers: Vouchers, alice: Person, bob: Person
) -> None:
    gift = await vouchers.give(Charge(alice.person_id, RUNS, 3), key="k")
    assert await vouchers.give(Charge(alice.person_id, RUNS, 3), key="k") == gift  # pressed twice
    assert await has(store, alice) == 2
    await vouchers.redeem(bob.person_id, gift.code.lower(), "b")
    assert (await has(store, alice), await has(store, bob)) == (2, 3)
    assert await told(store) == ["gift_taken"]
    with pytest.raises(NoVoucher):
        await vouchers.take_back(alice.person_id, gift.code)


async def test_more_than_one_has_is_not_given(store: Store, vouchers: Vouchers, alice: Person) -> None:
    with pytest.raises(NotEnough):
        await vouchers.give(Charge(alice.person_id, RUNS, 6), key="k")
    assert await has(store, alice) == 5


async def test_a_gift_is_taken_back_once_and_by_its_giver_only(
    store: Store, vouchers: Vouchers, alice: Person, bob: Person
) -> None:
    gift = await vouchers.give(Charge(alice.person_id, RUNS, 3), key="k")
    with pytest.raises(Missing):
        await vouchers.take_back(bob.person_id, gift.code)
    await vouchers.take_back(alice.person_id, gift.code)
    with pytest.raises(NoVoucher):
        await vouchers.take_back(alice.person_id, gift.code)
    assert await has(store, alice) == 5
    with pytest.raises(NoVoucher):
        await vouchers.redeem(bob.person_id, gift.code, "b")


async def test_what_nobody_redeems_goes_back_once(store: Store, alice: Person) -> None:
    await bought(store, alice, days=0)
    await told(store)
    assert await ReturnGifts(store)() == 1
    assert await ReturnGifts(store)() == 0
    assert await has(store, alice) == 15
    assert await told(store) == ["gift_back"]


async def test_a_bought_gift_is_nobodys_until_it_is_redeemed(
    store: Store, vouchers: Vouchers, alice: Person, bob: Person
) -> None:
    _, gift = await bought(store, alice)
    assert (await has(store, alice), await told(store)) == (5, ["gift_ready", "paid"])
    await vouchers.redeem(bob.person_id, gift.code, "b")
    assert await has(store, bob) == 10


async def test_a_refund_closes_a_gift_that_waits(store: Store, vouchers: Vouchers, alice: Person, bob: Person) -> None:
    payment, gift = await bought(store, alice)
    assert await Refund(store)(payment, "asked")
    assert await gone_back(store, payment, None)  # the till says so twice
    assert not await gone_back(store, payment, None)
    with pytest.raises(NoVoucher):
        await vouchers.redeem(bob.person_id, gift.code, "b")
    async with store.reading() as tx:
        assert (await tx.payments.get("counter", "c1")).short == 0
    assert await has(store, alice) == 5


async def test_a_refund_leaves_what_somebody_has_and_writes_it_down(
    store: Store, vouchers: Vouchers, alice: Person, bob: Person
) -> None:
    payment, gift = await bought(store, alice)
    await vouchers.redeem(bob.person_id, gift.code, "b")
    await Refund(store)(payment, "asked")
    async with store.reading() as tx:
        assert (await tx.payments.get("counter", "c1")).short == 10
    assert (await has(store, bob), await has(store, alice)) == (10, 5)


async def test_a_refund_of_a_gift_that_came_back_takes_it_from_the_balance(
    store: Store, vouchers: Vouchers, alice: Person
) -> None:
    payment, gift = await bought(store, alice)
    await vouchers.take_back(alice.person_id, gift.code)
    assert await has(store, alice) == 15
    await Refund(store)(payment, "asked")
    assert await has(store, alice) == 5


async def test_a_gift_of_somebody_forgotten_goes_back_to_nobody(store: Store, alice: Person) -> None:
    await bought(store, alice, days=0)
    await told(store)
    async with store.transaction() as tx:
        await tx.people.forget(alice.person_id)
    assert await ReturnGifts(store)() == 1
    assert await told(store) == []


async def test_wrong_codes_are_ten_an_hour(
    store: Store, vouchers: Vouchers, alice: Person, bob: Person, clock: Clock
) -> None:
    async with store.transaction() as tx:
        await tx.vouchers.add(NewVoucher(code="GOOD", kind=VoucherKind.PROMO, asset=RUNS, amount=1, uses=9), None)
    for number in range(MOST):
        with pytest.raises(NoVoucher):
            await vouchers.redeem(alice.person_id, f"wrong {number}", "a")
    with pytest.raises(TooManyGuesses):
        await vouchers.redeem(alice.person_id, "GOOD", "a")
    await vouchers.redeem(bob.person_id, "good", "b")
    clock.now += 3601
    await vouchers.redeem(alice.person_id, "GOOD", "a")
    assert await has(store, alice) == 6


async def test_who_deletes_their_data_has_had_their_code(
    store: Store, vouchers: Vouchers, alice: Person, bob: Person
) -> None:
    async with store.transaction() as tx:
        await tx.vouchers.add(NewVoucher(code="GOOD", kind=VoucherKind.PROMO, asset=RUNS, amount=1, uses=9), None)
    await vouchers.redeem(alice.person_id, "good", "one account")
    async with store.transaction() as tx:
        await tx.vouchers.remember(alice.person_id, "one account")
        await tx.people.forget(alice.person_id)
        back = await tx.people.arrive("room", "Alice", "en")
    with pytest.raises(NoVoucher) as refused:
        await vouchers.redeem(back.person_id, "good", "one account")
    assert refused.value.why == "had"
    await vouchers.redeem(bob.person_id, "good", "another")
    assert (await has(store, back), await has(store, bob)) == (0, 1)


def test_a_door_is_the_platforms() -> None:
    room = SimpleNamespace(invites=True, start_link=lambda argument: f"https://room.example/{argument}")
    doors = Doors({"room": cast("Platform", room)})
    assert doors.link("room", "g_1") == "https://room.example/g_1"
    assert doors.link("elsewhere", "g_1") is None
    assert (doors.invites("room"), doors.invites("elsewhere")) == (True, False)
