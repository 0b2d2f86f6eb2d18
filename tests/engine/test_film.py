"""A film of a painting: read again as a player would, and cheap to make."""

import io
from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from engine.catalogue import effects
from engine.device import Device
from engine.effect import Cancelled, Inputs, Progress
from engine.film import GRACE_S, HOLD_S, MOMENTS, PAINTING_S, PHOTO_S, RATE, SHARE, Film
from engine.picture import Picture
from engine.render import render
from tests.engine.pictures import flat, photo, quietly, style

Pixels = NDArray[np.int16]


def frames_of(film: bytes) -> list[Pixels]:
    with av.open(io.BytesIO(film), "r") as container:
        return [frame.to_ndarray(format="rgb24").astype(np.int16) for frame in container.decode(video=0)]


def away(one: Pixels, other: Picture) -> float:
    """Mean difference in levels of 255, of squares of four pixels: the color of four is one in a film."""
    height, width, _ = one.shape
    seen = Image.fromarray(one.astype(np.uint8)), other.image.resize((width, height))
    first, second = (np.asarray(image.reduce(4), np.int16) for image in seen)
    return float(np.abs(first - second).mean())


class Clock:
    """Time that passes only when it is told to."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def steps(total: int, clock: Clock, step_s: float, look_s: float) -> Iterator[Progress]:
    """A painting whose iterations take `step_s`, and looking at it `look_s`."""

    def preview() -> Picture:
        clock.now_s += look_s
        return flat((200, 100, 50))

    for done in range(1, total + 1):
        clock.now_s += step_s
        yield Progress(done, total, 1.0, preview, bytes)


def looks(total: int, *, step_s: float, look_s: float) -> tuple[int, float, float]:
    """How often a film looked, how long that took, and how long the painting without it."""
    clock = Clock()
    report = Film(clock).watching(quietly)
    for progress in steps(total, clock, step_s, look_s):
        report(progress)
    spent_s = clock.now_s - total * step_s
    return round(spent_s / look_s), spent_s, total * step_s


@pytest.mark.parametrize("iterations", [100, 600, 2000])
def test_a_film_has_about_as_many_moments_whatever_the_iterations(iterations: int) -> None:
    seen, _, _ = looks(iterations, step_s=0.1, look_s=0.001)
    assert 60 <= seen <= MOMENTS + 1


@pytest.mark.parametrize(("step_s", "look_s"), [(0.06, 0.02), (0.003, 0.01), (1.0, 0.3)])
def test_a_film_costs_its_share_of_the_time_and_no_more(step_s: float, look_s: float) -> None:
    seen, spent_s, painting_s = looks(500, step_s=step_s, look_s=look_s)
    assert seen >= 10
    assert spent_s <= SHARE * (painting_s + spent_s) + GRACE_S + look_s


def test_nobody_waits_for_an_accelerator() -> None:
    """Without a loss the canvas is not there yet: looking would hold up the painting."""
    film = Film()
    for progress in steps(100, Clock(), 0.1, 0.01):
        film.watching(quietly)(Progress(progress.done, 100, None, pytest.fail, bytes))


def test_a_painting_becomes_an_mp4_that_ends_with_it() -> None:
    effect = next(iter(effects().values()))
    film, content = Film(), photo(96, 72)
    inputs = Inputs(content, (style(),) * effect.styles)
    options = {"side_px": 96, "iterations": 12}
    painting = render(effect.name, inputs, options, film.watching(quietly), Device("cpu")).picture
    data = film.mp4(painting, content)
    with av.open(io.BytesIO(data)) as container:
        stream = container.streams.video[0]
        told = (stream.codec_context.name, stream.pix_fmt, stream.average_rate, stream.width, stream.height)
    assert told == ("h264", "yuv420p", Fraction(RATE), 96, 72)
    assert data.index(b"moov") < data.index(b"mdat"), "a browser begins to play when it has the index"
    frames = frames_of(data)
    assert len(frames) == round((PHOTO_S + PAINTING_S + HOLD_S) * RATE)
    assert away(frames[0], content) < 4
    assert away(frames[-1], painting) < 4
    assert away(frames[-1], content) > 10
    middle = frames[len(frames) // 2]  # what lies between is the canvas under work
    assert away(frames[0], content) < away(middle, content) < away(frames[-1], content)
    assert away(middle, painting) > away(frames[-1], painting)


@pytest.mark.parametrize("size", [(17, 513), (513, 17), (65, 49), (2000, 1500)])
def test_any_proportions_have_a_film(size: tuple[int, int]) -> None:
    height, width, _ = frames_of(Film().mp4(Picture(Image.new("RGB", size, "red"))))[0].shape
    assert max(width, height) <= 480 or max(size) == 513
    assert (width % 2, height % 2) == (0, 0)
    assert width / height == pytest.approx(size[0] / size[1], rel=0.15)


def test_what_is_transparent_is_white_in_a_film() -> None:
    clear = Picture(Image.new("RGB", (64, 48), "red"), Image.new("L", (64, 48), 0))
    assert frames_of(Film().mp4(clear))[-1].min() > 245


def test_a_painting_that_nobody_saw_is_a_still() -> None:
    red = flat((200, 30, 30))
    assert all(away(frame, red) < 4 for frame in frames_of(Film().mp4(red)))


def test_stopping_a_painting_stops_its_film_too() -> None:
    def stop(_: Progress) -> None:
        raise Cancelled

    progress = Progress(1, 100, 1.0, pytest.fail, bytes)
    with pytest.raises(Cancelled):
        Film().watching(stop)(progress)
