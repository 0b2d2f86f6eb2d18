"""Keyboards and carousels as VK takes them, and not one button more."""

import json
from typing import Any

import pytest

from tests.simulators.vk.limits import carousel, event_data, keyboard
from tests.simulators.vk.reading import Violation
from tests.simulators.vk.schema import SPEC

Json = dict[str, Any]
needs_the_description = pytest.mark.skipif(not SPEC.exists(), reason=f"VK's description is not at {SPEC}")


def button(**changed: Any) -> Json:
    action = {"type": "callback", "label": "Go", "payload": "{}"} | changed
    return {"action": {name: value for name, value in action.items() if value is not None}}


def inline(*rows: list[Json], **changed: Any) -> str:
    return json.dumps({"inline": True, "buttons": rows} | changed)


def card(**changed: Any) -> Json:
    return {"title": "Mosaic", "description": "of stones", "buttons": [button()]} | changed


def cards(*elements: Json) -> str:
    return json.dumps({"type": "carousel", "elements": elements})


@pytest.mark.parametrize(
    "given",
    [
        inline([button()] * 5, [button()] * 5),
        inline(*[[button()]] * 6),
        inline([button(label="x" * 40, payload=json.dumps("x" * 253))]),
        inline([button(payload=None)]),
        inline([button(type="open_link", link="https://mazok.art", payload=None)]),
        inline([{**button(), "color": "secondary"}]),
        json.dumps({"one_time": True, "buttons": [[button(type="text")] * 5] * 8}),
        json.dumps({"buttons": []}),
    ],
)
def test_a_keyboard_within_the_limits_is_shown(given: str) -> None:
    assert keyboard(given) == json.loads(given)


@pytest.mark.parametrize(
    "given",
    [
        inline([button()] * 6),
        inline(*[[button()]] * 7),
        inline([button()] * 5, [button()] * 5, [button()]),
        inline(),
        inline([]),
        inline([button()], one_time=True),
        inline([button(label="x" * 41)]),
        inline([button(label="")]),
        inline([button(payload=json.dumps("x" * 254))]),
        inline([button(payload="paint")]),
        inline([button(type="open_link", link="{signup_link}")]),
        inline([{**button(type="open_link", link="https://a.b"), "color": "primary"}]),
        json.dumps({"buttons": [[button()] * 4] * 11}),
        json.dumps({"buttons": [[button()] * 5] * 9}),
    ],
)
def test_a_keyboard_out_of_the_limits_is_error_911(given: str) -> None:
    with pytest.raises(Violation, match="Keyboard format is invalid") as refused:
        keyboard(given)
    assert refused.value.code == 911


@needs_the_description
@pytest.mark.parametrize(
    "given",
    [
        inline([{**button(), "color": "pink"}]),
        inline([button(type="callback", link="https://a.b")]),
        inline([button(type="sing")]),
        inline([button(label=7)]),
        inline([button(payload={"a": 1})]),
        inline([button()], inline="yes"),
        inline([button()], size=3),
        json.dumps({"inline": True}),
    ],
)
def test_a_keyboard_that_the_description_does_not_know_is_error_911(given: str) -> None:
    with pytest.raises(Violation, match="Keyboard format is invalid") as refused:
        keyboard(given)
    assert refused.value.code == 911


@pytest.mark.parametrize(
    "given",
    [
        cards(*[card()] * 10),
        cards(card(title="x" * 80, description="x" * 80, buttons=[button()] * 3)),
        cards({"photo_id": "-1_2", "buttons": [button()]}),
        cards(card(action={"type": "open_link", "link": "https://vk.com"})),
        cards(card(action={"type": "open_photo"})),
    ],
)
def test_a_carousel_within_the_limits_is_shown(given: str) -> None:
    assert carousel(given) == json.loads(given)["elements"]


@pytest.mark.parametrize(
    "given",
    [
        cards(),
        cards(*[card()] * 11),
        cards(card(title="x" * 81)),
        cards(card(description="")),
        cards(card(buttons=[])),
        cards(card(buttons=[button()] * 4)),
        cards(card(buttons=[[button()]])),
        cards({"buttons": [button()]}),
        cards(card(), card(buttons=[button()] * 2)),
        cards(card(), card(photo_id="-1_2")),
        cards(card(picture="-1_2")),
        cards(card(action={"type": "open_photo", "link": "https://vk.com"})),
        json.dumps({"type": "carousel", "elements": [card()], "size": 1}),
    ],
)
def test_a_carousel_out_of_the_limits_is_error_911(given: str) -> None:
    with pytest.raises(Violation, match="Keyboard format is invalid") as refused:
        carousel(given)
    assert refused.value.code == 911


@pytest.mark.parametrize(
    "given",
    [
        {"type": "show_snackbar", "text": ""},
        {"type": "show_snackbar", "text": "x" * 91},
        {"type": "show_snackbar", "text": "x", "color": "red"},
        {"type": "open_link"},
        {"type": "open_app", "app_id": "one"},
        {"type": "sing"},
    ],
)
def test_what_a_press_cannot_do_is_a_violation(given: Json) -> None:
    with pytest.raises(Violation):
        event_data(json.dumps(given))
