"""A part of a photo, painted in one size and then on in a larger one: what "HD of this one" asks of the engine."""

from PIL import Image, ImageChops, ImageStat

from engine.effect import Inputs, Painting
from engine.ladder import Size
from engine.mask import masks_of, pack_mask
from engine.picture import Picture
from engine.render import render

PHOTO = Picture(Image.radial_gradient("L").resize((96, 72)).convert("RGB"))
STYLE = Picture(Image.effect_noise((64, 64), 90).convert("RGB"))


def left_half(size: Size = (96, 72)) -> bytes:
    mask = Image.new("L", size, 0)
    mask.paste(255, (0, 0, size[0] // 2, size[1]))
    return pack_mask(mask)


def painted(side_px: int, iterations: int, state: bytes | None = None) -> Painting:
    inputs = Inputs(PHOTO, (STYLE,), state=state, masks=masks_of(left_half(), 1))
    return render("gatys", inputs, {"side_px": side_px, "iterations": iterations}, lambda progress: None)


def changed(painting: Picture, share: tuple[float, float]) -> float:
    """How far the painting is from the photo between two shares of the width, in levels."""
    size = painting.image.size
    box = (round(share[0] * size[0]), 0, round(share[1] * size[0]), size[1])
    photo = PHOTO.image.resize(size, Image.Resampling.LANCZOS)
    return sum(ImageStat.Stat(ImageChops.difference(painting.image.crop(box), photo.crop(box))).mean) / 3


def test_a_larger_painting_begins_where_the_smaller_one_ended_and_leaves_the_same_part_alone() -> None:
    small = painted(64, 15)
    large = painted(96, 5, small.state)
    assert (small.picture.width, large.picture.width) == (64, 96)
    assert large.losses[-1] < painted(96, 5).losses[-1]  # than five iterations from the photo
    for painting in (small.picture, large.picture):
        assert changed(painting, (0, 0.3)) > 10 * changed(painting, (0.7, 1))
