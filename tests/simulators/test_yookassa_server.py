"""The simulated YooKassa is as strict as the real one; otherwise the tests that lean on it would say nothing."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, encode_basic_auth

from tests.simulators.yookassa.schema import SPEC, description
from tests.simulators.yookassa.server import YooKassaServer

described = pytest.mark.skipif(not SPEC.exists(), reason=f"{SPEC} is not there: the API's description is not ours")

Json = dict[str, Any]
AMOUNT = {"value": "250.00", "currency": "RUB"}
ASKED: Json = {
    "amount": AMOUNT,
    "capture": True,
    "confirmation": {"type": "redirect", "return_url": "https://mazok.example/orders"},
}


@pytest.fixture
async def server() -> AsyncIterator[YooKassaServer]:
    server = YooKassaServer()
    server.shop.receipts = False
    async with server.running():
        yield server


async def ask(
    server: YooKassaServer, path: str, body: Json | None = None, key: str = "1", secret: str = ""
) -> tuple[int, Json]:
    headers = {"Authorization": encode_basic_auth(server.shop_id, secret or server.secret)}
    headers |= {"Idempotence-Key": key} if key else {}
    async with (
        ClientSession(headers=headers) as http,
        http.request("POST" if body else "GET", server.api + path, json=body) as answer,
    ):
        return answer.status, await answer.json()


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": {"value": 250, "currency": "RUB"}},
        {"amount": {"value": "250", "currency": "RUB"}},
        {"amount": {"value": "0.50", "currency": "RUB"}},
        {"tip": "10.00"},
        {"capture": "yes"},
        {"confirmation": {"type": "redirect"}},
        {"metadata": {"purchase": 7}},
        {"description": "x" * 129},
        {"receipt": {"customer": {"email": "bob@example.org"}, "items": []}},
    ],
)
async def test_what_the_api_does_not_take_is_refused(server: YooKassaServer, wrong: Json) -> None:
    status, said = await ask(server, "/payments", {**ASKED, **wrong})
    assert (status, said["code"]) == (400, "invalid_request")
    assert server.violations
    assert server.shop.payments == {}


async def test_a_key_is_a_key(server: YooKassaServer) -> None:
    """Needed; the same for the same body; not for another."""
    assert (await ask(server, "/payments", ASKED, key=""))[0] == 400
    assert (await ask(server, "/payments", ASKED, key="x" * 65))[0] == 400
    _, first = await ask(server, "/payments", ASKED)
    assert (await ask(server, "/payments", ASKED))[1]["id"] == first["id"]
    status, said = await ask(server, "/payments", {**ASKED, "description": "another"})
    assert (status, said["parameter"]) == (400, "Idempotence-Key")
    assert (await ask(server, "/payments", ASKED, key="2"))[1]["id"] != first["id"]


async def test_who_does_not_know_the_secret_sees_nothing(server: YooKassaServer) -> None:
    assert (await ask(server, "/payments", secret="guessed"))[0] == 401


async def test_no_more_goes_back_than_came(server: YooKassaServer) -> None:
    charge_id = (await ask(server, "/payments", ASKED))[1]["id"]
    back = {"payment_id": charge_id, "amount": AMOUNT}
    assert (await ask(server, "/refunds", back, "early"))[0] == 400
    server.shop.paid(charge_id)
    assert (await ask(server, "/refunds", back, "first"))[1]["status"] == "succeeded"
    assert (await ask(server, "/refunds", back, "second"))[0] == 400
    assert (await ask(server, "/refunds/" + next(iter(server.shop.refunds))))[0] == 200


@described
async def test_all_that_it_says_is_as_the_api_is_described(server: YooKassaServer) -> None:
    """Each state of a payment and of a refund, lists and errors."""
    paid, given_up = [(await ask(server, "/payments", ASKED, key))[1]["id"] for key in ("1", "2")]
    server.shop.paid(paid)
    server.shop.canceled(given_up)
    for outcome in ("pending", "canceled", "succeeded"):
        server.shop.refunds_are = outcome
        part = {"payment_id": paid, "amount": {"value": "50.00", "currency": "RUB"}}
        await ask(server, "/refunds", part, f"refund {outcome}")
    for path in ("/payments", f"/payments/{paid}", f"/payments/{given_up}", "/refunds", "/payments/nothing"):
        await ask(server, path)
    assert server.violations == []


@described
@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"amount": {"value": 250, "currency": "RUB"}}, "$.amount.value"),
        ({"amount": {"value": "250.00", "currency": "XTR"}}, "$.amount.currency"),
        ({"confirmation": {"type": "redirect"}}, "$.confirmation"),
        ({"confirmation": {"type": "pigeon", "return_url": "https://a.example"}}, "$.confirmation"),
        ({"receipt": {"items": [{"description": "x", "quantity": 1, "amount": AMOUNT}]}}, "$.receipt.items[0]"),
    ],
)
def test_the_description_complains_by_itself(wrong: Json, where: str) -> None:
    known = description()
    assert known
    assert known.request("post", "/payments", ASKED) == []
    assert any(complaint.startswith(where) for complaint in known.request("post", "/payments", {**ASKED, **wrong}))
