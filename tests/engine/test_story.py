"""A painting as a story, and the words that can be drawn in it."""

import pytest
from PIL import Image, ImageChops

from engine.lettering import FILES, HELD, SOFT_HYPHEN, Weight, drawable, font, lines
from engine.picture import Picture
from engine.story import BOTTOM, HEIGHT, SIDE, TOP, WIDTH, Legend, story

RED, GREEN, WHITE = (200, 0, 0), (0, 200, 0), (255, 255, 255)
SHAPES = [(900, 700), (3000, 700), (700, 3000), (800, 800), (31, 16)]
LEGEND = Legend("Вечер на Неве", ["в манере «Мозаика»", "Алиса"])


def plain(color: tuple[int, int, int], size: tuple[int, int]) -> Picture:
    return Picture(Image.new("RGB", size, color))


def place_of(color: tuple[int, int, int], page: Image.Image) -> tuple[int, int, int, int]:
    """The box that holds all pixels of a color."""
    box = ImageChops.difference(page, Image.new("RGB", page.size, color)).convert("L").point(lambda v: 255 * (v == 0))
    found = box.getbbox()
    assert found is not None
    return found


@pytest.mark.parametrize("size", SHAPES)
def test_every_shape_is_whole_between_what_the_network_draws(size: tuple[int, int]) -> None:
    page = story(plain(RED, size), LEGEND, plain(GREEN, (2400, 630))).image
    assert page.size == (WIDTH, HEIGHT) == (1080, 1920)
    large, small = place_of(RED, page), place_of(GREEN, page)
    for left, top, right, bottom in (large, small):
        assert SIDE <= left < right <= WIDTH - SIDE
        assert TOP <= top < bottom <= BOTTOM
    assert large[3] < small[1]
    shown = (large[2] - large[0]) / (large[3] - large[1])
    assert shown == pytest.approx(size[0] / size[1], rel=0.01)  # a pixel of rounding on the shortest side
    assert max(large[2] - large[0] - (WIDTH - 2 * SIDE), large[3] - large[1] - 700) >= -1  # as large as there is room


def test_the_painting_alone_has_the_room_to_itself() -> None:
    left, top, right, bottom = place_of(RED, story(plain(RED, (800, 800)), Legend()).image)
    assert (left, right) == (SIDE, WIDTH - SIDE)
    assert top - TOP == pytest.approx(BOTTOM - bottom, abs=1)


def test_white_words_are_readable_on_a_white_painting() -> None:
    page = story(plain(WHITE, (900, 700)), LEGEND).image
    color = page.getpixel((5, 5))
    assert isinstance(color, tuple)
    light = [((part / 255 + 0.055) / 1.055) ** 2.4 for part in color]
    luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
    assert 1.05 / (luminance + 0.05) >= 4.5  # WCAG 2.2, 1.4.3


def test_the_legend_is_drawn_between_the_painting_and_the_card() -> None:
    pictures = plain(RED, (900, 700)), plain(GREEN, (2400, 630))
    page = story(pictures[0], LEGEND, pictures[1]).image
    _, top, _, bottom = place_of(WHITE, page)
    assert place_of(RED, page)[3] < top < bottom < place_of(GREEN, page)[1]


def test_a_legend_is_cut_to_the_lines_that_there_is_room_for() -> None:
    drawn = Legend("word " * 90, ["word " * 90, "word " * 90, "last"]).lines()
    assert [line.weight for line in drawn] == ["bold", "bold", "regular", "regular", "regular"]
    assert drawn[1].words.endswith("…")


@pytest.mark.parametrize("weight", FILES)
def test_our_fonts_have_the_letters_that_we_say(weight: Weight) -> None:
    """A letter that a font lacks is an empty place."""
    letters = [chr(code) for first, last in HELD for code in range(first, last + 1) if code != SOFT_HYPHEN]
    empty = [letter for letter in letters if font(weight, 20).getmask(letter).getbbox() is None]
    assert empty == [" ", "\xa0"]
    assert font(weight, 20).getmask("京").getbbox() is None


def test_what_cannot_be_drawn_is_left_out() -> None:
    assert drawable("Ночь 🌙 в  Киото\n京都 ґ №5 ₽ soft\xadly") == "Ночь в Киото ґ №5 ₽ softly"
    assert drawable("и\u0306") == "й"
    assert lines("🌙", font("bold", 40), 300, 2) == []


def test_lines_are_no_wider_than_their_room() -> None:
    wide = lines("A rather long title of a painting that goes on and on", font("bold", 40), 300, 3)
    assert len(wide) == 3
    assert all(font("bold", 40).getlength(line) <= 300 for line in wide)
    assert wide[-1].endswith("…")
    [cut] = lines("W" * 200, font("bold", 40), 300, 2)
    assert font("bold", 40).getlength(cut) <= 300
    assert cut.endswith("W…")
