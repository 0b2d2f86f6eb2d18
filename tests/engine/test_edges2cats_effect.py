"""Drawings become cats: what is given to the network, and what is refused."""

import pytest
from PIL import Image, ImageChops, ImageStat

from benchmarks.hand_drawn import drawing, photographed
from engine.device import Device
from engine.effect import Inputs, Painting
from engine.effects.edges2cats import EFFECT, WEIGHTS
from engine.errors import NoDrawing
from engine.picture import Picture
from engine.render import render
from tests.engine.pictures import photo, quietly

CPU = Device("cpu")
LARGEST_BYTES = 8_000_000


def cat(image: Image.Image, alpha: Image.Image | None = None, **options: object) -> Painting:
    return render(EFFECT.name, Inputs(Picture(image, alpha)), {"side_px": 256, **options}, quietly, CPU)


def mean(image: Image.Image, box: tuple[int, int, int, int]) -> list[float]:
    return ImageStat.Stat(image.crop(box)).mean


FACE, CORNER = (100, 90, 156, 150), (4, 4, 40, 40)


def test_a_coat_and_its_ground_are_seen() -> None:
    ginger = cat(drawing(), coat="ginger", ground="blue").picture.image
    black = cat(drawing(), coat="black", ground="light").picture.image
    red, _green, blue = mean(ginger, FACE)
    assert red > blue + 20
    assert mean(ginger, CORNER)[2] > mean(ginger, CORNER)[0]
    assert sum(mean(black, CORNER)) > sum(mean(black, FACE)) + 60


def test_a_photo_of_a_drawing_and_the_drawing_become_the_same_cat() -> None:
    away = ImageChops.difference(cat(drawing()).picture.image, cat(photographed(drawing())).picture.image)
    assert max(ImageStat.Stat(away).mean) < 16


def test_a_photo_keeps_its_colors_and_a_drawing_is_told_from_it() -> None:
    given = photo(192, 144).image
    away = ImageChops.difference(given.resize((256, 192)), cat(given).picture.image)
    assert max(ImageStat.Stat(away).mean) < 48
    assert cat(given).picture.image.tobytes() == cat(given, drawn="photo").picture.image.tobytes()
    assert cat(drawing()).picture.image.tobytes() == cat(drawing(), drawn="drawing").picture.image.tobytes()


def test_a_blank_sheet_is_refused() -> None:
    for blank in (Image.new("RGB", (300, 200), "white"), photographed(Image.new("RGB", (256, 256), "white"))):
        with pytest.raises(NoDrawing):
            cat(blank)


def test_a_drawing_without_paper_gets_some() -> None:
    ink = Image.new("RGB", (256, 256), "black")
    strokes = drawing().convert("L").point(lambda level: 255 - level)
    painted = cat(ink, strokes).picture
    assert painted.alpha is None
    away = ImageChops.difference(painted.image, cat(drawing()).picture.image)
    assert max(ImageStat.Stat(away).mean) < 4


@pytest.mark.parametrize("size", [(16, 16), (640, 40), (30, 400)])
def test_tiny_drawings_and_panoramas_are_painted(size: tuple[int, int]) -> None:
    painted = cat(drawing().resize(size), drawn="drawing").picture.image
    assert painted.width / painted.height == pytest.approx(size[0] / size[1], rel=0.05)


def test_what_is_shipped_is_small() -> None:
    assert WEIGHTS.state() == "present"
    assert WEIGHTS.path().stat().st_size <= LARGEST_BYTES
