"""Where styles are painted: masks, weights, and what they do to a painting."""

import pytest
from PIL import Image, ImageChops, ImageStat

from engine.device import Device
from engine.effect import Inputs, Painting
from engine.errors import BadOptions
from engine.picture import Picture
from engine.render import render
from tests.engine.pictures import dots, photo, quietly, style

WHITE, BLACK = Image.new("L", (8, 8), 255), Image.new("L", (8, 8), 0)


def paint(given: Inputs, **options: object) -> Painting:
    return render("gatys", given, {"side_px": 96, "iterations": 12, **options}, quietly, Device("cpu"))


def half(left: bool) -> Image.Image:
    """White on one side."""
    mask = Image.new("L", (64, 48), 0)
    mask.paste(255, (0, 0, 32, 48) if left else (32, 0, 64, 48))
    return mask


def tinted(color: str) -> Picture:
    """Noise between black and a color."""
    noise = Image.effect_noise((64, 48), 80)
    return Picture(Image.composite(Image.new("RGB", noise.size, color), Image.new("RGB", noise.size), noise), None)


def redness(picture: Picture, box: tuple[int, int, int, int]) -> float:
    """How much more red than blue there is within a box, in levels of 255."""
    red, _, blue = ImageStat.Stat(picture.image.crop(box)).mean
    return red - blue


def difference(one: Picture, other: Picture, box: tuple[int, int, int, int]) -> float:
    """Mean difference of pixels in [0, 255] within a box."""
    return max(ImageStat.Stat(ImageChops.difference(one.image.crop(box), other.image.crop(box))).mean)


RED, BLUE = tinted("red"), tinted("blue")


def test_a_style_of_weight_zero_is_as_if_it_were_not_there() -> None:
    """Fact 16, to the bit."""
    alone = paint(Inputs(photo(), (style(),)))
    beside = paint(Inputs(photo(), (style(), dots())), style_weights=(1, 0))
    assert beside.picture.image.tobytes() == alone.picture.image.tobytes()


def test_the_order_of_styles_does_not_matter() -> None:
    """Fact 16; three of them, for a sum of two commutes anyway."""
    three = (style(), dots(), photo(40, 40))
    one = paint(Inputs(photo(), three), style_weights=(3, 1, 2))
    other = paint(Inputs(photo(), three[::-1]), style_weights=(2, 1, 3))
    assert one.picture.image.tobytes() == other.picture.image.tobytes()


def test_weights_lead_from_one_style_to_the_other() -> None:
    given = Inputs(photo(), (style(), dots()))
    one, between, other = (paint(given, style_weights=weights).picture for weights in ((1, 0), (1, 1), (0, 1)))
    whole = (0, 0, 96, 72)
    assert difference(one, between, whole) > 1
    assert difference(between, other, whole) > 1


def test_two_halves_of_one_style_are_the_whole() -> None:
    """Fact 17: a style for two places is one region, so that only the masks' rounding could differ."""
    whole = paint(Inputs(photo(), (style(),)))
    halves = paint(Inputs(photo(), (style(), style()), masks=(half(left=True), half(left=False))))
    assert halves.losses[-1] == pytest.approx(whole.losses[-1], rel=0.01)
    assert difference(halves.picture, whole.picture, (0, 0, 96, 72)) < 2.55


def test_what_no_mask_covers_stays_the_photo() -> None:
    given = Inputs(photo(96, 72), (style(),), masks=(half(left=True),))
    painting = paint(given).picture
    assert difference(painting, given.content, (50, 0, 96, 72)) == 0
    assert difference(painting, given.content, (0, 0, 46, 72)) > 5


def test_each_style_has_its_place() -> None:
    painting = paint(Inputs(photo(), (RED, BLUE), masks=(half(left=True), half(left=False))), iterations=24).picture
    assert redness(painting, (0, 0, 40, 72)) > 20
    assert redness(painting, (56, 0, 96, 72)) < -20


def test_a_masked_style_gives_only_what_is_left_of_it() -> None:
    both = Image.new("RGB", (64, 48))
    both.paste(RED.image, (0, 0))
    both.paste(BLUE.image, (32, 0))
    whole = (0, 0, 96, 72)
    for left in (True, False):
        given = Inputs(photo(), (Picture(both, None),), style_masks=(half(left=left),))
        painting = paint(given, iterations=24).picture
        assert redness(painting, whole) * (1 if left else -1) > 20


@pytest.mark.parametrize(
    ("given", "options", "option"),
    [
        (Inputs(photo(), (style(),), masks=(BLACK,)), {}, "masks"),
        (Inputs(photo(), (style(), dots()), masks=(WHITE, BLACK)), {}, "masks"),
        (Inputs(photo(), (style(),), masks=(WHITE, WHITE)), {}, "masks"),
        (Inputs(photo(), (style(),), style_masks=(BLACK,)), {}, "style_masks"),
        (Inputs(photo(), (style(), dots())), {"style_weights": (1,)}, "style_weights"),
        (Inputs(photo(), (style(), dots())), {"style_weights": (0, 0)}, "style_weights"),
        (Inputs(photo(), (style(),)), {"start": "picture"}, "start"),
    ],
)
def test_what_makes_no_sense_is_refused(given: Inputs, options: dict[str, object], option: str) -> None:
    with pytest.raises(BadOptions) as refusal:
        paint(given, **options)
    assert refusal.value.option == option
