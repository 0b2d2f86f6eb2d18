"""The catalogue: what a file may say, what it costs, when a day begins."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.prices import BUILT_IN, Fee, Money, Prices, Range
from bot.settings import Misconfigured


def test_the_built_in_catalogue_sells_what_it_says() -> None:
    """A run is one unit however long it takes; iterations are units each."""
    prices = Prices.load()
    assert prices.tiers["premium"].fee("gatys", 600) == Fee("premium_run", 1, by_iteration=False)
    assert prices.tiers["hd"].fee("gatys", 500) == Fee("hd_iteration", 500, by_iteration=True)
    assert [prices.money(pack) for pack in prices.packs_of(prices.tiers["hd"])] == [
        Money(5000, "RUB"),
        Money(25000, "RUB"),
        Money(100000, "RUB"),
    ]
    assert prices.packs_of(prices.tiers["free"]) == ()


def test_iterations_are_chosen_in_steps() -> None:
    """From the least to the most, both included."""
    allowed = Range(low=100, high=1000, step=100, default=500)
    assert all(iterations in allowed for iterations in (100, 500, 1000))
    assert not any(iterations in allowed for iterations in (0, 150, 1100, True, "100"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("side_px = 600", "side_px = 0"),
        ('per = "run"', 'per = "day"'),
        ("[tiers.free]", "[tiers.free]\ncolour = 1"),
        ("default = 500", "default = 550"),
        ("amount = 1\n", "amount = 0\n"),
        ('currency = "RUB"', "currency ="),
        ("price = 750", "price = 75000"),  # of a subscription: more Stars than Telegram takes for a month
    ],
)
def test_a_wrong_catalogue_stops_the_start(tmp_path: Path, before: str, after: str) -> None:
    """The message names the setting and the file."""
    path = tmp_path / "prices.toml"
    text = BUILT_IN.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    with pytest.raises(Misconfigured, match=f"MAZOK_PRICES={path}"):
        Prices.load(path)


def test_a_catalogue_that_is_not_there_is_named() -> None:
    """A typing error in a setting is found at once."""
    with pytest.raises(Misconfigured, match="nowhere"):
        Prices.load(Path("nowhere.toml"))


@pytest.mark.parametrize(
    ("now", "day", "renewed"),
    [
        ("2026-11-20T20:59:59", "2026-11-20", "2026-11-20T21:00:00"),
        ("2026-11-20T21:00:00", "2026-11-21", "2026-11-21T21:00:00"),
        ("2026-12-31T23:00:00", "2027-01-01", "2027-01-01T21:00:00"),
    ],
)
def test_the_day_begins_at_midnight_in_moscow(now: str, day: str, renewed: str) -> None:
    """Three hours before UTC."""
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    prices = Prices.load()
    assert prices.day(moment) == day
    assert prices.next_day(moment) == datetime.fromisoformat(renewed).replace(tzinfo=UTC)


def test_a_day_that_begins_at_midnight_utc_is_the_calendar_s() -> None:
    """No shift at all."""
    prices = Prices.load().model_copy(update={"day_starts_utc": 0})
    assert prices.day(datetime(2026, 11, 20, 0, 0, tzinfo=UTC)) == "2026-11-20"
    assert prices.day(datetime(2026, 11, 20, 23, 59, tzinfo=UTC)) == "2026-11-20"
