"""Painting by optimization: what its options do."""

import time
from collections.abc import Callable

import pytest
import torch

from engine.device import Device
from engine.effect import Inputs, Painting, Progress
from engine.errors import BadCheckpoint, BadOptions
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


def test_a_deadline_ends_a_painting_in_time_at_full_size() -> None:
    """Of thousands of iterations as many as fit into two seconds, on all sizes; generous, for machines are shared."""
    started = time.monotonic()
    painting = paint(Inputs(photo(224, 168), (style(),)), side_px=224, iterations=2000, deadline_s=2)
    assert time.monotonic() - started < 6
    assert 2 < painting.done < 2000
    assert not painting.stopped
    assert painting.picture.image.size == (224, 168)


def test_a_generous_deadline_changes_nothing() -> None:
    given = Inputs(photo(), (style(),))
    assert paint(given, deadline_s=3600).picture.image.tobytes() == paint(given).picture.image.tobytes()


@pytest.mark.parametrize("statistic", ["gram", "covariance", "mean", "wasserstein"])
def test_every_statistic_paints(statistic: str) -> None:
    losses = paint(Inputs(photo(), (style(),)), statistic=statistic, iterations=20).losses
    assert losses[-1] < 0.8 * losses[0]


def test_the_objective_of_neural_style_paints() -> None:
    losses = paint(Inputs(photo(), (style(),)), preset="classic", iterations=20).losses
    assert losses[-1] < 0.7 * losses[0]


def test_gradients_of_neural_style_may_be_normalized() -> None:
    """What is reported is the plain loss; it falls although it is not what is followed."""
    losses = paint(Inputs(photo(), (style(),)), preset="classic", normalize_gradients=True, iterations=30).losses
    assert losses[-1] < losses[0]


def test_a_texture_has_nothing_of_the_photo() -> None:
    """Two photos, one texture: the same start, the same style, and no content."""
    turned = Picture(photo().image.rotate(180), None)
    one, other = (paint(Inputs(given, (style(),)), aim="texture").picture for given in (photo(), turned))
    assert one.image.tobytes() == other.image.tobytes()
    assert distance(one, photo()) > 0.1


def test_content_alone_brings_the_photo_back_out_of_noise() -> None:
    """As in figure 1 of Gatys et al. 2016: from a shallow layer nearly the pixels."""
    given = Inputs(photo(), (style(),))
    first, last = (paint(given, aim="content", content_layer="relu1_1", iterations=count).picture for count in (1, 60))
    assert distance(last, photo()) < 0.3 * distance(first, photo())


@pytest.mark.parametrize("start", ["noise", "style"])
def test_a_painting_may_begin_from_nothing(start: str) -> None:
    painting = paint(Inputs(photo(), (style(),)), start=start, iterations=40)
    assert painting.losses[-1] < 0.5 * painting.losses[0]


def test_a_painting_may_begin_from_another_picture() -> None:
    one, other = (
        paint(Inputs(photo(), (style(),), start=start), start="picture", iterations=1) for start in (dots(), photo())
    )
    assert distance(one.picture, dots()) < distance(other.picture, dots())


@pytest.mark.parametrize("colors", ["linear", "histogram"])
@pytest.mark.parametrize("stage", ["before", "after"])
def test_colors_of_the_photo_are_kept_in_the_mean(colors: str, stage: str) -> None:
    """Mean color nearer to the photo's than without; a tenth of the way at least."""
    given = Inputs(photo(), (style(),))
    kept, taken = (paint(given, colors=how, color_stage=stage).picture for how in (colors, "style"))

    def off(picture: Picture) -> float:
        means = [to_tensor(p.image, (64, 48)).mean(dim=(2, 3)) for p in (picture, photo())]
        return float((means[0] - means[1]).abs().max())

    assert off(kept) < 0.9 * off(taken)


def test_no_weight_on_any_layer_is_refused() -> None:
    with pytest.raises(BadOptions) as refusal:
        paint(Inputs(photo(), (style(),)), layer_weights=(0,) * 5)
    assert refusal.value.option == "layer_weights"


def test_reduced_and_turned_styles_paint_other_pictures() -> None:
    given = Inputs(photo(), (photo(90, 60),))
    paintings = [paint(given), paint(given, style_colors=4), paint(given, style_rotation=90)]
    assert len({painting.picture.image.tobytes() for painting in paintings}) == 3


def test_adam_paints_too() -> None:
    losses = paint(Inputs(photo(), (style(),)), optimizer="adam", iterations=20).losses
    assert losses[-1] < 0.8 * losses[0]


def test_tiles_paint_the_same_picture() -> None:
    """To rounding, which L-BFGS lets grow: a level or two of 255 after a few steps."""
    given = Inputs(photo(160, 120), (style(),))
    whole, tiled = (paint(given, side_px=160, iterations=4, tile_px=tile).picture for tile in (0, 64))
    assert distance(whole, tiled) < 2 / 255


def test_normalized_gradients_refuse_tiles() -> None:
    given = Inputs(photo(), (style(),))
    with pytest.raises(BadOptions) as refusal:
        paint(given, preset="classic", normalize_gradients=True, tile_px=48)
    assert refusal.value.option == "normalize_gradients"
