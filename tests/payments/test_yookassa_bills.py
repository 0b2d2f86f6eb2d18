"""What YooKassa is asked for: the amount as text, the receipt as the law wants it, the same twice for the same key."""

from pathlib import Path
from typing import Any, cast

import pytest
import structlog

from bot.commands.settings import rows
from bot.payments.yookassa import YooKassa
from bot.payments.yookassa.client import Amount, written
from bot.payments.yookassa.settings import YooKassaSettings
from bot.prices import Money
from bot.settings import Misconfigured
from bot.till import TillBusy, TillError, TillRefused
from storage import Store
from tests.payments.kiosk import Kiosk, a_kiosk, bill, main_settings, settings_for
from tests.simulators.yookassa.server import Fault, YooKassaServer


async def test_a_payment_says_who_buys_what(kiosk: Kiosk) -> None:
    purchase = await kiosk.wants()
    await kiosk.till.link(bill(purchase))
    (asked,) = kiosk.server.shop.asked
    assert asked == {
        "amount": {"value": "250.00", "currency": "RUB"},
        "capture": True,
        "confirmation": {"type": "redirect", "return_url": "https://mazok.example/orders", "locale": "en_US"},
        "description": "1,000 HD iterations for Mazok",
        "metadata": {"purchase_id": purchase.purchase_id},
        "receipt": {
            "customer": {"email": "bob@example.org"},
            "items": [
                {
                    "description": "1,000 HD iterations",
                    "quantity": 1,
                    "amount": {"value": "250.00", "currency": "RUB"},
                    "vat_code": 1,
                    "payment_subject": "service",
                    "payment_mode": "full_payment",
                }
            ],
        },
    }


async def test_what_is_sent_by_post_is_a_commodity(store: Store, tmp_path: Path) -> None:
    async with a_kiosk(store, tmp_path, vat_code=11, tax_system=2) as kiosk:
        await kiosk.till.link(bill(await kiosk.wants(), physical=True, locale="ru", text="Ж" * 255))
        (asked,) = kiosk.server.shop.asked
        assert asked["receipt"]["tax_system_code"] == 2
        assert asked["receipt"]["items"][0]["vat_code"] == 11
        assert asked["receipt"]["items"][0]["payment_subject"] == "commodity"
        assert asked["confirmation"]["locale"] == "ru_RU"
        assert asked["description"] == "Ж" * 128


async def test_who_issues_receipts_elsewhere_sends_none(store: Store, tmp_path: Path) -> None:
    async with a_kiosk(store, tmp_path, receipts=False, vat_code=None) as kiosk:
        kiosk.server.shop.receipts = False
        assert not kiosk.till.wants_email
        await kiosk.till.link(bill(await kiosk.wants(), email=None))
        assert "receipt" not in kiosk.server.shop.asked[0]


async def test_asked_twice_it_is_one_payment(kiosk: Kiosk) -> None:
    """The answer to the first got lost."""
    purchase = await kiosk.wants()
    kiosk.server.faults.append(Fault(500, done=True))
    with pytest.raises(TillBusy):
        await kiosk.till.link(bill(purchase))
    first = await kiosk.till.link(bill(purchase))
    assert await kiosk.till.link(bill(purchase)) == first
    assert list(kiosk.server.shop.payments) == [first.external_id]


async def test_what_is_paid_is_not_offered_again(kiosk: Kiosk) -> None:
    purchase = await kiosk.wants()
    await kiosk.pays((await kiosk.till.link(bill(purchase))).url)
    with pytest.raises(TillRefused, match="nothing left to pay"):
        await kiosk.till.link(bill(purchase))


@pytest.mark.parametrize(("of", "why"), [({"email": None}, "e-mail"), ({"period_s": 2_592_000}, "renews")])
async def test_what_cannot_be_billed_is_refused_before_anybody_is_asked(
    kiosk: Kiosk, of: dict[str, Any], why: str
) -> None:
    with pytest.raises(TillRefused, match=why):
        await kiosk.till.link(bill(await kiosk.wants(), **of))
    assert kiosk.server.calls == []


async def test_a_wrong_key_is_said_and_never_shown(store: Store, tmp_path: Path) -> None:
    """Neither in errors nor in log lines nor in what is printed."""
    async with a_kiosk(store, tmp_path) as kiosk:
        secret = kiosk.server.secret
        purchase = await kiosk.wants()
        link = await kiosk.shown(purchase)
        kiosk.server.secret = "live_another"
        with structlog.testing.capture_logs() as lines, pytest.raises(TillRefused) as refused:
            await kiosk.pays(link)
            await kiosk.till.link(bill(purchase, text="another"))
        assert str(refused.value) == "401 Error in shopId or secret key"
        assert lines
        assert secret not in f"{lines} {refused.value!r} {settings_for(kiosk.server)!r} {kiosk.till.reconciling!r}"


@pytest.mark.parametrize("status", [200, 302, 400, 503])
async def test_an_answer_that_is_no_json_is_no_success(kiosk: Kiosk, status: int) -> None:
    """A proxy's page."""
    purchase = await kiosk.wants()
    kiosk.server.faults.append(Fault(status))
    with pytest.raises(TillError):
        await kiosk.till.link(bill(purchase))


async def test_a_server_that_is_not_there_is_busy(store: Store, tmp_path: Path) -> None:
    async with a_kiosk(store, tmp_path, api_url="http://127.0.0.1:9/v3") as kiosk:
        with pytest.raises(TillBusy):
            await kiosk.till.link(bill(await kiosk.wants()))


@pytest.mark.parametrize(("minor", "text"), [(1, "0.01"), (5000, "50.00"), (99999999999901, "999999999999.01")])
def test_amounts_are_exact(minor: int, text: str) -> None:
    """No float in between: there and back is the same."""
    assert written(Money(minor, "RUB")) == {"value": text, "currency": "RUB"}
    assert Amount.model_validate({"value": text, "currency": "RUB"}).money == Money(minor, "RUB")


def test_thousandths_of_a_rouble_are_no_amount() -> None:
    with pytest.raises(ValueError, match="decimal places"):
        Amount.model_validate({"value": "1.005", "currency": "RUB"})


@pytest.mark.parametrize(
    ("wrong", "missing"),
    [
        ({"shop_id": ""}, "YOOKASSA_SHOP_ID is missing"),
        ({"secret_key": ""}, "YOOKASSA_SECRET_KEY is missing"),
        ({"vat_code": None}, "YOOKASSA_VAT_CODE is missing"),
        ({"networks": "everywhere"}, "YOOKASSA_NETWORKS"),
        ({"networks": " "}, "YOOKASSA_NETWORKS is empty"),
        ({"api_url": "http://api.yookassa.ru/v3"}, "YOOKASSA_API_URL must begin with https"),
        ({"public_url": ""}, "MAZOK_PUBLIC_URL is missing"),
    ],
)
def test_half_a_configuration_names_what_it_lacks(tmp_path: Path, wrong: dict[str, Any], missing: str) -> None:
    with pytest.raises(Misconfigured, match=missing):
        opened(tmp_path, **wrong)


def test_without_a_shop_it_is_off(tmp_path: Path) -> None:
    assert opened(tmp_path, shop_id="", secret_key="", public_url="") is None


def opened(folder: Path, public_url: str = "https://mazok.example", **more: Any) -> YooKassa | None:
    settings = main_settings(folder, public_url=public_url)
    app = type("App", (), {"settings": settings, "store": None, "credit": None})()
    return YooKassa.open(
        cast(Any, app), settings_for(YooKassaServer(), **{"api_url": "https://api.yookassa.ru/v3", **more})
    )


def test_the_settings_are_printed_without_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YOOKASSA_SECRET_KEY", "live_secret")
    monkeypatch.setenv("YOOKASSA_VAT_CODE", "")
    printed = {variable: value for variable, value, _ in rows()}
    assert printed["YOOKASSA_SECRET_KEY"] == "•••"
    assert {f"YOOKASSA_{name}" for name in ("SHOP_ID", "VAT_CODE", "NETWORKS", "RECEIPTS")} <= set(printed)
    assert YooKassaSettings(_env_file=None).vat_code is None  # type: ignore[call-arg]
