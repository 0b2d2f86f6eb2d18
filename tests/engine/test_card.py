"""Cards to be shared: everything whole, in its proportion and on the paper, the painting the largest."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from engine.card import HEIGHT, MARGIN, PAPER, WIDTH, bezier, card
from engine.hanging import Box, hung
from engine.ladder import Size
from engine.picture import Picture, encode
from engine.watermark import watermarked

WALL = WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN
RED, GREEN, BLUE, GOLD = (200, 0, 0), (0, 150, 0), (0, 0, 200), (220, 180, 0)
LANDSCAPE, PORTRAIT, SQUARE, WIDE, PANORAMA, TOWER, TINY = (
    (600, 400),
    (400, 600),
    (500, 500),
    (1600, 900),
    (1800, 300),
    (200, 1400),
    (3, 2),
)
SIZES = [LANDSCAPE, PORTRAIT, SQUARE, WIDE, PANORAMA, TOWER, TINY]
SOURCES: list[tuple[Size | None, list[Size]]] = [
    (LANDSCAPE, [SQUARE]),
    (TOWER, [PANORAMA]),
    (LANDSCAPE, []),
    (None, [PORTRAIT]),
    (PORTRAIT, [SQUARE, WIDE]),
    (WIDE, [SQUARE, PANORAMA, TOWER]),
    (SQUARE, [LANDSCAPE] * 4),
    (None, []),
]


def plain(color: tuple[int, int, int], size: Size) -> Picture:
    return Picture(Image.new("RGB", size, color))


def apart(one: Box, other: Box) -> bool:
    return (
        one.left + one.width <= other.left
        or other.left + other.width <= one.left
        or one.top + one.height <= other.top
        or other.top + other.height <= one.top
    )


@pytest.mark.parametrize("painting", SIZES)
@pytest.mark.parametrize(("photo", "styles"), SOURCES)
def test_all_hang_whole_apart_and_in_proportion(photo: Size | None, styles: list[Size], painting: Size) -> None:
    group = hung(photo, styles, painting, WALL)
    sizes = [*([photo] if photo else []), *styles, painting]
    for box, (width, height) in zip(group.boxes, sizes, strict=True):
        assert min(box.left, box.top) >= 0
        assert (box.left + box.width <= WALL[0]) and (box.top + box.height <= WALL[1])
        assert abs(box.width - box.height * width / height) <= max(1, width / height)
    assert all(apart(one, other) for one, other in combinations(group.boxes, 2))


@pytest.mark.parametrize("painting", [LANDSCAPE, PORTRAIT, SQUARE, WIDE, TINY])
def test_the_painting_is_the_largest(painting: Size) -> None:
    *others, largest = hung(painting, [SQUARE], painting, WALL).boxes
    assert all(largest.width * largest.height > 1.5 * box.width * box.height for box in others)


@pytest.mark.parametrize(
    ("photo", "styles", "signs"),
    [(SQUARE, [SQUARE], "+="), (SQUARE, [SQUARE] * 3, "+="), (SQUARE, [], ">"), (None, [SQUARE], ">"), (None, [], "")],
)
def test_photo_and_style_make_the_painting_and_one_of_them_becomes_it(
    photo: Size | None, styles: list[Size], signs: str
) -> None:
    assert "".join(sign.sign for sign in hung(photo, styles, SQUARE, WALL).signs) == signs


def test_what_it_was_made_from_stands_beside_a_painting_and_above_a_panorama() -> None:
    for painting, sideways in ((LANDSCAPE, True), (PORTRAIT, True), (PANORAMA, False)):
        photo, style, result = hung(LANDSCAPE, [SQUARE], painting, WALL).boxes
        for box in (photo, style):
            assert (box.left + box.width < result.left) is sideways
            assert (box.top + box.height < result.top) is not sideways


def test_a_card_shows_each_picture_where_it_hangs() -> None:
    drawn = card(plain(RED, LANDSCAPE), [plain(GREEN, SQUARE), plain(BLUE, PORTRAIT)], plain(GOLD, WIDE)).image
    group = hung(LANDSCAPE, [SQUARE, PORTRAIT], WIDE, WALL).moved(MARGIN, MARGIN)
    assert drawn.size == (1200, 630)
    for box, color in zip(group.boxes, (RED, GREEN, BLUE, GOLD), strict=True):
        corners = [(box.left, box.top), (box.left + box.width - 1, box.top + box.height - 1)]
        assert [drawn.getpixel(corner) for corner in corners] == [color, color]
    assert drawn.getpixel((0, 0)) == drawn.getpixel((WIDTH - 1, 0)) == PAPER


def test_a_transparent_picture_shows_the_paper() -> None:
    clear = Picture(Image.new("RGB", SQUARE, RED), Image.new("L", SQUARE, 0))
    assert card(None, [], clear).image.getpixel((WIDTH // 2, HEIGHT // 2)) == PAPER


def test_a_card_of_noise_is_small_enough_for_every_network() -> None:
    """Some take no more than 300 KB of a picture at a link."""
    noise = Picture(Image.effect_noise((1200, 800), 40).convert("RGB").quantize(64).convert("RGB"))
    assert len(encode(card(noise, [noise], noise), "JPEG", quality=88)) < 600_000


def test_the_mark_is_that_of_the_pages() -> None:
    from engine.card import STROKE

    svg = (Path(__file__).parents[2] / "bot/pages/static/mark.svg").read_text()
    [moves] = re.findall(r' d="M([\d.]+ [\d.]+)C', svg)
    assert tuple(map(float, moves.split())) == STROKE[0][0]
    assert all(one[-1] == other[0] for one, other in zip(STROKE, [*STROKE[1:], STROKE[0]], strict=True))


def test_a_curve_begins_and_ends_at_its_ends() -> None:
    curve = ((0.0, 0.0), (0.0, 4.0), (4.0, 4.0), (4.0, 0.0))
    assert [bezier(curve, share) for share in (0.0, 0.5, 1.0)] == [(0, 0), (2, 3), (4, 0)]


@pytest.mark.parametrize("words", ["Mazok", "Мазок · Ёлка", "a rather long address.example/of/somebody/else"])
@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT, (64, 64), PANORAMA])
@pytest.mark.parametrize("color", ["black", "white", "gray"])
def test_a_watermark_changes_its_corner_only(words: str, size: Size, color: str) -> None:
    picture = Picture(Image.new("RGB", size, color))
    marked = watermarked(picture, words)
    box = ImageChops.difference(picture.image, marked.image).getbbox()
    assert box
    left, top, right, bottom = box
    assert left >= 0.3 * size[0]
    assert top >= min(0.8 * size[1], size[1] - 24)
    assert right < size[0]
    assert bottom < size[1]


def test_without_words_there_is_no_watermark() -> None:
    picture = plain(RED, SQUARE)
    assert watermarked(picture, "") is picture


def test_letters_of_both_alphabets_are_drawn() -> None:
    """A font without a letter draws the same box for each that it lacks."""
    drawn = {letter: watermarked(plain(RED, SQUARE), letter).image.tobytes() for letter in "МазокЁщ№Z@"}
    assert len(set(drawn.values())) == len(drawn)
