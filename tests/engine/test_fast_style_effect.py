"""What fast painting promises beyond every effect: styles, mixes, strokes, colors, memory. By the shipped weights."""

from typing import Any

import pytest
import torch
from PIL import ImageChops, ImageStat

from engine.device import Device
from engine.effect import Inputs, Painting
from engine.effects.fast_style import EFFECT, LOOKS, FastStyleOptions
from engine.errors import BadOptions
from engine.nn.color import to_ycbcr
from engine.nn.tensors import to_tensor
from engine.one_pass import OnePass
from engine.picture import Picture
from engine.render import render
from tests.engine.pictures import photo, quietly

CPU = Device("cpu")
STYLES = [place.style for place in LOOKS.values()]
FIRST, SECOND = STYLES[0].name, STYLES[1].name


def paint(content: Picture | None = None, device: Device = CPU, **options: Any) -> Painting:
    return render(EFFECT.name, Inputs(content or photo(96, 72)), {"side_px": 96, **options}, quietly, device)


def difference(one: Painting, other: Painting) -> float:
    """Mean over pixels and channels, of 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one.picture.image, other.picture.image)).mean) / 3


def test_the_paintings_and_the_styles_of_the_house_are_there_and_credited() -> None:
    assert len(STYLES) >= 16
    assert "The Scream (Edvard Munch, 1893)" in {style.credit for style in STYLES}
    assert {"mosaic", "woodcut"} <= {style.name for style in STYLES}


def test_every_style_paints_otherwise() -> None:
    painted = [paint(style=style.name).picture.image.tobytes() for style in STYLES[:4]]
    assert len(set(painted)) == 4


def test_strength_leads_from_the_photo_to_the_style() -> None:
    content = photo(96, 72)
    photo_itself = Painting(content, 0, 0, False, ())
    far = [difference(paint(content, style_strength=strength), photo_itself) for strength in (0, 20, 80)]
    assert far[0] < 1  # of 255: only resizing there and back
    assert far[0] < far[1] < far[2]


def test_a_mix_lies_between_its_styles() -> None:
    both: dict[str, Any] = {"style": FIRST, "second_style": SECOND}
    one, other = paint(style=FIRST), paint(style=SECOND)
    assert difference(paint(**both, second_share=0), one) == 0
    assert difference(paint(**both, second_share=100), other) == 0
    mixed = paint(**both, second_share=50)
    assert 0 < difference(mixed, one) < difference(one, other) + 1


def test_weights_of_all_styles_say_the_same_as_two_by_name() -> None:
    named = paint(style=FIRST, second_style=SECOND, second_share=25)
    assert difference(paint(mix=(75, 25)), named) == 0
    with pytest.raises(BadOptions, match="mix"):
        paint(mix=(0, 0))


def test_strokes_are_a_share_of_the_picture() -> None:
    """The network sees less of the picture for large strokes, more than its pixels for small ones, within limits."""

    def seen(side_px: int, scale: int) -> int:
        options = FastStyleOptions(side_px=side_px, style_scale=scale)
        return max(OnePass(Inputs(photo(1600, 1200)), options, CPU).seen)

    assert seen(600, 100) == seen(800, 100) == seen(1000, 100) == 520
    assert seen(600, 150) == 346
    assert seen(600, 400) == 300  # enlarged at most twice
    assert seen(600, 50) == 1039
    assert seen(1600, 25) == 1600


def test_light_alone_comes_from_the_painting_where_the_photo_keeps_its_colors() -> None:
    content = photo(96, 72)
    found, wanted = (
        to_ycbcr(to_tensor(picture, (96, 72))) for picture in (paint(content, colors="luminance").picture, content)
    )
    assert float((found[:, 1:] - wanted[:, 1:]).abs().mean()) < 0.03
    assert float((found[:, :1] - wanted[:, :1]).abs().mean()) > 0.03


def test_a_large_picture_is_painted_in_little_memory_and_looks_the_same() -> None:
    content = photo(600, 450)
    options: dict[str, Any] = {"side_px": 600, "style_scale": 25}
    small = Device("cpu", memory_mib=EFFECT.cost(FastStyleOptions(side_px=600), (600, 450)).memory_mib)
    assert difference(paint(content, small, **options), paint(content, **options)) < 0.02


def test_four_thousand_pixels_are_told_to_fit_in_three_gib() -> None:
    assert EFFECT.cost(FastStyleOptions(side_px=4096), (4096, 3072)).memory_mib < 3 * 1024


def test_a_painting_has_sixteen_bits() -> None:
    deep = paint().picture.deep
    assert deep is not None
    assert len(deep) == 3


def test_the_network_is_read_once_for_all_paintings_of_a_device() -> None:
    device = Device("cpu")
    paint(device=device)
    held = device.studio.networks.held_mib
    paint(device=device, style=SECOND)
    assert device.studio.networks.held_mib == held > 0
    assert torch.is_grad_enabled()
