"""Any style in one pass, through the engine's own door, with the weights that are shipped."""

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageStat

from engine.device import Device
from engine.effect import Cancelled, Inputs, Painting, Progress, Report
from engine.errors import BadOptions
from engine.house import FOLDER
from engine.nn.encoders import STYLE_LAYERS, load_encoder
from engine.nn.losses import Texture
from engine.nn.statistics import strokes
from engine.nn.tensors import to_tensor
from engine.picture import Picture, decode, shrink
from engine.render import render
from tests.engine.pictures import dots, photo, quietly, style

CPU = Device("cpu", channels_last=True)


def paint(given: Inputs, report: Report = quietly, **options: object) -> Painting:
    return render("any_style", given, {"side_px": 128, **options}, report, CPU)


def away(one: Picture, other: Picture) -> float:
    """Mean difference in levels."""
    return sum(ImageStat.Stat(ImageChops.difference(one.image, other.image)).mean) / 3


def test_at_strength_zero_the_photo_comes_out_and_every_step_leads_away_from_it() -> None:
    still = photo(128, 96)
    distances = [away(paint(Inputs(still, (dots(),)), style_strength=s).picture, still) for s in (0, 5, 25, 50)]
    assert distances == sorted(distances)
    assert distances[0] == 0
    assert distances[3] > 20


@pytest.mark.parametrize("drawing", ["engraving", "woodcut"])
def test_beyond_fifty_the_style_is_nearer(drawing: str) -> None:
    still, wanted = (shrink(decode((FOLDER / f"{name}.jpg").read_bytes()), 256) for name in ("orchard", drawing))
    painted = [paint(Inputs(still, (wanted,)), side_px=256, style_strength=s).picture for s in (50, 100)]
    near, nearer = (apart(one, wanted) for one in painted)
    assert nearer < 0.9 * near


def apart(one: Picture, other: Picture) -> float:
    """As the loss has it, over all layers."""
    encoder = load_encoder("compact")
    found, wanted = (
        {name: Texture.of(map_) for name, map_ in encoder(to_tensor(picture, picture.image.size)).items()}
        for picture in (one, other)
    )
    return sum(float(strokes(found[name], wanted[name])) for name in STYLE_LAYERS)


def test_a_photo_in_its_own_style_stays_as_it_is() -> None:
    still = photo(128, 96)
    assert away(paint(Inputs(still, (still,))).picture, still) < 1


def test_styles_are_blended_whatever_their_order() -> None:
    pair = paint(Inputs(photo(), (dots(), style())), style_weights=(30, 70)).picture
    turned = paint(Inputs(photo(), (style(), dots())), style_weights=(70, 30)).picture
    assert pair.image.tobytes() == turned.image.tobytes()
    alone = [paint(Inputs(photo(), (one,))).picture for one in (dots(), style())]
    assert min(away(pair, one) for one in alone) > 1


def test_a_style_without_weight_is_not_seen() -> None:
    alone = paint(Inputs(photo(), (dots(),))).picture
    with_another = paint(Inputs(photo(), (dots(), style())), style_weights=(1, 0)).picture
    assert alone.image.tobytes() == with_another.image.tobytes()


@pytest.mark.parametrize("weights", [(0, 0), (1,), (1, 2, 3)])
def test_weights_that_say_nothing_are_refused(weights: tuple[int, ...]) -> None:
    with pytest.raises(BadOptions):
        paint(Inputs(photo(), (dots(), style())), style_weights=weights)


def test_kept_colors_are_the_photo_s_at_every_place() -> None:
    still = photo(128, 96)
    kept, painted = (paint(Inputs(still, (dots(),)), colors=colors).picture for colors in ("luminance", "style"))
    near, far = (np.abs(chroma(one) - chroma(still)).mean() for one in (kept, painted))
    assert near < 4 < far


@pytest.mark.parametrize("colors", ["linear", "histogram"])
def test_a_style_in_the_photo_s_colors_leaves_its_palette(colors: str) -> None:
    still = photo(128, 96)
    kept, painted = (paint(Inputs(still, (dots(),)), colors=how).picture for how in (colors, "style"))
    assert mean_color(kept, still) < mean_color(painted, still)


def test_larger_strokes_are_other_strokes() -> None:
    fine, coarse = (paint(Inputs(photo(), (dots(160),)), style_scale=scale).picture for scale in (50, 200))
    assert away(fine, coarse) > 1


def test_a_large_photo_is_painted_part_by_part_and_can_be_stopped() -> None:
    """What is not painted yet is a first impression: nothing is left as it was, nothing is empty."""
    seen: list[Progress] = []

    def stop(progress: Progress) -> None:
        seen.append(progress)
        raise Cancelled

    still = photo(640, 600)
    painting = paint(Inputs(still, (dots(),)), stop, side_px=1280)
    assert (painting.stopped, painting.done) == (True, 1)
    assert painting.total > 1
    assert painting.picture.image.size == (1280, 1200)
    corner = (1000, 900, 1280, 1200)  # of the last part
    before = still.image.resize((1280, 1200)).crop(corner)
    assert max(ImageStat.Stat(ImageChops.difference(before, painting.picture.image.crop(corner))).mean) > 2


def chroma(picture: Picture) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    return np.asarray(picture.image.convert("YCbCr"), np.float64)[..., 1:]


def mean_color(one: Picture, other: Picture) -> float:
    """How far apart the mean colors of two pictures are, in levels."""
    pairs = zip(*(ImageStat.Stat(each.image).mean for each in (one, other)), strict=True)
    return float(sum(abs(here - there) for here, there in pairs)) / 3


def test_transparent_places_stay_transparent() -> None:
    alpha = Image.linear_gradient("L").resize((64, 48))
    painting = paint(Inputs(Picture(photo().image, alpha), (dots(),)), side_px=64)
    assert painting.picture.alpha is not None
    assert painting.picture.alpha.tobytes() == alpha.tobytes()
