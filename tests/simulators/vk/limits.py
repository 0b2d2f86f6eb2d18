"""What VK says of keyboards, carousels and event data: error 911 with the place of the fault."""

import json
from typing import Any, NoReturn

from tests.simulators.vk.reading import Violation
from tests.simulators.vk.schema import schema

Json = dict[str, Any]
ROW, ROWS, BUTTONS = 5, 10, 40
INLINE_ROWS, INLINE_BUTTONS = 6, 10
LABEL, PAYLOAD, LINK = 40, 255, 2048
CARDS, CARD_BUTTONS, CARD_WORDS = 10, 3, 80
CARD_FIELDS = {"title", "description", "photo_id", "buttons", "action"}
WHOLE_ROW = ("location", "vkpay", "open_app")
COLORED = ("text", "callback")
SNACKBAR = 90


def loaded(text: str, name: str) -> Json:
    """The JSON of a parameter."""
    try:
        value = json.loads(text)
    except ValueError:
        raise Violation(f"{name} contains incorrect JSON") from None
    if not isinstance(value, dict):
        raise Violation(f"{name} contains incorrect JSON")
    return value


def keyboard(text: str) -> Json:
    """A keyboard that VK shows."""
    value = loaded(text, "keyboard")
    checked_by_schema("messages_keyboard", value)
    rows, inline = value["buttons"], value.get("inline", False)
    if inline and value.get("one_time"):
        refuse("one_time is not supported by inline keyboards")
    if inline and not rows:
        refuse("buttons should not be empty")
    if len(rows) > (INLINE_ROWS if inline else ROWS):
        refuse("buttons contain too much rows")
    if sum(map(len, rows)) > (INLINE_BUTTONS if inline else BUTTONS):
        refuse("keyboard contains too much buttons")
    for index, row in enumerate(rows):
        if not 1 <= len(row) <= ROW:
            refuse(f"row {index} contains too much columns" if row else f"row {index} is empty")
        for column, one in enumerate(row):
            button(one, f"button [{index}][{column}]")
            if one["action"]["type"] in WHOLE_ROW and len(row) > 1:
                refuse(f"button [{index}][{column}] takes a row of its own")
    return value


def button(value: Json, path: str) -> None:
    if not isinstance(value, dict):
        refuse(f"{path} should be an object")
    checked_by_schema("messages_keyboard_button", value)
    action = value["action"]
    if "label" in action and not 1 <= len(action["label"]) <= LABEL:
        refuse(f"{path} label should be from 1 to {LABEL} letters length")
    if "color" in value and action["type"] not in COLORED:
        refuse(f"{path} color is not for {action['type']}")
    if "link" in action:
        link(action["link"], path)
    payload = action.get("payload")
    if payload is None:
        return
    if len(payload) > PAYLOAD:
        refuse(f"{path} payload should be at most {PAYLOAD} letters length")
    try:
        json.loads(payload)
    except ValueError:
        refuse(f"{path} payload should be JSON")


def link(address: Any, path: str) -> None:
    if not isinstance(address, str) or not address.startswith(("https://", "http://")) or len(address) > LINK:
        refuse(f"{path} has invalid link")


def carousel(text: str) -> list[Json]:
    """The cards of a carousel that VK shows: each built like the first."""
    value = loaded(text, "template")
    if set(value) != {"type", "elements"} or value["type"] != "carousel" or not isinstance(value["elements"], list):
        refuse("template should have type carousel and elements")
    cards: list[Json] = value["elements"]
    if not 1 <= len(cards) <= CARDS:
        refuse(f"template['elements'] should have from 1 to {CARDS} elements")
    for index, card in enumerate(cards):
        one_card(card, f"template['elements'][{index}]")
        if set(card) != set(cards[0]) or len(card["buttons"]) != len(cards[0]["buttons"]):
            refuse(f"template['elements'][{index}] is built otherwise than the first")
    return cards


def one_card(card: Json, path: str) -> None:
    if not isinstance(card, dict) or set(card) - CARD_FIELDS:
        refuse(f"{path} contains unknown fields")
    if not isinstance(card.get("buttons"), list) or not 1 <= len(card["buttons"]) <= CARD_BUTTONS:
        refuse(f"{path}['buttons'] should have from 1 to {CARD_BUTTONS} buttons")
    if "photo_id" not in card and "title" not in card:
        refuse(f"{path} should have photo_id or title")
    for name in ("title", "description"):
        words = card.get(name, "-")
        if not isinstance(words, str) or not 1 <= len(words) <= CARD_WORDS:
            refuse(f"{path}['{name}'] should be from 1 to {CARD_WORDS} letters length")
    for index, one in enumerate(card["buttons"]):
        button(one, f"{path}['buttons'][{index}]")
    action = card.get("action", {"type": "open_photo"})
    match action:
        case {"type": "open_link", "link": address, **rest} if not rest:
            link(address, f"{path}['action']")
        case {"type": "open_photo", **rest} if not rest:
            pass
        case _:
            refuse(f"{path}: action contains unknown fields")


def event_data(text: str) -> Json:
    """What happens at the person's when a callback button is answered."""
    value = loaded(text, "event_data")
    match value:
        case {"type": "show_snackbar", "text": str(words), **rest} if not rest and 1 <= len(words) <= SNACKBAR:
            return value
        case {"type": "open_link", "link": str(), **rest} if not rest:
            return value
        case {"type": "open_app", "app_id": int(), **rest} if not set(rest) - {"owner_id", "hash"}:
            return value
    raise Violation("event_data is invalid")


def checked_by_schema(name: str, value: Any) -> None:
    try:
        schema().check_object("messages/objects", name, value)
    except Violation as violation:
        refuse(str(violation))


def refuse(why: str) -> NoReturn:
    raise Violation(f"Keyboard format is invalid: {why}", 911)
