"""`mazok admin` and the money: prices, books, payments and refunds, as the owner types them on a real database."""

import csv
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.catalogue import Catalogue
from bot.prices import BUILT_IN, Money, Prices
from bot.usecases.buy import Buy, Wish
from bot.usecases.credit import Credit
from bot.usecases.refund import Refunds
from storage.payments import Payment, PaymentState
from tests.bot.counter import Counter, payment_of
from tests.bot.test_admin import Owner, owner
from tests.faults.studio import Studio

__all__ = ["owner"]

HD = {"asset": "hd_iteration", "amount": 1000}


@pytest.fixture
def shop(owner: Owner) -> Owner:
    """Alice has paid for 1000 HD iterations as c1; what she paid as c2 was 7 kopecks, and is held."""

    async def trade(studio: Studio) -> None:
        alice = await studio.person("alice")
        wish = Wish(alice.person_id, "web", "alice", "pack", HD, Money(25000, "RUB"))
        buy = Buy(studio.store, Catalogue(Prices.load()))
        for number, paid in ((1, 25000), (2, 7)):
            purchase = await buy(wish, Counter(), update_key=f"web:{number}")
            await Credit(studio.store)(payment_of(purchase, f"c{number}", amount=paid))

    owner.meanwhile(trade)
    return owner


def payment(owner: Owner, charge: str) -> Payment:
    async def get(studio: Studio) -> Payment:
        async with studio.store.reading() as tx:
            return await tx.payments.get("counter", charge)

    return owner.meanwhile(get)


def words(owner: Owner, *typed: str) -> list[list[str]]:
    """What `mazok admin prices …` prints, by lines."""
    return [line.split() for line in owner.types("prices", *typed).output.splitlines()]


def this_month() -> str:
    return f"{datetime.now(UTC):%Y-%m}"


def test_prices_are_set_shown_and_taken_back(owner: Owner, tmp_path: Path) -> None:
    """What changes is said before and after; the file of each machine is there to go back to."""
    file = tmp_path / "new.toml"
    file.write_text(BUILT_IN.read_text())
    owner.types("prices", "set", str(file))
    file.write_text(BUILT_IN.read_text().replace("price = 250\n", "price = 300\n"))
    change = ["packs.hd_iteration.1000.price", "250", "300"]
    assert change in words(owner, "check", str(file))
    assert "price = 250\n" in owner.types("prices", "show").output
    assert change in words(owner, "set", str(file))
    assert "price = 300\n" in owner.types("prices", "show").output
    assert ["nothing", "changes"] in words(owner, "check", str(file))
    owner.types("prices", "reset")
    assert "price = 300\n" not in owner.types("prices", "show").output
    assert [line[0] for line in words(owner, "history")[-4:]] == ["version", "3", "2", "1"]
    assert owner.types("audit").output.count(" set prices ") == 2


def test_a_catalogue_with_a_mistake_is_not_sold_from(owner: Owner, tmp_path: Path) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(
        BUILT_IN.read_text().replace('asset = "hd_iteration"\namount = 100\n', 'asset = "coin"\namount = 1\n')
    )
    refused = owner.types("prices", "set", str(file))
    assert refused.exit_code == 1
    assert "no tier is paid with coin" in refused.output
    assert "nothing changes" in owner.types("prices", "reset").output


def test_the_schema_describes_the_catalogue(owner: Owner) -> None:
    schema = json.loads(owner.types("prices", "schema").output)
    assert {"tiers", "packs", "prints"} <= schema["properties"].keys()


def test_a_refund_is_asked_for_and_done_by_the_running_mazok(shop: Owner) -> None:
    assert "250.00 RUB go back" in shop.types("refund", "counter", "c1", "--why", "did not like it").output
    assert shop.types("refund", "counter", "c1", "--why", "again").exit_code == 1
    assert payment(shop, "c1").state is PaymentState.REFUNDING

    async def looks(studio: Studio) -> None:
        await Refunds(studio.store, {"counter": till}).look(till)

    till = Counter()
    shop.meanwhile(looks)
    assert till.refunds == ["c1"]
    assert payment(shop, "c1").state is PaymentState.REFUNDED
    assert "did not like it" in shop.types("audit", "--subject", "counter:c1").output
    assert shop.types("check").exit_code == 0


def test_a_payment_that_is_held_is_found_and_handed_out(shop: Owner) -> None:
    held = shop.types("payments", "--state", "held").output
    assert "7 instead of 25000" in held
    assert "counter  c1" not in held
    assert shop.types("credit", "counter", "c2").exit_code == 0
    assert shop.types("credit", "counter", "c2").exit_code == 1
    assert "2000 hd_iteration" in shop.types("people").output
    assert "credit" in shop.types("audit", "--subject", "counter:c2").output
    assert shop.types("check").output == "the books are right\n"


def test_a_charge_that_nobody_knows_is_an_error_in_one_line(shop: Owner) -> None:
    refused = shop.types("refund", "counter", "c9", "--why", "typing error")
    assert (refused.exit_code, refused.output) == (1, "Error: no payment 'counter:c9'\n")
    assert "typing error" not in shop.types("audit").output


def test_purchases_are_listed_by_their_state(shop: Owner) -> None:
    assert "pack asset=hd_iteration amount=1000" in shop.types("purchases", "--state", "paid").output
    assert len(shop.types("purchases").output.splitlines()) == 3


def test_a_month_adds_up(shop: Owner, tmp_path: Path) -> None:
    """Money and units: what was there, what came and went, what is there."""
    shop.types("grant", "web:alice", "premium_run", "2")
    shop.types("refund", "counter", "c1", "--why", "asked")
    report = shop.types("report", this_month(), "--csv", str(tmp_path / "month.csv")).output
    with (tmp_path / "month.csv").open() as file:
        lines = [tuple(line.values()) for line in csv.DictReader(file)]
    assert lines == [
        ("counter", "RUB", "at the beginning", "0", "0"),
        ("counter", "RUB", "sold: pack", "2", "25007"),
        ("counter", "RUB", "at the end", "0", "25007"),
        ("people", "hd_iteration", "at the beginning", "0", "0"),
        ("people", "hd_iteration", "bought", "1", "1000"),
        ("people", "hd_iteration", "taken back", "1", "-1000"),
        ("people", "hd_iteration", "at the end", "0", "0"),
        ("people", "premium_run", "at the beginning", "0", "0"),
        ("people", "premium_run", "granted: gift", "1", "2"),
        ("people", "premium_run", "at the end", "0", "2"),
    ]
    assert "250.07 RUB" in report
    assert "at the beginning" not in shop.types("report", "2020-01").output


def test_the_journal_is_exported_whole_or_of_one_person(shop: Owner, tmp_path: Path) -> None:
    shop.meanwhile(lambda studio: studio.person("bob", hd=3))
    sums = {}
    for name, options in {"all": (), "bob": ("--person", "web:bob"), "none": ("--until", "2020-01-01")}.items():
        file = tmp_path / f"{name}.csv"
        assert shop.types("journal", "-o", str(file), *options).exit_code == 0
        with file.open() as read:
            lines = list(csv.DictReader(read))
        assert sum(int(line["amount"]) for line in lines) == 0
        sums[name] = len(lines)
    assert sums == {"all": 8, "bob": 2, "none": 0}


def test_a_fault_in_the_books_is_an_exit_status(shop: Owner) -> None:
    async def plants(studio: Studio) -> None:
        async with studio.store.transaction() as tx:
            await tx.connection.execute(text("DELETE FROM payments WHERE charge_id = 'c2'"))

    assert shop.types("check").exit_code == 0
    shop.meanwhile(plants)
    found = shop.types("check")
    assert found.exit_code == 1
    assert "entry money:counter:c2 has 7 RUB, and there is no such payment" in found.output
