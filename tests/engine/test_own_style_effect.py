"""A style of one's own beyond what every effect promises: what is learned, kept, learned on, and painted by at once."""

import math
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image, ImageChops, ImageStat
from torch import Tensor

from engine.device import Device
from engine.effect import Inputs, Painting, Progress
from engine.effects.learned_style import EFFECT as AT_ONCE
from engine.effects.own_style import EFFECT, OwnStyleOptions
from engine.errors import BadCheckpoint, BadOptions, BadWeights
from engine.nn.looks import network_of
from engine.nn.shelf import SHIPPED, network_at
from engine.nn.transform import PHOTO
from engine.picture import Picture
from engine.render import render
from engine.training.at_hand import FOLDER, AtHand
from tests.engine.pictures import dots, flat, photo, quietly, style

CPU = Device("cpu")


def learn(content: Picture | None = None, picture: Picture | None = None, **options: Any) -> Painting:
    state = options.pop("state", None)
    given = Inputs(content or photo(96, 72), (picture or dots(),), state=state)
    return render(EFFECT.name, given, {"side_px": 96, **options}, quietly, CPU)


def paint(state: bytes | None, content: Picture | None = None, **options: Any) -> Painting:
    given = Inputs(content or photo(96, 72), state=state)
    return render(AT_ONCE.name, given, {"side_px": 96, **options}, quietly, CPU)


def difference(one: Painting, other: Painting) -> float:
    """Mean over pixels and channels, of 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one.picture.image, other.picture.image)).mean) / 3


@pytest.fixture(scope="module")
def lesson() -> Painting:
    return learn(iterations=24)


def state_of(painting: Painting) -> bytes:
    assert painting.state is not None
    return painting.state


def looks_of(painting: Painting) -> Tensor:
    return network_of(state_of(painting)).network.looks


def test_a_look_comes_nearer_to_its_style_step_by_step(lesson: Painting) -> None:
    assert sum(lesson.losses[-5:]) < 0.9 * sum(lesson.losses[:5])


def test_what_is_kept_is_a_small_network_of_one_look(lesson: Painting) -> None:
    assert lesson.is_look
    assert len(state_of(lesson)) < 2**20
    own, shipped = network_of(state_of(lesson)), network_at(None).network
    assert len(own.styles) == 1
    for name, weight in shipped.convolutions.state_dict().items():
        assert torch.equal(weight, own.network.convolutions.state_dict()[name]), name
    assert torch.equal(own.network.looks[PHOTO], shipped.looks[PHOTO])
    assert not torch.allclose(own.network.looks[1], shipped.looks[1:].mean(dim=0), atol=1e-2)


def test_what_the_lesson_shows_is_what_the_look_paints(lesson: Painting) -> None:
    assert paint(lesson.state).picture.image.tobytes() == lesson.picture.image.tobytes()


def test_another_photo_is_painted_in_the_colors_of_the_style(lesson: Painting) -> None:
    """The dots are red and white; the photo is not."""
    other = photo(120, 72)
    red, _, blue = ImageStat.Stat(paint(lesson.state, other, style_strength=80).picture.image).mean
    before_red, _, before_blue = ImageStat.Stat(paint(lesson.state, other, style_strength=0).picture.image).mean
    assert red - blue > before_red - before_blue + 10


def test_two_looks_paint_otherwise_on_one_device(lesson: Painting) -> None:
    stripes = learn(picture=style(), iterations=8)
    assert difference(paint(lesson.state), paint(stripes.state)) > 3
    assert difference(paint(lesson.state), paint(None)) > 3


def test_learning_goes_on_from_what_is_known(lesson: Painting) -> None:
    further = learn(state=lesson.state, iterations=2)
    assert further.losses[0] < lesson.losses[0]
    assert not torch.equal(looks_of(further), looks_of(lesson))


def test_a_lesson_that_was_killed_leaves_the_same_look() -> None:
    checkpoints: list[bytes] = []
    given = Inputs(photo(96, 72), (dots(),))
    options = {"side_px": 96, "iterations": 3}
    whole = render(EFFECT.name, given, options, lambda progress: checkpoints.append(progress.checkpoint()), CPU)
    resumed = render(EFFECT.name, Inputs(given.content, given.styles, checkpoints[1]), options, quietly, Device("cpu"))
    assert torch.equal(looks_of(resumed), looks_of(whole))
    assert max(map(len, checkpoints)) < 100_000  # written every few seconds


def test_a_checkpoint_of_another_style_or_another_beginning_is_refused(lesson: Painting) -> None:
    checkpoints: list[bytes] = []
    given, options = Inputs(photo(96, 72), (dots(),)), {"side_px": 96, "iterations": 1}
    render(EFFECT.name, given, options, lambda progress: checkpoints.append(progress.checkpoint()), CPU)
    for other in (
        Inputs(given.content, (style(),), checkpoints[0]),
        Inputs(given.content, given.styles, checkpoints[0], lesson.state),
    ):
        with pytest.raises(BadCheckpoint):
            render(EFFECT.name, other, options, quietly, CPU)


def test_previews_are_small_however_large_the_painting() -> None:
    seen: list[Progress] = []
    given = Inputs(photo(800, 600), (dots(),))
    painting = render(
        EFFECT.name, given, {"side_px": 800, "iterations": 1}, lambda progress: seen.append(progress), CPU
    )
    assert max(seen[0].preview().image.size) == 360
    assert painting.picture.image.size == (800, 600)
    assert set(seen[0].parts()) == {"style", "content", "smoothness"}


def test_the_lessons_cost_the_same_for_every_photo() -> None:
    for size, painted in (((300, 200), 0.6 * 0.4), ((4000, 3000), 1.2 * 0.9)):
        work = EFFECT.offer().work(size, 1200, 100)
        assert work - painted == pytest.approx(100 * 2 * 128**2 / 1e6, rel=0.01)


@pytest.mark.parametrize(
    "picture",
    [
        flat((200, 30, 30), 1, 1),
        flat((0, 0, 0)),
        flat((255, 255, 255), 3, 700),
        Picture(style().image, Image.new("L", (64, 64))),
    ],
    ids=["one pixel", "one color", "narrow", "transparent"],
)
def test_a_poor_style_is_learned_as_far_as_it_goes(picture: Picture) -> None:
    painting = learn(picture=picture, iterations=2)
    assert all(math.isfinite(loss) for loss in painting.losses)
    assert painting.picture.image.size == (96, 72)


@pytest.mark.parametrize("size", [(1, 1), (700, 20), (20, 700)], ids=str)
def test_a_photo_that_is_hardly_one_is_learned_on_too(size: tuple[int, int]) -> None:
    at_hand, generator = AtHand.beside(photo(*size)), torch.Generator().manual_seed(0)
    assert {tuple(at_hand.square(128, generator).shape) for _ in range(8)} == {(3, 128, 128)}


def test_a_state_that_is_no_single_look_is_refused() -> None:
    many = SHIPPED.path().read_bytes()
    with pytest.raises(BadCheckpoint, match="looks"):
        learn(state=many)
    for damaged in (b"", many[:-9], b"no network"):
        with pytest.raises(BadWeights):
            paint(damaged or b"\0")


def test_the_operators_photos_are_learned_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = learn(iterations=3)
    monkeypatch.setenv(FOLDER, str(tmp_path))
    with pytest.raises(BadOptions, match="holds no"):
        learn(iterations=3)
    flat((20, 200, 90), 300, 200).image.save(tmp_path / "green.jpg")
    assert learn(iterations=3).losses != alone.losses
    (tmp_path / "green.jpg").write_bytes(b"no picture")
    with pytest.raises(BadOptions, match=r"green\.jpg"):
        learn(iterations=9)


def test_four_thousand_pixels_are_told_to_fit_in_three_gib() -> None:
    assert EFFECT.cost(OwnStyleOptions(side_px=4096), (4096, 3072)).memory_mib < 3 * 1024
