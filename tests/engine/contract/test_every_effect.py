"""What every effect of the catalogue promises, whatever it paints."""

import json
import math
from dataclasses import dataclass
from functools import cache

import pytest
from PIL import Image, ImageChops, ImageStat

from engine.catalogue import effects, offers
from engine.device import Device
from engine.effect import Cancelled, Effect, Inputs, Offer, Painting, Progress, Report
from engine.errors import BadCheckpoint, BadOptions, DoesNotFit, NoDrawing
from engine.ladder import canvas
from engine.options import Options, OptionSpec
from engine.picture import Picture
from engine.render import render, validated
from tests.engine.pictures import dots, flat, inputs, photo, quietly

EFFECTS = effects()
SIDE_PX, ITERATIONS = 224, 4  # two sizes of the ladder, so that a climb between them is part of every test
CPU = Device("cpu")

every_effect = pytest.mark.parametrize("effect", EFFECTS.values(), ids=EFFECTS.keys())
PAINTERS = {name: effect for name, effect in EFFECTS.items() if not effect.sheet}
every_painter = pytest.mark.parametrize("effect", PAINTERS.values(), ids=PAINTERS.keys())
AnyEffect = Effect[Options]


def brief(effect: AnyEffect, **more: int) -> dict[str, object]:
    """Options for a short run, as far as the effect has them."""
    names = {spec.name for spec in effect.specs()}
    wanted = {"side_px": SIDE_PX, "iterations": ITERATIONS, "seed": 7, **more}
    return {name: value for name, value in wanted.items() if name in names}


def paint(effect: AnyEffect, given: Inputs | None = None, report: Report = quietly, **more: int) -> Painting:
    return render(effect.name, given or inputs(effect.styles), brief(effect, **more), report, CPU)


@dataclass(frozen=True, slots=True)
class Run:
    """A whole short painting, with all that was told meanwhile."""

    painting: Painting
    seen: tuple[Progress, ...]
    checkpoints: tuple[bytes, ...]
    previews: tuple[Picture, ...]


@cache
def whole_run(name: str) -> Run:
    """One for all tests that only look at it."""
    seen: list[Progress] = []
    checkpoints: list[bytes] = []
    previews: list[Picture] = []

    def report(progress: Progress) -> None:
        seen.append(progress)
        checkpoints.append(progress.checkpoint())
        previews.append(progress.preview())

    painting = paint(EFFECTS[name], report=report)
    return Run(painting, tuple(seen), tuple(checkpoints), tuple(previews))


@every_effect
def test_defaults_are_accepted(effect: AnyEffect) -> None:
    assert validated(effect.options, {}) == effect.options()
    for spec in effect.specs():
        assert validated(effect.options, {spec.name: spec.default}) == effect.options()


@every_effect
def test_an_option_takes_what_it_declares_and_nothing_else(effect: AnyEffect) -> None:
    for spec in effect.specs():
        good, bad = examples(spec)
        for value in good:
            assert getattr(validated(effect.options, {spec.name: value}), spec.name) == value
            assert validated(effect.options, json.loads(json.dumps({spec.name: value})))
        for value in bad:
            with pytest.raises(BadOptions) as refusal:
                validated(effect.options, {spec.name: value})
            assert refusal.value.option == spec.name


def examples(spec: OptionSpec) -> tuple[list[object], list[object]]:
    """Values that an option takes, and values that it does not."""
    match spec.kind:
        case "boolean":
            return [True, False], ["perhaps", 2]
        case "integer":
            return [spec.low, spec.default, spec.high], [spec.low - 1, spec.high + 1, "many"]
        case "choice":
            return [*spec.choices], ["", spec.choices[0].upper(), 1]
        case "numbers":
            ends = (spec.low, spec.high, *(spec.low,) * spec.most)
            good: list[object] = [(), ends[: spec.most]]
            return good, [ends[:1] * (spec.most + 1), (spec.low - 1,), (spec.high + 1,), "1"]


@every_effect
def test_an_unknown_option_is_named(effect: AnyEffect) -> None:
    with pytest.raises(BadOptions) as refusal:
        render(effect.name, inputs(effect.styles), {"colour": 1}, quietly, CPU)
    assert refusal.value.option == "colour"


@every_painter
@pytest.mark.parametrize("size", [(17, 513), (513, 17), (65, 49)])
def test_a_painting_has_the_size_that_was_asked_for(effect: AnyEffect, size: tuple[int, int]) -> None:
    painting = paint(effect, inputs(effect.styles, photo(*size)), side_px=max(size), iterations=2)
    assert painting.picture.image.size == size


@every_painter
@pytest.mark.parametrize("color", [(0, 0, 0), (255, 255, 255)], ids=["black", "white"])
def test_a_picture_of_one_color_is_painted_too(effect: AnyEffect, color: tuple[int, int, int]) -> None:
    """Nothing divides by the variance of a picture that has none. In its own color it stays as it is; an effect with
    styles of its own, or one that has yet to learn the style, may paint it over, as evenly as it was. One that paints
    from lines finds none, and says so."""
    nothing = flat(color)
    if effect.for_drawings:
        with pytest.raises(NoDrawing):
            paint(effect, Inputs(nothing), side_px=64)
        return
    painting = paint(effect, Inputs(nothing, (nothing,) * effect.styles), iterations=3, side_px=64)
    assert all(math.isfinite(loss) for loss in painting.losses)
    away = ImageChops.difference(painting.picture.image, Image.new("RGB", painting.picture.image.size, color))
    keeps = effect.styles > 0 and not effect.leaves_look
    assert max(ImageStat.Stat(away).mean if keeps else ImageStat.Stat(away).stddev) < 32


@every_effect
def test_progress_rises_to_the_end(effect: AnyEffect) -> None:
    run = whole_run(effect.name)
    painting = run.painting
    assert [progress.done for progress in run.seen] == list(range(1, painting.total + 1))
    assert (painting.done, painting.stopped) == (painting.total, False)
    assert len(painting.losses) in (0, painting.done)  # nothing is lowered in a single pass


@every_effect
def test_a_preview_has_the_proportions_of_the_painting(effect: AnyEffect) -> None:
    run = whole_run(effect.name)
    picture = run.painting.picture
    for preview in run.previews:
        assert preview.width / preview.height == pytest.approx(picture.width / picture.height, rel=0.02)


@every_painter
def test_stop_keeps_what_is_there(effect: AnyEffect) -> None:
    def stop_early(progress: Progress) -> None:
        if progress.done == min(2, progress.total):
            raise Cancelled

    painting = paint(effect, report=stop_early)
    assert painting.done == min(2, painting.total)
    assert painting.stopped
    assert painting.picture.image.size == canvas(photo().image.size, brief(effect).get("side_px", 64))  # type: ignore[arg-type]


@every_effect
def test_the_same_seed_gives_the_same_bytes(effect: AnyEffect) -> None:
    assert paint(effect).picture.image.tobytes() == whole_run(effect.name).painting.picture.image.tobytes()


@every_effect
def test_a_run_that_was_killed_ends_as_if_it_had_not_been(effect: AnyEffect) -> None:
    whole = whole_run(effect.name)
    every = max(1, len(whole.checkpoints) // ITERATIONS)  # a sheet leaves very many
    for checkpoint in whole.checkpoints[::every]:
        given = inputs(effect.styles)
        resumed = paint(effect, Inputs(given.content, given.styles, checkpoint))
        assert resumed.picture.image.tobytes() == whole.painting.picture.image.tobytes()
        assert resumed.losses == whole.painting.losses


@every_effect
def test_a_checkpoint_of_another_job_is_refused(effect: AnyEffect) -> None:
    checkpoint = whole_run(effect.name).checkpoints[0]
    other = Inputs(dots(), inputs(effect.styles).styles, checkpoint)
    damaged = Inputs(photo(), inputs(effect.styles).styles, checkpoint[:-9])
    for given in (other, damaged):
        with pytest.raises(BadCheckpoint):
            paint(effect, given)


@every_painter
def test_transparency_is_kept(effect: AnyEffect) -> None:
    alpha = Image.linear_gradient("L").resize((64, 48))
    painting = paint(effect, inputs(effect.styles, Picture(photo().image, alpha)), side_px=64, iterations=2)
    assert painting.picture.alpha is not None
    assert painting.picture.alpha.tobytes() == alpha.tobytes()


@every_effect
def test_what_does_not_fit_is_refused_before_the_work(effect: AnyEffect) -> None:
    seen: list[Progress] = []
    with pytest.raises(DoesNotFit):
        render(effect.name, inputs(effect.styles), brief(effect), seen.append, Device("cpu", memory_mib=1))
    assert not seen


@every_effect
def test_too_many_styles_are_refused(effect: AnyEffect) -> None:
    with pytest.raises(BadOptions):
        paint(effect, inputs(effect.most_styles + 1))


def test_effects_come_in_the_order_that_they_declare() -> None:
    ranks = [(offer.order, offer.effect) for offer in offers()]
    assert ranks == sorted(ranks)
    assert len({order for order, _ in ranks[:2]}) == len(ranks[:2])  # which is the first of all is no accident


def test_what_is_still_learning_is_not_offered() -> None:
    assert {offer.effect for offer in offers()} == {name for name, one in effects().items() if not one.learning}


def test_offers_survive_the_way_to_a_chat() -> None:
    for offer in offers():
        assert Offer.from_json(json.loads(json.dumps(offer.to_json()))) == offer


def test_an_unknown_effect_is_refused() -> None:
    with pytest.raises(BadOptions, match="there is no 'sepia'"):
        render("sepia", inputs(1), {}, quietly, CPU)
