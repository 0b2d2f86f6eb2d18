"""Selling for Stars by conversation, against a strict simulated Telegram."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.usecases.finish import Finish
from storage import Store
from storage.payments import PaymentState
from tests.bot.world import Painter
from tests.platforms.contract import a_photo, a_style
from tests.platforms.telegram_shop import FULL_PRICE, Shop, asks_for, selling
from tests.simulators.telegram.buyer import Declined
from tests.simulators.telegram.person import Person
from tests.simulators.telegram.server import TelegramServer


@pytest.fixture
async def shop(server: TelegramServer, store: Store, database_url: str, tmp_path: Path) -> AsyncIterator[Shop]:
    """Open."""
    async with selling(server, store, database_url, tmp_path) as opened:
        yield opened


async def test_a_pack_is_bought_in_the_chat(server: TelegramServer, alice: Person, shop: Shop) -> None:
    link = await asks_for(alice)
    await alice.pays(link)
    await alice.sees(f"paid {FULL_PRICE}")
    assert await shop.has(alice) == 1
    [bill] = server.said("createInvoiceLink")
    assert (bill["currency"], bill["prices"][0]["amount"]) == ("XTR", FULL_PRICE)
    assert len(alice.screen()) == 2  # the bill and the thanks: nothing silly in answer to the payment itself


async def test_whose_bill_it_is_and_what_it_says_is_looked_at_before_anybody_pays(
    server: TelegramServer, alice: Person, shop: Shop
) -> None:
    link = await asks_for(alice)
    payload = server.world.book.bills[link]["payload"]
    bob = await server.person("Bob", language="ru")
    for words, asking in {
        "The price is another one": alice.asks_to_pay(payload, FULL_PRICE - 1),
        "The price is another": alice.asks_to_pay(payload, FULL_PRICE, currency="RUB"),
        "I do not know this bill": alice.asks_to_pay(payload[:-1] + "?", FULL_PRICE),
        "Это чужой счёт": bob.asks_to_pay(payload, FULL_PRICE),
    }.items():
        with pytest.raises(Declined, match=words):
            await asking
    await alice.pays(link)
    await alice.sees("paid")
    with pytest.raises(Declined, match="paid already"):
        await alice.pays(link)
    assert await shop.has(alice) == 1


async def test_a_bill_that_is_too_old_is_not_paid(alice: Person, shop: Shop) -> None:
    link = await asks_for(alice)
    purchase = await shop.newest_purchase(alice)
    async with shop.app.store.transaction() as tx:
        await tx.purchases.cancel(purchase.purchase_id)
    with pytest.raises(Declined, match="too old"):
        await alice.pays(link)


async def test_a_refusal_is_said_in_the_language_that_a_person_has_chosen(alice: Person, shop: Shop) -> None:
    link = await asks_for(alice)
    await alice.says("/language")
    await alice.presses("Русский")
    await shop.rests()
    with pytest.raises(Declined, match="Цена уже другая"):
        await alice.asks_to_pay(alice.world.book.bills[link]["payload"], 1)


async def test_a_payment_for_what_we_did_not_write_is_kept_for_the_owner(
    server: TelegramServer, alice: Person, shop: Shop
) -> None:
    bill = {"payload": "forged", "currency": "XTR", "prices": [{"label": "?", "amount": 7}]}
    charge = server.world.book.charge(alice.account, bill, 1_700_000_000)
    await server.world.tell_payment(charge, alice.chat_id, {})
    await shop.rests()
    held = await shop.payment(charge.charge_id)
    assert (held.state, held.purchase_id, held.amount) == (PaymentState.HELD, None, 7)
    assert held.payer == str(alice.account["id"])


async def test_nothing_digital_is_offered_for_roubles(server: TelegramServer, alice: Person, shop: Shop) -> None:
    """Terms of Service for bot developers, 6.2."""
    await Painter(shop.app.store, Finish(shop.app.store, shop.app.queue)).wakes()
    await asks_for(alice)
    await alice.presses("Choose another")
    await alice.presses("Balance")
    await alice.sees("Your balance")
    await alice.sends_album(a_photo(), a_style())
    await alice.sees("ready to paint")
    await alice.presses("Free")
    assert "49\N{NO-BREAK SPACE}⭐" in (await alice.sees("How shall I paint")).text
    await alice.presses("HD")
    await alice.sees("Missing")
    said = [json.dumps(change.message, ensure_ascii=False) for change in server.world.history]
    assert not [words for words in said if "₽" in words or "RUB" in words]
    assert not [words for words in said if '"url": "' in words and '"url": "https://t.me/' not in words]
