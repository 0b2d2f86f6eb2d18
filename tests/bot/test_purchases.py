"""Buying and paying: each payment counts once, for what was shown at the price that was shown, or goes back."""

from dataclasses import replace

import pytest

from bot.catalogue import Catalogue
from bot.prices import Money, Prices
from bot.till import Bill, TillBusy, TillError, TillRefused
from bot.usecases.buy import Buy, Wish
from bot.usecases.credit import Credit, Outcome
from bot.usecases.refund import Refund, Refunds, gone_back
from storage import Store
from storage.ledger import Charge
from storage.payments import Payment, PaymentState
from storage.people import Person
from storage.purchases import Purchase, PurchaseState
from tests.bot.counter import Counter, payment_of
from tests.stores import a_job

HD = {"asset": "hd_iteration", "amount": 1000}


@pytest.fixture
async def alice(store: Store) -> Person:
    async with store.transaction() as tx:
        return await tx.people.arrive("room", "Alice", "en")


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
async def purchase(store: Store, alice: Person, counter: Counter) -> Purchase:
    """1000 HD iterations for 250 roubles, not paid yet."""
    wish = Wish(alice.person_id, "room", "Alice", "pack", HD, Money(25000, "RUB"))
    return await Buy(store, Catalogue(Prices.load()))(wish, counter, update_key="room:1")


async def has(store: Store, person: Person) -> int:
    async with store.reading() as tx:
        assert await tx.books.check() == []
        return await tx.ledger.balance(person.person_id, "hd_iteration")


async def only_payment(store: Store, charge_id: str = "c1") -> Payment:
    async with store.reading() as tx:
        return await tx.payments.get("counter", charge_id)


async def state(store: Store, purchase: Purchase) -> PurchaseState:
    async with store.reading() as tx:
        return (await tx.purchases.get(purchase.purchase_id)).state


async def notices(store: Store) -> list[str]:
    async with store.transaction() as tx:
        return [notice.kind for notice in await tx.notices.claim(["room"], 60)]


async def test_a_payment_is_credited_once_however_often_it_is_reported(
    store: Store, alice: Person, purchase: Purchase
) -> None:
    outcomes = [await Credit(store)(payment_of(purchase)) for _ in range(3)]
    assert outcomes == [Outcome.CREDITED, Outcome.KNOWN, Outcome.KNOWN]
    assert await has(store, alice) == 1000
    assert await state(store, purchase) is PurchaseState.PAID
    assert await notices(store) == ["paid"]


async def test_a_price_that_was_shown_holds(store: Store, alice: Person, purchase: Purchase) -> None:
    """The owner sets other prices before the person pays: the purchase remembers its own."""
    async with store.transaction() as tx:
        await tx.catalogues.add("", "owner")
    assert await Credit(store)(payment_of(purchase, amount=25000)) is Outcome.CREDITED


async def test_what_expired_and_is_paid_late_is_handed_out(store: Store, alice: Person, purchase: Purchase) -> None:
    async with store.transaction() as tx:
        assert await tx.purchases.cancel(purchase.purchase_id)
    assert await Credit(store)(payment_of(purchase)) is Outcome.CREDITED
    assert await has(store, alice) == 1000
    assert await state(store, purchase) is PurchaseState.PAID


async def test_what_is_paid_twice_goes_back_once(
    store: Store, alice: Person, purchase: Purchase, counter: Counter
) -> None:
    await Credit(store)(payment_of(purchase))
    assert await Credit(store)(payment_of(purchase, "c2")) is Outcome.TWICE
    await Refunds(store, {"counter": counter}).look(counter)
    assert counter.refunds == ["c2"]
    assert await has(store, alice) == 1000
    assert await state(store, purchase) is PurchaseState.PAID
    assert await notices(store) == ["paid", "paid_twice", "refunded"]


@pytest.mark.parametrize("fault", ["amount", "currency", "purchase", "play"])
async def test_a_payment_that_is_not_what_was_asked_is_held(
    store: Store, alice: Person, purchase: Purchase, fault: str
) -> None:
    paid = payment_of(purchase)
    crooked = {
        "amount": replace(paid, amount=1),
        "currency": replace(paid, currency="USD"),
        "purchase": replace(paid, purchase_id="somebody's"),
        "play": paid,
    }[fault]
    assert await Credit(store)(crooked, play=fault == "play") is Outcome.HELD
    assert await has(store, alice) == 0
    assert (await only_payment(store)).state is PaymentState.HELD


async def test_play_money_is_not_counted_as_money(store: Store, purchase: Purchase) -> None:
    await Credit(store)(payment_of(purchase), play=True)
    async with store.reading() as tx:
        assert await tx.ledger.money() == {("counter", "XTS"): 25000}


async def test_the_owner_may_hand_out_what_was_held(store: Store, alice: Person, purchase: Purchase) -> None:
    credit = Credit(store)
    await credit(payment_of(purchase, amount=1))
    held = await only_payment(store)
    assert await credit.release(held)
    assert not await credit.release(held)
    assert await has(store, alice) == 1000


async def test_a_refund_takes_the_goods_back_at_once(
    store: Store, alice: Person, purchase: Purchase, counter: Counter
) -> None:
    await Credit(store)(payment_of(purchase))
    assert await Refund(store)(await only_payment(store), "asked")
    assert await has(store, alice) == 0
    assert not await Refund(store)(await only_payment(store), "asked")
    await Refunds(store, {"counter": counter}).look(counter)
    assert counter.refunds == ["c1"]
    assert await state(store, purchase) is PurchaseState.REFUNDED
    assert (await only_payment(store)).refund_id == "refund c1"


async def test_what_was_spent_before_the_refund_is_written_down(
    store: Store, alice: Person, purchase: Purchase
) -> None:
    await Credit(store)(payment_of(purchase))
    async with store.transaction() as tx:
        await tx.jobs.add(a_job(alice.person_id, "job"))
        await tx.ledger.reserve("job", [Charge(alice.person_id, "hd_iteration", 300)])
    await Refund(store)(await only_payment(store), "asked")
    assert await has(store, alice) == 0
    assert (await only_payment(store)).short == 300


async def test_a_till_that_is_busy_is_asked_again_later(store: Store, purchase: Purchase, counter: Counter) -> None:
    await Credit(store)(payment_of(purchase))
    await Refund(store)(await only_payment(store), "asked")
    counter.faults.append(TillBusy("502"))
    await Refunds(store, {"counter": counter}).look(counter)
    payment = await only_payment(store)
    assert (payment.state, payment.refund_tries) == (PaymentState.REFUNDING, 1)
    await Refunds(store, {"counter": counter}).look(counter)  # not before its time
    assert counter.refunds == []


async def test_a_till_that_refuses_leaves_it_to_the_owner(store: Store, purchase: Purchase, counter: Counter) -> None:
    await Credit(store)(payment_of(purchase))
    await Refund(store)(await only_payment(store), "asked")
    counter.faults.append(TillRefused("too old"))
    await Refunds(store, {"counter": counter}).look(counter)
    payment = await only_payment(store)
    assert (payment.state, payment.why) == (PaymentState.HELD, "refund refused: too old")


async def test_what_a_till_sent_back_by_itself_is_taken_back(store: Store, alice: Person, purchase: Purchase) -> None:
    """A chargeback: nobody here has asked for it."""
    await Credit(store)(payment_of(purchase))
    assert await gone_back(store, await only_payment(store), None)
    assert not await gone_back(store, await only_payment(store), None)
    assert await has(store, alice) == 0
    async with store.reading() as tx:
        assert await tx.ledger.money() == {("counter", "RUB"): 0}


async def test_a_payment_for_somebody_who_was_forgotten_goes_back(
    store: Store, alice: Person, purchase: Purchase, counter: Counter
) -> None:
    async with store.transaction() as tx:
        await tx.people.forget(alice.person_id)
    assert await Credit(store)(payment_of(purchase)) is Outcome.NOBODYS
    await Refunds(store, {"counter": counter}).look(counter)
    assert counter.refunds == ["c1"]
    assert await has(store, alice) == 0
    assert await notices(store) == []


async def test_the_link_is_asked_for_once(store: Store, purchase: Purchase, counter: Counter) -> None:
    buy, bill = Buy(store, Catalogue(Prices.load())), Bill(purchase, "HD", "HD", "en")
    counter.faults.append(TillBusy("502"))
    with pytest.raises(TillError):
        await buy.link(bill, counter)
    link = await buy.link(bill, counter)
    async with store.reading() as tx:
        again = await tx.purchases.get(purchase.purchase_id)
    assert await buy.link(replace(bill, purchase=again), counter) == link
    assert len(counter.bills) == 1


async def test_what_a_till_would_not_send_back_may_be_handed_out_again(
    store: Store, alice: Person, purchase: Purchase, counter: Counter
) -> None:
    """Less what was spent meanwhile; and sent back in the end, all the same."""
    credit = Credit(store)
    await credit(payment_of(purchase))
    async with store.transaction() as tx:
        await tx.jobs.add(a_job(alice.person_id, "job"))
        await tx.ledger.reserve("job", [Charge(alice.person_id, "hd_iteration", 300)])
    await Refund(store)(await only_payment(store), "asked")
    counter.faults.append(TillRefused("too old"))
    await Refunds(store, {"counter": counter}).look(counter)
    assert await has(store, alice) == 0
    assert await credit.release(await only_payment(store))
    assert await has(store, alice) == 700
    assert await Refund(store)(await only_payment(store), "asked again")
    await Refunds(store, {"counter": counter}).look(counter)
    assert await has(store, alice) == 0
    assert (await only_payment(store)).short == 300
    assert await state(store, purchase) is PurchaseState.REFUNDED
