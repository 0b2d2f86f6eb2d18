"""Fast style beside the networks of others, and beside our other effects: distances, seconds, bytes, side by side.

    python -m benchmarks.fast_style --photos 10 --side 512

For every style that others have a network of too, on photos that none of ours was trained on. A network paints strokes
of the size that it happened to learn, so a painting's style distance is the least over several sizes of the style
picture: whoever painted it is judged at the size that suits it best. Writes `fast_style.jpg`, a block of each style:
photo, the peers, ours.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from pathlib import Path
from statistics import fmean
from typing import Any, Final

import click
import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table
from torch import Tensor
from torch.nn import functional as F

from benchmarks.equal import style_at
from benchmarks.judge import Judge, Strokes, Verdict
from benchmarks.one_pass import TIMED_SIZE, Recipe, cpu_s, seconds, seen
from benchmarks.pairs import Pair, data_folder, read_picture
from benchmarks.peers.engstrom import Engstrom
from engine.device import Device
from engine.effect import Effect, Progress
from engine.effects import any_style, fast_style, gatys
from engine.nn.encoders import COMPACT
from engine.nn.shelf import SHIPPED
from engine.nn.tensors import to_tensor
from engine.training.imported import read_transformer_net
from engine.training.sheets import sheet
from engine.weights import Weights, found

SCALES: Final = (50, 100, 200)  # percent: sizes of the style that a painting may be near to
STRENGTHS: Final = (30, 50, 70, 100)
SHOWN_PX: Final = 240
SHOWN_PHOTOS: Final = 3
SHOWN: Final = (50, 70)  # strengths on the sheet
GRID_PX: Final = 4


@dataclass(frozen=True, slots=True)
class Subject:
    """A style that others have a network of too: its picture, its name on our shelf, their files."""

    picture: str
    look: str
    peers: tuple[str, ...]


SUBJECTS: Final = (
    Subject("hokusai_great_wave_1831", "great_wave", ("fast_style_engstrom/wave",)),
    Subject("munch_scream_1893", "scream", ("fast_style_engstrom/scream",)),
    Subject("picabia_udnie_1913", "udnie", ("fast_style_engstrom/udnie", "fast_style_pytorch/udnie")),
    Subject("turner_shipwreck_minotaur_c1810", "shipwreck", ("fast_style_engstrom/wreck",)),
)


@dataclass(frozen=True, slots=True)
class Painted:
    """How a recipe painted a photo in a style."""

    recipe: str
    look: str
    photo: str
    verdict: Verdict


def peer(path: Path) -> Recipe:
    """A network of others; the photo is mirrored up to sides that it can paint."""
    if path.parent.name == "fast_style_engstrom":
        paint: Callable[[Tensor], Tensor] = Engstrom(path)
    else:
        network = read_transformer_net(path)

        def paint(photo: Tensor) -> Tensor:
            with torch.no_grad():
                image: Tensor = network(photo, network.blend([1.0]))
            return image.clamp(0, 1)

    def whole(pair: Pair, side_px: int) -> Tensor:
        photo, _ = seen(pair, side_px)
        height, width = photo.shape[-2:]
        fitting = F.pad(photo, (0, -width % GRID_PX, 0, -height % GRID_PX), mode="reflect")
        return paint(fitting)[..., :height, :width]

    return Recipe(path.parent.name.removeprefix("fast_style_"), path.stat().st_size, whole)


def ours(
    effect: Effect[Any], weights: Sequence[Weights], name: str, options: Callable[[int], dict[str, object]]
) -> Recipe:
    """An effect of ours through its own door."""
    device = Device("cpu", channels_last=True)

    def paint(pair: Pair, side_px: int) -> Tensor:
        chosen = effect.options(**options(side_px))
        inputs = pair.inputs() if effect.styles else replace(pair.inputs(), styles=())
        picture = effect.paint(inputs, chosen, _unwatched, device).picture
        return to_tensor(picture, picture.image.size)

    return Recipe(name, sum(found(one).stat().st_size for one in weights), paint)


def recipes_of(subject: Subject, strengths: Sequence[int]) -> list[Recipe]:
    """Everybody who paints this style, the peers first."""
    peers = [peer(data_folder() / "weights" / f"{name}_fp16.pth") for name in subject.peers]

    def fast(strength: int) -> Recipe:
        def chosen(side_px: int) -> dict[str, object]:
            return {"style": subject.look, "side_px": side_px, "style_strength": strength}

        return ours(fast_style.EFFECT, [SHIPPED], f"fast_style {strength}", chosen)

    any_ = ours(any_style.EFFECT, [any_style.DECODER, COMPACT], "any_style 50", lambda side_px: {"side_px": side_px})
    slow = ours(gatys.EFFECT, [COMPACT], "gatys 50", lambda side_px: {"side_px": side_px, "iterations": 100})
    return [*peers, *(fast(strength) for strength in strengths), any_, slow]


def judged(judge: Judge, painting: Tensor, photo: Tensor, styles: Sequence[Strokes]) -> Verdict:
    """At the size of the style that suits the painting best."""
    strokes = judge.strokes(painting)
    by_vgg, by_squeeze = (min(each) for each in zip(*(strokes.away_from(style) for style in styles), strict=True))
    return Verdict(by_vgg, by_squeeze, judge.content(painting, photo))


def table(painted: Sequence[Painted], recipes: dict[str, Recipe], pair: Pair) -> Table:
    """A line for each recipe: what it costs, and the mean of its distances over all that it painted."""
    lines = Table("recipe", "MB", "CPU s", "s, 1 thread", "s, 2 threads", "style", "SqueezeNet", "content", "paintings")
    lines.title = f"seconds at {TIMED_SIZE[0]} x {TIMED_SIZE[1]} px"
    for name, recipe in recipes.items():
        verdicts = [one.verdict for one in painted if one.recipe == name]
        means = [fmean(getattr(one, part) for one in verdicts) for part in ("style", "style_squeeze", "content")]
        speeds = [f"{cpu_s(recipe, pair):.2f}", *(f"{seconds(recipe, pair, threads):.2f}" for threads in (1, 2))]
        distances = [f"{mean:.4f}" for mean in means]
        lines.add_row(name, f"{recipe.size / 1e6:.2f}", *speeds, *distances, str(len(verdicts)))
    return lines


def at_their_content(painted: Sequence[Painted]) -> Table:
    """For each style and peer: our style distance where we keep as much of the photo, over the peer's."""
    lines = Table("style", "peer", "style", "content", "ours over theirs", "nearer", "photos")
    lines.title = "fast_style where its content distance is the peer's (geometric mean)"
    for subject in SUBJECTS:
        of_it = [one for one in painted if one.look == subject.look]
        for name in dict.fromkeys(Path(one).parent.name.removeprefix("fast_style_") for one in subject.peers):
            theirs = [one for one in of_it if one.recipe == name]
            ratios = [ratio for one in theirs if (ratio := _ratio(one, of_it)) is not None]
            mean = exp(fmean(map(log, ratios))) if ratios else float("nan")
            means = [fmean(getattr(one.verdict, part) for one in theirs) for part in ("style", "content")]
            nearer = f"{sum(ratio <= 1 for ratio in ratios)} of {len(ratios)}"
            lines.add_row(subject.look, name, *(f"{one:.4f}" for one in means), f"{mean:.2f}", nearer, str(len(theirs)))
    return lines


def _ratio(theirs: Painted, painted: Sequence[Painted]) -> float | None:
    """None where even our faintest painting keeps less of the photo."""
    curve = [one.verdict for one in painted if one.photo == theirs.photo and one.recipe.startswith("fast_style")]
    style = style_at(curve, theirs.verdict.content)
    return style / theirs.verdict.style if style else None


def run(
    console: Console,
    count: int = 10,
    side_px: int = 512,
    strengths: Sequence[int] = STRENGTHS,
    folder: Path = Path("var/bench"),
) -> None:
    judge = Judge(data_folder() / "weights")
    photos = sorted((data_folder() / "photos").glob("*.jpg"))[:count]
    painted: list[Painted] = []
    rows: list[list[Tensor]] = []
    known: dict[str, Recipe] = {}
    for subject in track(SUBJECTS, console=console):
        style = read_picture(data_folder() / "styles" / f"{subject.picture}.jpg")
        recipes = recipes_of(subject, strengths)
        known |= {recipe.name: recipe for recipe in recipes}
        for number, path in enumerate(photos):
            pair = Pair(path.stem, read_picture(path), style)
            images = {recipe.name: recipe.paint(pair, side_px) for recipe in recipes}
            photo, _ = seen(pair, side_px)
            styles = [judge.strokes(seen(pair, side_px, scale)[1]) for scale in SCALES]
            painted += [
                Painted(name, subject.look, path.stem, judged(judge, image, photo, styles))
                for name, image in images.items()
            ]
            if number < SHOWN_PHOTOS:
                rows.append([*seen(pair, side_px), *(image for name, image in images.items() if _shown(name))])
    folder.mkdir(parents=True, exist_ok=True)
    sheet(rows, cell_px=SHOWN_PX).save(folder / "fast_style.jpg", quality=90)
    console.print(at_their_content(painted))
    console.print(table(painted, known, Pair("timed", read_picture(photos[0]), style)))


def _shown(name: str) -> bool:
    return not name.startswith("fast_style") or int(name.split()[1]) in SHOWN


def _unwatched(_: Progress) -> None:
    """Nobody looks at a painting that is only measured."""


@click.command()
@click.option("--photos", default=10, show_default=True)
@click.option("--side", default=512, show_default=True, help="Longest side of the paintings, in px.")
@click.option("--strength", type=int, multiple=True, default=STRENGTHS, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("var/bench"), show_default=True)
def main(photos: int, side: int, strength: tuple[int, ...], out: Path) -> None:
    """Compare with the networks of others."""
    run(Console(), photos, side, strength, out)


if __name__ == "__main__":
    main()
