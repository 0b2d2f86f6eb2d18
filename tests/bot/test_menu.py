"""Words for prices and waiting times, and buttons that would be cut off."""

import pytest

from bot.prices import Money
from bot.talk import menu
from bot.talk.action import DATA_BYTES, TooLong
from bot.talk.scenes import options
from bot.texts import Texts

ENGLISH, RUSSIAN = Texts("en"), Texts("ru")


def test_a_button_that_would_be_cut_off_is_a_mistake() -> None:
    with pytest.raises(TooLong):
        options.step.button("+", "0123456789ab", "a_name_far_too_long_to_be_carried_by_a_button", 1)
    assert len(options.step.data("0123456789ab", "style_strength_of_it", -1).encode()) <= DATA_BYTES


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
