"""Pictures beside one another: what stands where, and how high."""

import pytest
from PIL import Image

from engine.collage import PAPER, TILE_GAP_PX, TILE_PX, before_after, beside, contact_sheet
from engine.picture import Picture

RED, GREEN, BLUE = (200, 0, 0), (0, 200, 0), (0, 0, 200)


def plain(color: tuple[int, int, int], width: int, height: int) -> Picture:
    return Picture(Image.new("RGB", (width, height), color))


def across(picture: Picture) -> list[object]:
    """The colors from left to right, each once."""
    line = [picture.image.getpixel((x, picture.height // 2)) for x in range(picture.width)]
    return [color for x, color in enumerate(line) if x == 0 or color != line[x - 1]]


def test_before_and_after_are_as_high_as_the_painting() -> None:
    both = before_after(plain(RED, 1200, 900), plain(GREEN, 600, 450))
    assert both.image.size == (600 + 4 + 600, 450)
    assert across(both) == [RED, PAPER, GREEN]


def test_styles_stand_between_photo_and_painting() -> None:
    picture = before_after(plain(RED, 64, 48), plain(GREEN, 64, 48), [plain(BLUE, 30, 90), plain(RED, 48, 48)], 100)
    assert across(picture) == [RED, PAPER, BLUE, PAPER, RED, PAPER, GREEN]
    assert picture.height == 100


@pytest.mark.parametrize(("size", "width"), [((1500, 100), 1500), ((100, 1500), 100)])
def test_nothing_of_a_panorama_is_cut_off(size: tuple[int, int], width: int) -> None:
    both = before_after(plain(RED, *size), plain(GREEN, *size))
    assert both.width == 2 * width + max(2, size[1] // 100)


def test_a_card_cuts_a_panorama() -> None:
    assert beside([plain(RED, 1500, 100), plain(GREEN, 100, 100)], 100).width == 300 + 8 + 100


def test_what_is_transparent_shows_the_paper() -> None:
    clear = Picture(Image.new("RGB", (64, 48), RED), Image.new("L", (64, 48), 0))
    assert across(before_after(clear, clear)) == [PAPER]


def test_a_contact_sheet_is_as_square_as_can_be_and_shows_every_picture_whole() -> None:
    sheet = contact_sheet([plain(color, 512, 128) for color in (RED, GREEN, BLUE)]).image
    step = TILE_PX + TILE_GAP_PX
    assert sheet.size == (2 * step + TILE_GAP_PX, 2 * step + TILE_GAP_PX)
    middles = [TILE_GAP_PX + TILE_PX // 2, TILE_GAP_PX + step + TILE_PX // 2]
    assert [sheet.getpixel((x, y)) for y in middles for x in middles] == [RED, GREEN, BLUE, PAPER]
    assert sheet.getpixel((middles[0], TILE_GAP_PX + 60)) == PAPER  # above a wide picture


def test_the_tiles_of_a_contact_sheet_bear_numbers() -> None:
    sheet = contact_sheet([plain(RED, 64, 64)] * 10).image
    corner = sheet.crop((TILE_GAP_PX, TILE_GAP_PX, TILE_GAP_PX + 36, TILE_GAP_PX + 36))
    assert {(0, 0, 0), PAPER} <= {color for _, color in corner.getcolors() or []}
