"""What a comparison looks like: curves of quality against time, and the paintings themselves on one sheet."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
from PIL import Image, ImageDraw, ImageFont

from benchmarks.pairs import Pair
from benchmarks.results import Look, Run, median_looks, recipes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAPER, INK, GRID = "#ffffff", "#1d1a24", "#d8d4cc"  # an opaque card: a page may be light or dark
OURS: Final = "#c2410c"
THEIRS: Final = ("#1d4ed8", "#15803d", "#7e22ce", "#475569")
TILE_PX, CAPTION_PX, GAP_PX = 240, 34, 8
SHOWN: Final = 3  # of our budgets on the sheet


def curves(runs: Sequence[Run], path: Path, title: str) -> None:
    """Medians over the pairs: style and content distance against seconds, on logarithmic axes."""
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(11, 4.4), layout="constrained", facecolor=PAPER)
    for axis, name in zip(axes, ("style", "content"), strict=True):
        _draw(axis, runs, name)
    figure.suptitle(title, color=INK, fontsize=10)
    axes[0].legend(fontsize=9, frameon=False, labelcolor=INK)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110, facecolor=PAPER)
    plt.close(figure)


def _draw(axis: "Axes", runs: Sequence[Run], name: str) -> None:
    for color, recipe in zip(THEIRS, recipes(run for run in runs if not run.ours), strict=False):
        looks = median_looks([run for run in runs if run.recipe == recipe])
        _line(axis, looks, name, label=recipe, color=color, marker=".")
        axis.plot(looks[-1].seconds, getattr(looks[-1], name), "s", color=color)
    ours = [median_looks([run for run in runs if run.recipe == recipe])[-1] for recipe in _ours(runs)]
    _line(axis, ours, name, label="mazok, a run for each point", color=OURS, marker="o")
    for look in ours:
        place = (look.seconds, getattr(look, name))
        axis.annotate(f"{look.evaluation:.0f}", place, (4, 4), textcoords="offset points", fontsize=7, color=OURS)
    axis.set(xscale="log", yscale="log", xlabel="seconds", ylabel=f"judged {name} distance", facecolor=PAPER)
    finals = [getattr(run.final, name) for run in runs]
    axis.set_ylim(bottom=min(finals) / 2)  # a peer's first picture is the photo: content 0
    axis.grid(which="both", color=GRID, linewidth=0.5)
    axis.tick_params(colors=INK, which="both", labelsize=8)
    for label in (axis.xaxis.label, axis.yaxis.label):
        label.set_color(INK)


def _line(axis: "Axes", looks: Sequence[Look], name: str, *, label: str, color: str, marker: str) -> None:
    values = [getattr(look, name) for look in looks]
    axis.plot([look.seconds for look in looks], values, marker=marker, color=color, label=label, linewidth=1.5)


def _ours(runs: Sequence[Run]) -> list[str]:
    """Our recipes, cheapest first."""
    finals = {run.recipe: run.final.evaluation for run in runs if run.ours}
    return sorted(finals, key=lambda recipe: finals[recipe])


def contact_sheet(runs: Sequence[Run], pairs: Sequence[Pair], folder: Path, path: Path) -> None:
    """A row for each pair: photo, style, what the peers made of them, and ours at three budgets."""
    ours = _ours(runs)
    spread = sorted({0, len(ours) // 2, len(ours) - 1}) if ours else []
    columns = [*recipes(run for run in runs if not run.ours), *(ours[index] for index in spread[:SHOWN])]
    by_place = {(run.pair, run.recipe): run for run in runs}
    rows = []
    for pair in pairs:
        row = [_tile(pair.content.image, "photo"), _tile(pair.style.image, "style")]
        for column in columns:
            run = by_place.get((pair.name, column))
            row.append(_painted(run, folder) if run else _tile(Image.new("RGB", (1, 1), PAPER), column))
        rows.append(_beside(row))
    sheet = Image.new("RGB", (max(row.width for row in rows), sum(row.height for row in rows)), PAPER)
    top = 0
    for strip in rows:
        sheet.paste(strip, (0, top))
        top += strip.height
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path, quality=84)


def _painted(run: Run, folder: Path) -> Image.Image:
    look = run.final
    with Image.open(folder / run.picture) as image:
        return _tile(
            image.convert("RGB"),
            f"{run.recipe}, {look.seconds:.3g} s\nstyle {look.style:.3f}  content {look.content:.3f}",
        )


def _tile(image: Image.Image, caption: str) -> Image.Image:
    """The picture in a square's width, its caption below."""
    factor = TILE_PX / max(image.size)
    small = image.resize((max(1, round(image.width * factor)), max(1, round(image.height * factor))))
    tile = Image.new("RGB", (TILE_PX + GAP_PX, small.height + CAPTION_PX + GAP_PX), PAPER)
    tile.paste(small, ((TILE_PX - small.width) // 2, 0))
    ImageDraw.Draw(tile).text((2, small.height + 2), caption, fill=INK, font=ImageFont.load_default(12))
    return tile


def _beside(tiles: Sequence[Image.Image]) -> Image.Image:
    row = Image.new("RGB", (sum(tile.width for tile in tiles), max(tile.height for tile in tiles)), PAPER)
    left = 0
    for tile in tiles:
        row.paste(tile, (left, 0))
        left += tile.width
    return row
