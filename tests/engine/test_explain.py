"""What is noted down of a painting, and that it can be seen."""

import io
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from engine.catalogue import effects
from engine.device import Device
from engine.effect import Inputs, Painting, Progress
from engine.explain import CELL_PX, SAMPLES, Notebook, contact_sheet, losses_plot
from engine.picture import Picture
from engine.render import render
from tests.engine.pictures import flat, photo, quietly, style

SCALES = {(64, 48): 30, (96, 72): 20, (128, 96): 10}
COLORS = {(64, 48): (200, 0, 0), (96, 72): (0, 200, 0), (128, 96): (0, 0, 200)}


def climb(times: int = 1) -> Iterator[Progress]:
    """A painting of three scales, each in a color of its own."""
    done, total = 0, times * sum(SCALES.values())
    for size, iterations in SCALES.items():
        for _ in range(times * iterations):
            done += 1
            canvas = flat(COLORS[size], *size)
            parts = {"content": 0.5 / done, "style": 0.25 / done}
            yield Progress(done, total, 1 / done, lambda canvas=canvas: canvas, bytes, size, lambda parts=parts: parts)  # type: ignore[misc]


def noted(progress: Iterator[Progress]) -> Notebook:
    notebook = Notebook()
    report = notebook.watching(quietly)
    for step in progress:
        report(step)
    return notebook


def painting_of(notebook: Notebook) -> Painting:
    done = notebook.samples[-1].done
    return Painting(flat((0, 0, 200), 128, 96), done, done, False, tuple(1 / step for step in range(1, done + 1)))


def pixels(png: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"), np.int16)


def test_each_scale_is_noted_with_its_iterations() -> None:
    stages = noted(climb()).stages
    assert [(stage.size, stage.first, stage.last) for stage in stages] == [
        ((64, 48), 1, 30),
        ((96, 72), 31, 50),
        ((128, 96), 51, 60),
    ]
    assert [stage.canvas.image.getpixel((9, 9)) for stage in stages] == list(COLORS.values())


def test_a_long_painting_is_looked_at_as_often_as_a_short_one() -> None:
    assert len(noted(climb()).samples) == 60
    assert SAMPLES <= len(noted(climb(times=30)).samples) <= SAMPLES + len(SCALES) + 1


def test_the_parts_are_those_of_the_moment() -> None:
    samples = noted(climb()).samples
    assert samples[9].parts == {"content": 0.05, "style": 0.025}


def test_the_sheet_shows_every_scale_from_left_to_right() -> None:
    notebook = noted(climb())
    sheet = contact_sheet(notebook, painting_of(notebook)).image
    cells = [sheet.getpixel((CELL_PX // 2 + column * CELL_PX, CELL_PX // 2)) for column in range(3)]
    assert cells == list(COLORS.values())
    captions = sheet.crop((0, sheet.height - 70, sheet.width, sheet.height)).convert("L")
    assert np.asarray(captions).min() < 60, "there is ink below the pictures"


def test_a_painting_without_notes_has_a_sheet_of_itself() -> None:
    """A job that is resumed after its last iteration reports nothing."""
    sheet = contact_sheet(Notebook(), Painting(flat((0, 0, 200), 64, 48), 5, 5, False, ()))
    assert sheet.image.getpixel((100, 100)) == (0, 0, 200)


def test_transparent_canvases_lie_on_paper() -> None:
    clear = Picture(Image.new("RGB", (64, 48)), Image.new("L", (64, 48), 0))
    sheet = contact_sheet(Notebook(), Painting(clear, 5, 5, False, ()))
    assert sheet.image.getpixel((100, 100)) == (255, 255, 255)


def test_more_is_plotted_of_what_was_noted() -> None:
    """Parts and shaded scales stand beside the curve: colored ink and darker paper."""
    notebook = noted(climb())
    losses = painting_of(notebook).losses
    bare, full = pixels(losses_plot(Notebook(), losses)), pixels(losses_plot(notebook, losses))

    def colored(plot: np.ndarray[tuple[int, ...], np.dtype[np.int16]]) -> int:
        return int((np.ptp(plot, axis=2) > 60).sum())

    assert bare.shape == full.shape
    assert colored(bare) == 0
    assert colored(full) > 1000


@pytest.mark.parametrize("losses", [(), (0.5,), (0.5, 0.0, 0.25), (float("nan"), 0.5)])
def test_few_and_odd_losses_are_plotted_too(losses: tuple[float, ...]) -> None:
    assert pixels(losses_plot(Notebook(), losses)).std() > 0


def test_a_real_painting_explains_itself() -> None:
    effect = next(iter(effects().values()))
    notebook = Notebook()
    options = {"side_px": 224, "iterations": 6}
    inputs = Inputs(photo(), (style(),) * effect.styles)
    painting = render(effect.name, inputs, options, notebook.watching(quietly), Device("cpu"))
    assert [stage.last for stage in notebook.stages][-1] == 6
    assert all(max(stage.canvas.image.size) <= CELL_PX for stage in notebook.stages)
    assert all(sum(sample.parts.values()) > 0 for sample in notebook.samples)
    assert len(losses_plot(notebook, painting.losses)) > 10_000
    assert contact_sheet(notebook, painting).width >= CELL_PX
