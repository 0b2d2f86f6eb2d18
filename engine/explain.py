"""What a person can see of how a painting was made: a plot of its losses, a contact sheet of its scales.

Knows no effect.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from PIL import Image, ImageDraw, ImageFont

from engine.effect import Painting, Progress, Report
from engine.ladder import Size
from engine.picture import Picture, shrink

SAMPLES: Final = 60  # of a painting's iterations: each costs a look at the canvas and a pass forward
CELL_PX: Final = 360
MARGIN_PX: Final = 14
LINE_PX: Final = 22
COLUMNS: Final = 4
INK, PALE_INK, PAPER = "#1c1c1c", "#6a6a6a", "white"
SHADES: Final = ("#f1ede4", "#e3dccd")
INCHES, DPI = (10.0, 5.5), 120


@dataclass(frozen=True, slots=True)
class Sample:
    """The loss after so many iterations, and what it was made of."""

    done: int
    loss: float | None
    parts: Mapping[str, float]


@dataclass(slots=True)
class Stage:
    """The iterations `first` to `last` on a canvas of one size, and how it was seen last: near its end."""

    size: Size
    first: int
    last: int
    canvas: Picture


class Notebook:
    """Notes down a painting while it is painted; of one that goes on from a checkpoint, what it sees of it."""

    def __init__(self) -> None:
        self.samples: list[Sample] = []
        self.stages: list[Stage] = []

    def watching(self, report: Report) -> Report:
        """The same report, which lets the notebook look too."""

        def both(progress: Progress) -> None:
            report(progress)
            self._note(progress)

        return both

    def _note(self, progress: Progress) -> None:
        climbed = not self.stages or self.stages[-1].size != progress.scale
        if climbed or progress.done == progress.total or progress.done % max(1, progress.total // SAMPLES) == 0:
            self.samples.append(Sample(progress.done, progress.loss, dict(progress.parts())))
            canvas = shrink(progress.preview(), CELL_PX)
            if climbed:
                self.stages.append(Stage(progress.scale, progress.done, progress.done, canvas))
            self.stages[-1].canvas = canvas
        self.stages[-1].last = progress.done


def losses_plot(notebook: Notebook, losses: Sequence[float]) -> bytes:
    """A PNG: the loss of every iteration on a logarithmic scale, its parts, and on what size it was painted."""
    figure = Figure(INCHES, DPI, layout="constrained")
    axes = figure.add_subplot()
    _shade(axes, notebook.stages)
    axes.plot(range(1, len(losses) + 1), losses, color=INK, linewidth=1.8, label="loss")
    for name in dict.fromkeys(name for sample in notebook.samples for name in sample.parts):
        known = [(sample.done, sample.parts[name]) for sample in notebook.samples if sample.parts.get(name, 0) > 0]
        if known:
            axes.plot(*zip(*known, strict=True), linewidth=1.0, marker=".", markersize=4, label=name)
    axes.set(yscale="log", xlabel="iterations", ylabel="loss", xlim=(1, max(2, len(losses))))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y", color="white", linewidth=1.2)
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside right upper", frameon=False, fontsize="small")
    out = BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def _shade(axes: Axes, stages: Sequence[Stage]) -> None:
    """A band for each scale, with the longest side of its canvas."""
    for number, stage in enumerate(stages):
        start, end = stage.first - 0.5, stage.last + 0.5
        axes.axvspan(start, end, color=SHADES[number % 2], linewidth=0, zorder=0)
        above = axes.get_xaxis_transform()
        label = f"{max(stage.size)} px"
        axes.text((start + end) / 2, 1.01, label, transform=above, ha="center", color=PALE_INK, fontsize="small")


def contact_sheet(notebook: Notebook, painting: Painting) -> Picture:
    """The canvas of every scale as it was left, the last one finished, with size, iterations and loss."""
    shown = [stage.canvas for stage in notebook.stages[:-1]] + [shrink(painting.picture, CELL_PX)]
    captions = [_caption(stage, painting.losses) for stage in notebook.stages] or [f"{painting.done} iterations"]
    columns = min(COLUMNS, len(shown))
    width = CELL_PX + MARGIN_PX
    # As high as the painting: a portrait's row needs no less, a landscape's no more.
    height = max(picture.height * CELL_PX // max(picture.image.size) for picture in shown) + 3 * LINE_PX + MARGIN_PX
    paper = Image.new("RGB", (columns * width + MARGIN_PX, ceil(len(shown) / columns) * height + MARGIN_PX), PAPER)
    draw = ImageDraw.Draw(paper)
    for number, (picture, caption) in enumerate(zip(shown, captions, strict=True)):
        row, column = divmod(number, columns)
        left, top = MARGIN_PX + column * width, MARGIN_PX + row * height
        cell = _enlarged(picture)
        paper.paste(cell.image, (left, top), cell.alpha)
        draw.multiline_text((left, top + cell.height + 6), caption, INK, ImageFont.load_default(15), spacing=5)
    return Picture(paper)


def _caption(stage: Stage, losses: Sequence[float]) -> str:
    width, height = stage.size
    loss = f"\nloss {losses[stage.last - 1]:.4g}" if losses else ""  # an effect of one pass lowers none
    return f"{width} x {height} px\niterations {stage.first} to {stage.last}{loss}"


def _enlarged(picture: Picture) -> Picture:
    """A canvas that is smaller than its cell, at the cell's size."""
    factor = CELL_PX / max(picture.image.size)
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return Picture(picture.image.resize(size), picture.alpha and picture.alpha.resize(size))
