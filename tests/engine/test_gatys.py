"""Painting by optimization: what its options do."""

from collections.abc import Callable

import pytest
import torch

from engine.device import Device
from engine.effect import Inputs, Painting, Progress
from engine.errors import BadCheckpoint
from engine.nn.color import to_ycbcr
from engine.nn.tensors import to_tensor
from engine.picture import Picture
from engine.render import render
from tests.engine.pictures import dots, photo, quietly, style

CPU = Device("cpu")


def paint(given: Inputs, report: Callable[[Progress], None] = quietly, **options: object) -> Painting:
    return render("gatys", given, {"side_px": 64, "iterations": 12, **options}, report, CPU)


def distance(one: Picture, other: Picture) -> float:
    """Mean difference of pixels in [0, 1]."""
    size = one.image.size
    return float((to_tensor(one.image, size) - to_tensor(other.image, size)).abs().mean())


def test_the_loss_falls() -> None:
    losses = paint(Inputs(photo(), (style(),)), iterations=20).losses
    assert losses[-1] < 0.7 * losses[0]


def test_more_strength_leads_further_from_the_photo() -> None:
    weak, middle, strong = (paint(Inputs(photo(), (style(),)), style_strength=s).picture for s in (0, 25, 50))
    assert distance(weak, photo()) < distance(middle, photo()) < distance(strong, photo())


def test_full_strength_lets_the_photos_detail_go() -> None:
    """On two sizes of the ladder: between them the photo's detail comes back, or does not."""
    given = Inputs(photo(224, 168), (style(),))
    middle, strong = (paint(given, style_strength=s, side_px=224, iterations=8).picture for s in (50, 100))
    assert distance(middle, given.content) < distance(strong, given.content)


def test_another_style_gives_another_painting() -> None:
    one, other = (paint(Inputs(photo(), (chosen,))).picture for chosen in (style(), dots()))
    assert distance(one, other) > 0.02


def test_another_seed_gives_another_painting() -> None:
    one, other = (paint(Inputs(photo(), (style(),)), seed=seed).picture for seed in (1, 2))
    assert one.image.tobytes() != other.image.tobytes()


def test_another_stroke_size_gives_another_painting() -> None:
    one, other = (paint(Inputs(photo(), (style(),)), style_scale=scale).picture for scale in (50, 100))
    assert one.image.tobytes() != other.image.tobytes()


def test_kept_colors_are_the_photos() -> None:
    """Two levels of 255 where nothing had to be clamped: rounding, before and after."""
    painting = paint(Inputs(photo(), (style(),)), colors="luminance").picture
    ours, theirs = (to_ycbcr(to_tensor(picture.image, (64, 48)))[:, 1:] for picture in (painting, photo()))
    inside = to_tensor(painting.image, (64, 48))
    unclamped = ((inside > 0.01) & (inside < 0.99)).all(dim=1, keepdim=True)
    assert float(((ours - theirs).abs() * unclamped).max()) <= 2 / 255


def test_a_finished_work_is_painted_on() -> None:
    """The loss goes on from where it was, far below that of a new painting."""
    first = paint(Inputs(photo(), (style(),)), iterations=25)
    more = paint(Inputs(photo(), (style(),), state=first.state), iterations=5)
    assert more.losses[0] < 0.5 * first.losses[0]
    assert (more.done, more.total) == (5, 5)


def test_a_finished_work_of_another_photo_is_refused() -> None:
    state = paint(Inputs(photo(), (style(),)), iterations=1).state
    with pytest.raises(BadCheckpoint):
        paint(Inputs(photo(48, 64), (style(),), state=state))


@pytest.mark.parametrize("channels_last", [False, True])
def test_half_precision_paints_the_same_picture(channels_last: bool) -> None:
    """bf16 has three digits; after a few steps the pictures differ by less than a brush stroke does."""
    options = {"side_px": 64, "iterations": 8}
    given = Inputs(photo(), (style(),))
    full = render("gatys", given, options, quietly, CPU)
    half = render("gatys", given, options, quietly, Device("cpu", torch.bfloat16, channels_last))
    assert half.losses[-1] == pytest.approx(full.losses[-1], rel=0.1)
