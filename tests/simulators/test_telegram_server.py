"""The simulated Telegram is strict: what Telegram refuses, it refuses, so a bot that passes here is polite."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.simulators.telegram.schema import SPEC, Schema, Violation, schema
from tests.simulators.telegram.server import TelegramServer

needs_the_description = pytest.mark.skipif(not SPEC.exists(), reason=f"the Bot API's description is not at {SPEC}")
KEYBOARD = '{"inline_keyboard": [[{"text": "Ok", "callback_data": "%s", "style": "%s"}]]}'


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer().running() as running:
        yield running


async def call(server: TelegramServer, method: str, **parameters: object) -> dict[str, object]:
    async with aiohttp.ClientSession() as session:
        form = {name: str(value) for name, value in parameters.items()}
        async with session.post(f"{server.url}/bot{server.token}/{method}", data=form) as response:
            answer: dict[str, object] = json.loads(await response.text())
            return answer


@needs_the_description
@pytest.mark.parametrize(
    "given",
    [
        {"text": ""},
        {"text": "a" * 4097},
        {},
        {"text": "a", "colour": "red"},
        {"text": "a", "reply_markup": KEYBOARD % ("x" * 65, "primary")},
        {"text": "a", "reply_markup": KEYBOARD % ("", "primary")},
        {"text": "a", "reply_markup": KEYBOARD % ("x", "pink")},
        {"text": "a", "reply_parameters": '{"message_id": "one"}'},
        {"text": "a", "disable_notification": "perhaps"},
    ],
)
def test_what_telegram_would_not_take_is_a_violation(given: dict[str, str]) -> None:
    with pytest.raises(Violation):
        schema().parameters("sendMessage", {"chat_id": "1", **given})


@needs_the_description
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("User", {"id": 1, "first_name": "A"}),
        ("Message", {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}, "txt": "?"}),
        ("Array of User", {"id": 1}),
        ("True", False),
    ],
)
def test_an_answer_that_telegram_would_not_give_is_a_violation(kind: str, value: object) -> None:
    with pytest.raises(Violation):
        schema().check(kind, value, "answer")


@needs_the_description
def test_the_description_is_read() -> None:
    assert type(schema()) is Schema
    assert schema().knows("sendMessage")
    assert not schema().knows("Message")


async def test_an_unknown_token_or_method_is_refused(server: TelegramServer) -> None:
    assert (await call(server, "getMe"))["ok"]
    assert (await call(server, "getMee"))["error_code"] in (400, 404)
    async with aiohttp.ClientSession() as session, session.get(f"{server.url}/bot1:other/getMe") as response:
        assert response.status == 401


async def test_the_sixteenth_message_at_once_is_too_much(server: TelegramServer) -> None:
    alice = await server.person("Alice")
    answers = [await call(server, "sendMessage", chat_id=alice.chat_id, text=number) for number in range(20)]
    refused = [answer for answer in answers if not answer["ok"]]
    assert refused
    assert refused[0]["error_code"] == 429
    assert refused[0]["parameters"] == {"retry_after": 1}


async def test_a_group_takes_twenty_a_minute(server: TelegramServer) -> None:
    group = await server.group("Painters", await server.person("Alice"))
    answers = [await call(server, "sendMessage", chat_id=group.chat_id, text=number) for number in range(21)]
    assert [answer["ok"] for answer in answers] == [True] * 20 + [False]


async def test_a_query_can_be_answered_once(server: TelegramServer) -> None:
    await server.world.press("7", "Ok")
    assert (await call(server, "answerCallbackQuery", callback_query_id="7"))["ok"]
    assert not (await call(server, "answerCallbackQuery", callback_query_id="7"))["ok"]


async def test_updates_are_kept_until_they_are_confirmed(server: TelegramServer) -> None:
    alice = await server.person("Alice")
    await alice.says("Hello")
    first, again = await call(server, "getUpdates"), await call(server, "getUpdates")
    assert first == again
    [update] = server.world.updates
    assert (await call(server, "getUpdates", offset=update["update_id"] + 1))["result"] == []


BILL = {"title": "HD", "description": "HD", "payload": "p", "currency": "XTR"}
PRICE = '[{"label": "HD", "amount": %d}]'


@pytest.mark.parametrize(
    "changed",
    [
        {"currency": "RUB"},
        {"provider_token": "bank"},
        {"prices": '[{"label": "HD", "amount": 1}, {"label": "tax", "amount": 1}]'},
        {"prices": PRICE % 0},
        {"prices": PRICE % 10_001, "subscription_period": 2_592_000},
        {"subscription_period": 86_400},
    ],
)
async def test_a_bill_that_nobody_could_pay_is_refused(server: TelegramServer, changed: dict[str, object]) -> None:
    given: dict[str, object] = {**BILL, "prices": PRICE % 49, **changed}
    assert not (await call(server, "createInvoiceLink", **given))["ok"]


async def test_stars_go_back_once_and_to_who_paid(server: TelegramServer) -> None:
    alice, bob = await server.person("Alice"), await server.person("Bob")
    bill = {**BILL, "prices": [{"label": "HD", "amount": 49}]}
    charge = server.world.book.charge(alice.account, bill, 1_700_000_000)
    whose = [bob.chat_id, alice.chat_id, alice.chat_id]
    answers = [
        await call(server, "refundStarPayment", user_id=one, telegram_payment_charge_id=charge.charge_id)
        for one in whose
    ]
    assert [answer["ok"] for answer in answers] == [False, True, False]
    assert "CHARGE_ALREADY_REFUNDED" in str(answers[-1])
    book = await call(server, "getStarTransactions", limit=100)
    assert [("source" in line, "receiver" in line) for line in book["result"]["transactions"]] == [  # type: ignore[index]
        (True, False),
        (False, True),
    ]


async def test_who_may_pay_is_answered_once(server: TelegramServer) -> None:
    question = server.world.book.ask()
    given: dict[str, object] = {"pre_checkout_query_id": question.query_id}
    silent = await call(server, "answerPreCheckoutQuery", **given, ok="false")
    first = await call(server, "answerPreCheckoutQuery", **given, ok="true")
    second = await call(server, "answerPreCheckoutQuery", **given, ok="true")
    assert [silent["ok"], first["ok"], second["ok"]] == [False, True, False]
