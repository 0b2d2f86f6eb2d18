"""Payments in Stars that are told late, twice, by halves or not at all, and their way back."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import psycopg
import pytest

import storage
from bot.usecases.credit import Credit, Outcome
from bot.usecases.refund import Refund, Refunds
from storage import Store
from storage.payments import NewPayment, PaymentState
from tests.platforms.telegram_bot import SECRET
from tests.platforms.telegram_shop import FULL_PRICE, Shop, asks_for, selling
from tests.simulators.telegram.book import Json
from tests.simulators.telegram.buyer import Declined
from tests.simulators.telegram.faults import Fault, bad_gateway, silence, too_many
from tests.simulators.telegram.person import Person
from tests.simulators.telegram.server import SECRET_HEADER, TelegramServer
from tests.stores import KEY, PostgreSQL, postgresql

__all__ = ["postgresql"]

SOON_S = 3.0  # in which a person must know, whatever the database does


@pytest.fixture
async def shop(server: TelegramServer, store: Store, database_url: str, tmp_path: Path) -> AsyncIterator[Shop]:
    async with selling(server, store, database_url, tmp_path) as opened:
        yield opened


async def push(shop: Shop, update: Json, secret: str | None = SECRET) -> int:
    """An update as Telegram's webhook brings it; returns the status."""
    headers = {SECRET_HEADER: secret} if secret else {}
    async with aiohttp.ClientSession() as session, session.post(shop.url, json=update, headers=headers) as response:
        return response.status


def newest_payment(server: TelegramServer) -> Json:
    return next(c.message for c in reversed(server.world.history) if "successful_payment" in c.message)


async def test_a_payment_that_two_processes_hear_of_twenty_times_is_credited_once(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with (
        selling(server, store, database_url, tmp_path, webhook=True) as one,
        selling(server, store, database_url, tmp_path, webhook=True, beside=True) as other,
    ):
        await alice.pays(await asks_for(alice))
        message = newest_payment(server)
        again = [{"update_id": 9000 + number, "message": message} for number in range(20)]
        await asyncio.gather(*(push((one, other)[number % 2], update) for number, update in enumerate(again)))
        await one.rests()
        assert await one.has(alice) == 1
        assert len(await one.payments(await one.newest_purchase(alice))) == 1


async def test_who_does_not_know_the_secret_pays_nothing(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with selling(server, store, database_url, tmp_path, webhook=True) as shop:
        await alice.pays(await asks_for(alice), told=False)
        purchase = await shop.newest_purchase(alice)
        charge = next(iter(server.world.book.charges.values()))
        await server.world.tell_payment(charge, alice.chat_id, {})
        await alice.sees("paid")
        forged: Json = {"update_id": 9001, "message": newest_payment(server)}
        forged["message"]["successful_payment"]["telegram_payment_charge_id"] = "forged"
        assert [await push(shop, forged, None), await push(shop, forged, "guess")] == [401, 401]
        await shop.rests()
        assert [one.charge_id for one in await shop.payments(purchase)] == [charge.charge_id]
        assert await shop.has(alice) == 1


async def test_a_locked_database_keeps_nobody_waiting_who_is_about_to_pay(
    alice: Person, shop: Shop, database_url: str
) -> None:
    """Somebody's message cannot be written down, and the poller waits with it; a question needs no writing. What is
    paid meanwhile is credited afterwards."""
    link = await asks_for(alice)
    await shop.rests()
    locked = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
    locked.execute("BEGIN IMMEDIATE")
    await alice.says("Hello")
    await alice.pays(link, answer_s=SOON_S)
    locked.execute("ROLLBACK")
    locked.close()
    await alice.sees("paid")
    assert await shop.has(alice) == 1


async def test_a_database_that_does_not_answer_at_all_is_a_no(
    server: TelegramServer, alice: Person, tmp_path: Path, postgresql: PostgreSQL
) -> None:
    async with (
        storage.open(postgresql.url, str(tmp_path / "blobs"), KEY) as store,
        selling(server, store, postgresql.url, tmp_path) as shop,
    ):
        link = await asks_for(alice)
        await shop.rests()
        with psycopg.connect(postgresql.url) as locked:
            locked.execute("LOCK TABLE purchases, people IN ACCESS EXCLUSIVE MODE")
            with pytest.raises(Declined, match="I am busy"):
                await alice.pays(link, answer_s=SOON_S)
        await alice.pays(link)
        await alice.sees("paid")
    postgresql.empty()


@dataclass(frozen=True, slots=True)
class SlowCredit(Credit):
    """Begins, and never comes to an end."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, paid: NewPayment, *, play: bool = False) -> Outcome:
        self.begun.set()
        await asyncio.Event().wait()
        raise AssertionError("waited for ever")


async def test_a_bot_that_dies_while_it_credits_has_credited_after_its_restart(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with selling(server, store, database_url, tmp_path) as shop:
        link = await asks_for(alice)
        shop.app.credit = slow = SlowCredit(store)
        await alice.pays(link)
        await slow.begun.wait()
    assert await shop.has(alice) == 0
    async with selling(server, store, database_url, tmp_path) as shop:
        await alice.sees("paid")
        assert await shop.has(alice) == 1


async def test_what_nobody_told_is_found_in_the_book(
    server: TelegramServer, alice: Person, store: Store, database_url: str, tmp_path: Path
) -> None:
    async with selling(server, store, database_url, tmp_path):
        charge_id = await alice.pays(await asks_for(alice), told=False)
    async with selling(server, store, database_url, tmp_path) as shop:
        await alice.sees("paid")
        assert await shop.has(alice) == 1
        await alice.charges_back(charge_id)  # by whoever sold her the Stars
        await shop.till.reconcile()
        assert await shop.has(alice) == 0
        assert (await shop.payment(charge_id)).state is PaymentState.REFUNDED
        await alice.sees("went back to you")


async def test_the_book_is_read_page_by_page_and_from_where_it_was_left(
    server: TelegramServer, alice: Person, shop: Shop
) -> None:
    bill = {"payload": "forged", "currency": "XTR", "prices": [{"label": "?", "amount": 7}]}
    charges = [server.world.book.charge(alice.account, bill, 1_700_000_000) for _ in range(230)]
    await shop.till.reconcile()
    assert [(await shop.payment(charges[number].charge_id)).amount for number in (0, 120, 229)] == [7, 7, 7]
    asked = len(server.said("getStarTransactions"))
    await shop.till.reconcile()
    assert [given.get("offset", 0) for given in server.said("getStarTransactions")[asked:]] == [130, 230]


@pytest.mark.parametrize(
    "fault",
    [
        lambda: too_many(1, "refundStarPayment"),
        lambda: bad_gateway("refundStarPayment"),
        lambda: silence("refundStarPayment"),
        lambda: silence("refundStarPayment", done=True),  # the second call hears CHARGE_ALREADY_REFUNDED
    ],
    ids=["429", "502", "time-out", "done, but not told"],
)
async def test_a_refund_ends_as_one_whatever_happens(
    server: TelegramServer, alice: Person, shop: Shop, fault: Callable[[], Fault]
) -> None:
    charge_id = await alice.pays(await asks_for(alice))
    await alice.sees("paid")
    server.faults.add(fault())
    assert await Refund(shop.app.store)(await shop.payment(charge_id), "asked")
    await alice.sees(f"{FULL_PRICE}\N{NO-BREAK SPACE}⭐ went back to you")
    await shop.rests()
    assert (await shop.payment(charge_id)).state is PaymentState.REFUNDED
    assert await shop.has(alice) == 0
    assert [line["id"] for line in server.world.book.lines if "receiver" in line] == [charge_id]


async def test_a_till_that_stays_away_is_asked_again(server: TelegramServer, alice: Person, shop: Shop) -> None:
    charge_id = await alice.pays(await asks_for(alice))
    await alice.sees("paid")
    refunds = Refunds(shop.app.store, {})
    away = server.faults.add(bad_gateway("refundStarPayment", times=float("inf")))
    async with shop.app.store.transaction() as tx:
        await tx.payments.ask_refund(await tx.payments.get(shop.till.name, charge_id), "asked")
    await refunds.attempt(shop.till, await shop.payment(charge_id))
    assert (await shop.payment(charge_id)).state is PaymentState.REFUNDING
    away.times = 0
    await refunds.attempt(shop.till, await shop.payment(charge_id))
    assert (await shop.payment(charge_id)).state is PaymentState.REFUNDED


async def test_who_was_forgotten_still_gets_their_money_back(server: TelegramServer, alice: Person, shop: Shop) -> None:
    charge_id = await alice.pays(await asks_for(alice))
    await alice.sees("paid")
    await alice.says("/deletemydata")
    await alice.presses("Yes, delete everything")
    await alice.sees("Everything is deleted")
    await Refund(shop.app.store)(await shop.payment(charge_id), "asked")
    await Refunds(shop.app.store, shop.app.tills).look(shop.till)
    assert server.world.book.charges[charge_id].refunded
