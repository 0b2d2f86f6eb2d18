"""Buttons on VK: no keyboard leaves us that VK would refuse, and none of ours is out of reach."""

import json
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Attachment, Button, Message, Refused, Tile
from bot.platforms.vk.abilities import Abilities
from bot.platforms.vk.keyboard import keyboard
from bot.platforms.vk.layout import BUTTONS, PER_ROW, ROWS, Layout
from bot.platforms.vk.payload import Payload
from bot.platforms.vk.telling import linked, told

ALL = Abilities()


async def nothing() -> bytes:
    return b""


def buttons(*rows: int, text: str = "Paint") -> tuple[tuple[Button, ...], ...]:
    """So many buttons in each row, each with data of its own."""
    number = count()
    return tuple(tuple(Button(text, f"data:{next(number)}") for _ in range(row)) for row in rows)


def gallery(size: int) -> tuple[Tile, ...]:
    picture = Attachment("house:waves", "waves.jpg", "image/jpeg", nothing)
    return tuple(Tile(f"Style {number}", picture, f"style:{number}") for number in range(1, size + 1))


def drawn(message: Message, can: Abilities = ALL) -> list[list[list[dict[str, Any]]]]:
    """The rows of buttons on each page, as VK gets them."""
    pages = Layout.of(message).pages()
    keyboards = [keyboard(pages, page, can) for page in range(len(pages))]
    return [json.loads(one)["buttons"] if one else [] for one in keyboards]


def data_in(page: list[list[dict[str, Any]]]) -> list[str]:
    found = [Payload.read(button["action"]["payload"]).data for row in page for button in row]
    return [data for data in found if data is not None]


@given(st.lists(st.integers(0, 7), max_size=14), st.integers(0, 30))
def test_whatever_is_said_vk_takes_every_page_and_every_button_is_on_one(rows: list[int], tiles: int) -> None:
    message = Message("Choose", buttons(*rows), gallery=gallery(tiles))
    pages = drawn(message)
    for page in pages:
        assert len(page) <= ROWS
        assert sum(map(len, page)) <= BUTTONS
        assert all(1 <= len(row) <= PER_ROW for row in page)
    wanted = {button.data for row in message.buttons for button in row} | {tile.data for tile in message.gallery}
    assert {data for page in pages for data in data_in(page)} == wanted


def test_what_fits_is_drawn_as_it_was_said() -> None:
    [page] = drawn(Message("Ready", buttons(1, 2, 3)))
    assert [len(row) for row in page] == [1, 2, 3]


def test_too_many_rows_of_few_buttons_share_rows() -> None:
    [page] = drawn(Message("Ready", buttons(1, 1, 1, 1, 1, 1, 1, 1)))
    assert len(page) == ROWS
    assert data_in(page) == [f"data:{number}" for number in range(8)]


def test_the_last_button_of_a_page_turns_over_and_the_last_page_to_the_first() -> None:
    pages = drawn(Message("Ready", buttons(2, 2, 2, 2, 2, 2)))
    turns = [Payload.read(page[-1][-1]["action"]["payload"]).page for page in pages]
    assert turns == [1, 0]
    assert pages[0][-1][-1]["action"]["label"] == "▶ 2/2"


def test_the_ways_out_of_a_gallery_are_on_every_page() -> None:
    pages = drawn(Message("Choose", buttons(1, 1), gallery=gallery(13)))
    assert len(pages) > 1
    assert all({"data:0", "data:1"} <= set(data_in(page)) for page in pages)
    assert data_in(pages[0])[0] == "style:1"


def test_a_long_label_ends_in_an_ellipsis() -> None:
    [page] = drawn(Message("Choose", ((Button("The Great Wave off Kanagawa by Hokusai, 1831", "style:1"),),)))
    label = page[0][0]["action"]["label"]
    assert label == "The Great Wave off Kanagawa by Hokusai,…"
    assert len(label) == 40


def test_a_payload_that_vk_would_refuse_is_refused_here() -> None:
    with pytest.raises(Refused, match="payload"):
        drawn(Message("Choose", ((Button("Paint", "x" * 250),),)))


def test_buttons_are_colored_by_what_they_do() -> None:
    row = (Button("Paint", "a", "primary"), Button("Back", "b"), Button("Delete", "c", "danger"))
    [page] = drawn(Message("Ready", (row,)))
    assert [button["color"] for button in page[0]] == ["primary", "secondary", "negative"]


def test_a_button_with_an_address_opens_it() -> None:
    [page] = drawn(Message("Pay", ((Button("Pay 50 ₽", "", url="https://pay.example/1"),),)))
    assert page == [[{"action": {"type": "open_link", "label": "Pay 50 ₽", "link": "https://pay.example/1"}}]]


def test_an_old_app_gets_buttons_that_speak_for_the_person() -> None:
    [page] = drawn(Message("Ready", buttons(1)), Abilities(callback=False))
    assert page[0][0]["action"]["type"] == "text"


def test_an_app_without_buttons_is_told_the_choices_by_number() -> None:
    message = Message("Choose", ((Button("Back", "back"),),), gallery=gallery(2))
    assert told("Choose", message).splitlines() == ["Choose", "", "1. Style 1", "2. Style 2", "3. Back"]
    assert [button.data for button in Layout.of(message).buttons] == ["style:1", "style:2", "back"]


def test_an_app_that_opens_no_page_is_told_its_address() -> None:
    message = Message("Pay", ((Button("Pay", "", url="https://pay.example/1"), Button("Back", "back")),))
    text, left = linked("Pay", message, Abilities(links=False))
    assert text == "Pay\nPay: https://pay.example/1"
    assert left.buttons == ((Button("Back", "back"),),)


@pytest.mark.parametrize(
    ("client_info", "expected"),
    [
        ({}, Abilities()),
        ({"inline_keyboard": False}, Abilities(inline=False)),
        ({"button_actions": ["text", "open_link"], "carousel": True}, Abilities(callback=False, carousel=True)),
        ({"button_actions": ["callback"]}, Abilities(links=False)),
    ],
)
def test_what_an_app_shows_is_what_vk_tells(client_info: dict[str, Any], expected: Abilities) -> None:
    assert Abilities.of(client_info) == expected


@pytest.mark.parametrize("payload", [None, 5, "", "{", "[]", '{"d": 1}', '{"page": "x"}', {"command": ["start"]}])
def test_a_forged_payload_is_nothing(payload: object) -> None:
    assert Payload.read(payload) == Payload()
