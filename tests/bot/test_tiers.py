"""Options that a tier fixes: they reach the worker, and a wrong one stops its start."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.chat import Address
from bot.prices import BUILT_IN, Prices
from bot.settings import Misconfigured
from bot.usecases.plan import BadChoice, Draft, plan
from bot.worker.engine import Engine
from bot.worker.tiers import try_tiers
from engine.effect import Inputs, Offer, Painting, Report
from engine.errors import BadWeights
from engine.ladder import Ladder
from engine.options import OptionSpec

ROOT = Path(__file__).parents[2]

OIL = Offer(
    "oil",
    1,
    (
        OptionSpec("side_px", "Size", "integer", 600, 16, 4096),
        OptionSpec("iterations", "Iterations", "integer", 100, 1, 2000),
        OptionSpec("seed", "Seed", "integer", 0, 0, 99),
        OptionSpec("canvas", "Canvas", "choice", "linen", choices=("linen", "hemp"), audience="operator"),
        OptionSpec("varnish", "Varnish", "boolean", False, audience="operator"),
        OptionSpec("coats", "Coats", "numbers", (), 0, 9, most=3, audience="operator"),
        OptionSpec("days", "Days to dry", "integer", 1, 0, 30, audience="operator"),
    ),
    Ladder(),
)
INK = Offer("ink", 0, (OptionSpec("seed", "Seed", "integer", 0, 0, 99),), Ladder())


def catalogue(folder: Path, options: str) -> Prices:
    """The built-in one, whose HD tier fixes these options."""
    path = folder / "prices.toml"
    path.write_text(BUILT_IN.read_text() + f"\n[tiers.hd.options]\n{options}\n")
    return Prices.load(path)


class Easel:
    """Notes what it was asked to paint, and with what; has no hemp."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Mapping[str, Any]]] = []

    def __call__(self, effect: str, inputs: Inputs, options: Mapping[str, Any], report: Report) -> Painting:
        self.asked.append((effect, options))
        if options.get("canvas") == "hemp":
            raise BadWeights("hemp cannot be fetched")
        return Painting(inputs.content, 1, 1, False, (), None)


def ordered(prices: Prices, tier: str, effect: str, **options: int | str) -> Mapping[str, object]:
    """The options of a job that Alice orders."""
    draft = Draft(
        person_id="alice",
        address=Address("web", "alice"),
        tier=tier,
        effect=effect,
        photo_key="photo",
        size=(800, 600),
        options=options,
    )
    return plan(draft, prices.tiers[tier], (OIL, INK)).options


def test_a_job_of_the_tier_gets_what_the_tier_fixes(tmp_path: Path) -> None:
    prices = catalogue(tmp_path, 'canvas = "hemp"\ncoats = [1, 2]')
    job = ordered(prices, "hd", "oil", seed=7)
    assert (job["canvas"], job["coats"], job["seed"], job["side_px"]) == ("hemp", (1, 2), 7, 1200)


def test_other_tiers_and_effects_without_the_option_are_as_before(tmp_path: Path) -> None:
    prices = catalogue(tmp_path, 'canvas = "hemp"')
    assert "canvas" not in ordered(prices, "premium", "oil")
    assert ordered(prices, "hd", "ink", seed=7) == {"seed": 7}


def test_what_the_tier_fixes_is_not_the_person_s(tmp_path: Path) -> None:
    with pytest.raises(BadChoice):
        ordered(catalogue(tmp_path, 'canvas = "hemp"'), "hd", "oil", canvas="linen")


@pytest.mark.parametrize(
    "options", ['canvas = "linen"', "varnish = true", "coats = [0, 9]", "coats = []", "days = 30"], ids=str
)
def test_right_options_are_painted_with_once_before_anybody_waits(tmp_path: Path, options: str) -> None:
    easel, prices = Easel(), catalogue(tmp_path, options)
    try_tiers(prices, Engine("test bench", (OIL, INK), easel))
    small = {"side_px": 64, "iterations": 1}
    assert easel.asked == [("oil", {**small, **prices.tiers["hd"].options})]


def test_a_catalogue_without_such_options_costs_no_time() -> None:
    easel = Easel()
    try_tiers(Prices.load(), Engine("test bench", (OIL, INK), easel))
    assert not easel.asked


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ('canvass = "hemp"', "tiers.hd.options: canvass: no effect has such an option"),
        ('canvas = "silk"', "tiers.hd.options: canvas: 'silk' is not one of linen, hemp"),
        ("canvas = 1", "tiers.hd.options: canvas: 1 is not one of linen, hemp"),
        ("varnish = 1", "tiers.hd.options: varnish: 1 is not true or false"),
        ("days = 31", "tiers.hd.options: days: 31 is not a whole number between 0 and 30"),
        ("days = true", "tiers.hd.options: days: True is not a whole number"),
        ("coats = [1, 2, 3, 4]", "tiers.hd.options: coats: .* is not a list of at most 3 whole numbers"),
        ("coats = [10]", "tiers.hd.options: coats: .* between 0 and 9"),
        ("seed = 1", "tiers.hd.options: seed: this is the person's to choose"),
        ("side_px = 900", "tiers.hd.options: side_px: this is the person's to choose, or a line of the tier itself"),
        ('canvas = "hemp"', "tiers.hd.options: canvas: hemp cannot be fetched"),
    ],
)
def test_a_wrong_option_stops_the_worker_s_start(tmp_path: Path, options: str, told: str) -> None:
    with pytest.raises(Misconfigured, match=told):
        try_tiers(catalogue(tmp_path, options), Engine("test bench", (OIL, INK), Easel()))


def test_the_worker_says_so_in_one_line(tmp_path: Path) -> None:
    """The real one, in a process of its own, with the effects that there are."""
    catalogue(tmp_path, 'wings = "two"')
    place = {"MAZOK_PRICES": "prices.toml", "MAZOK_DATA": "var", "MAZOK_KEY_FILE": "key", "MAZOK_DEVICE": "cpu"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "worker"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, **place, "PYTHONPATH": str(ROOT)},
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert "tiers.hd.options: wings: no effect has such an option" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("value", ["1.5", "{ a = 1 }", '["linen"]', "1979-05-27"])
def test_a_value_that_no_option_can_have_stops_every_start(tmp_path: Path, value: str) -> None:
    with pytest.raises(Misconfigured, match=r"prices\.toml"):
        catalogue(tmp_path, f"canvas = {value}")
