"""From declarations to buttons: laws that hold for every option, and words for prices and waiting times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Button
from bot.prices import Money, Prices
from bot.talk import menu
from bot.talk.action import DATA_BYTES, TooLong
from bot.talk.scenes import options
from bot.texts import Texts
from engine.options import OptionSpec

ENGLISH, RUSSIAN = Texts("en"), Texts("ru")


@st.composite
def specs(draw: st.DrawFn) -> OptionSpec:
    step = draw(st.sampled_from([1, 5, 10, 25, 100]))
    low = draw(st.integers(0, 50)) * step
    high = low + draw(st.integers(1, menu.ARBITRARY // step)) * step
    return OptionSpec("size", "Size", "integer", low, low=low, high=high, step=step)


@given(spec=specs(), presses=st.lists(st.sampled_from([-1, 0, 1]), max_size=40))
def test_no_press_leads_out_of_bounds(spec: OptionSpec, presses: list[int]) -> None:
    value: int | bool = spec.default
    for press in presses:
        value = menu.moved(spec, value, press)
        assert menu.allowed(spec, value)


@given(spec=specs())
def test_few_presses_lead_from_one_end_to_the_other(spec: OptionSpec) -> None:
    value: int | bool = spec.low
    for _ in range(3 * menu.STOPS + 1):
        value = menu.moved(spec, value, 1)
    assert value == spec.high


def test_a_seed_is_another_one_at_each_press() -> None:
    seed = OptionSpec("seed", "Seed", "integer", 0, high=2**31 - 1)
    assert len({menu.moved(seed, 0, 1) for _ in range(5)}) > 1


def test_a_button_that_would_be_cut_off_is_a_mistake() -> None:
    with pytest.raises(TooLong):
        options.step.button("+", "0123456789ab", "a_name_far_too_long_to_be_carried_by_a_button", 1)
    assert len(options.step.data("0123456789ab", "style_strength_of_it", -1).encode()) <= DATA_BYTES


def test_what_the_tier_decides_is_not_offered() -> None:
    tiers = Prices.load().tiers
    side = OptionSpec("side_px", "Size", "integer", 600, low=64, high=2000)
    iterations = OptionSpec("iterations", "Iterations", "integer", 100, low=1, high=5000)
    assert not list(menu.choices((side, iterations), tiers["free"]))
    [offered] = menu.choices((side, iterations), tiers["hd"])
    assert (offered.low, offered.high, offered.step) == (100, 1000, 100)


def test_a_switch_is_one_button() -> None:
    keep = OptionSpec("keep_colors", "Keep colors", "boolean", False)
    rows = list(menu.option_rows(RUSSIAN, [keep], {"keep_colors": True}, options.step, "0123456789ab"))
    assert rows == [(Button("Цвета фото: да", "options.step:0123456789ab:keep_colors:1"),)]


@pytest.mark.parametrize(
    ("eta_s", "words"),
    [
        (None, "waiting time not known yet"),
        ((0.2, 0.4), "about 5 s"),
        ((8, 16), "5–20 s"),
        ((70, 140), "1–3 min"),
        ((4000, 8000), "1–3 h"),
    ],
)
def test_a_waiting_time_is_a_range_that_people_would_say(eta_s: tuple[float, float] | None, words: str) -> None:
    assert menu.waiting(ENGLISH, eta_s) == words


@pytest.mark.parametrize(
    ("money", "english", "russian"),
    [
        (Money(5000, "RUB"), "50 ₽", "50 ₽"),
        (Money(180000, "RUB"), "1,800 ₽", "1 800 ₽"),
        (Money(4990, "RUB"), "49.90 ₽", "49,90 ₽"),
        (Money(499, "USD"), "4.99 $", "4,99 $"),
    ],
)
def test_money(money: Money, english: str, russian: str) -> None:
    assert menu.money(ENGLISH, money).replace("\xa0", " ") == english
    assert menu.money(RUSSIAN, money).replace("\xa0", " ") == russian
