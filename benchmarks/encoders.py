"""The shipped encoder beside its teacher and beside itself at random weights: features, paintings, seconds.

`python -m benchmarks.encoders` prints both tables and leaves the paintings in var/bench/encoders.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import click
import torch
from rich.console import Console
from rich.progress import track
from rich.table import Table
from torch import Tensor

from benchmarks.judge import Judge, Verdict
from benchmarks.pairs import Pair, data_folder, read_pairs
from benchmarks.sitting import scaled, unseen
from engine.device import Device
from engine.effects.gatys import GatysOptions, paint_with
from engine.nn.encoders import STYLE_LAYERS, Encoder, load_encoder, read_encoder
from engine.nn.tensors import to_tensor
from engine.picture import Picture, encode
from engine.training.distill import read_teachers
from engine.training.gradients import Teachers
from engine.training.pictures import Library, crop

SIDE_PX = 600
PICTURES, CROP_PX = 24, 192  # for the agreement of features: half of them fit the heads, the others are measured
RIDGE = 1e-3
STRENGTHS = {"compact": 47}  # at which its content distance is the teacher's at 50: features differ, so weights must


@dataclass(frozen=True, slots=True)
class Entry:
    """One encoder in the comparison, and how strongly it is asked to style: content weights differ between encoders."""

    name: str
    encoder: Encoder
    strength: int = 50


def paint(entry: Entry, pair: Pair, device: Device) -> tuple[Picture, float]:
    """A free run of `gatys` with this encoder, and the seconds that it took."""
    options = GatysOptions(side_px=SIDE_PX, style_strength=entry.strength)
    began = time.perf_counter()
    painting = paint_with(entry.encoder, pair.inputs(), options, unseen, device)
    return painting.picture, time.perf_counter() - began


def judged(judge: Judge, painting: Picture, pair: Pair) -> Verdict:
    """At the painting's size; the style at the same area, as it was shown to the encoder."""
    width, height = painting.image.size
    style = to_tensor(pair.style.image, scaled(pair.style.image.size, (width, height)))
    photo = to_tensor(pair.content.image, (width, height))
    return judge(to_tensor(painting.image, (width, height)), photo, style)


def compare(entries: Sequence[Entry], pairs: Sequence[Pair], folder: Path, console: Console) -> Table:
    """Every encoder paints every pair; means of judged distances and seconds."""
    judge, device = Judge(data_folder() / "weights"), Device("cpu", channels_last=True)
    verdicts: dict[str, list[Verdict]] = {entry.name: [] for entry in entries}
    seconds: dict[str, list[float]] = {entry.name: [] for entry in entries}
    folder.mkdir(parents=True, exist_ok=True)
    for pair in track(pairs, "painting", console=console):
        for entry in entries:  # in turn on each pair, so that a busy machine is equally slow for all
            painting, took = paint(entry, pair, device)
            verdicts[entry.name].append(judged(judge, painting, pair))
            seconds[entry.name].append(took)
            (folder / f"{pair.name}-{entry.name}.jpg").write_bytes(encode(painting, "JPEG"))
    table = Table("encoder", "strength", "style (VGG-19)", "style (SqueezeNet)", "content (LPIPS)", "s")
    for entry in entries:
        mine = verdicts[entry.name]
        means = (fmean(v.style for v in mine), fmean(v.style_squeeze for v in mine), fmean(v.content for v in mine))
        figures = [f"{value:.4f}" for value in means] + [f"{fmean(seconds[entry.name]):.2f}"]
        table.add_row(entry.name, str(entry.strength), *figures)
    return table


@torch.no_grad()
def agreement(encoder: Encoder, teachers: Teachers, pictures: Tensor) -> list[float]:
    """Mean correlation per style layer of the teachers' channels with what a 1x1 head makes of the encoder's.

    The head is fitted by least squares on the first half of the pictures and measured on the second.
    """
    found, wanted = encoder(pictures), teachers.features(pictures)
    return [_correlation(found[name], wanted[name]) for name in STYLE_LAYERS]


def _correlation(found: Tensor, wanted: Tensor) -> float:
    half = len(found) // 2
    given = torch.cat([found, torch.ones_like(found[:, :1])], dim=1)
    train, test = (part.transpose(0, 1).flatten(1).double() for part in (given[:half], given[half:]))  # (C+1, N)
    target, truth = (part.transpose(0, 1).flatten(1).double() for part in (wanted[:half], wanted[half:]))
    moments = train @ train.T
    moments += RIDGE * moments.diagonal().mean() * torch.eye(len(moments), dtype=moments.dtype)
    head = torch.linalg.solve(moments, train @ target.T)  # (C+1, K)
    guess = head.T @ test
    guess, truth = guess - guess.mean(1, keepdim=True), truth - truth.mean(1, keepdim=True)
    alive = truth.norm(dim=1) > 1e-6 * truth.norm(dim=1).max()
    cosine = torch.cosine_similarity(guess, truth, dim=1)[alive]
    return float(cosine.mean())


def _entries(weights: Sequence[Path], strengths: dict[str, int], teachers: Teachers) -> list[Entry]:
    shipped = load_encoder("compact")
    encoders = {"teacher": teachers.compressed, "compact": shipped, "random": Encoder.random(0, shipped.architecture)}
    encoders |= {path.stem: read_encoder(path) for path in weights}
    return [Entry(name, encoder, strengths.get(name, STRENGTHS.get(name, 50))) for name, encoder in encoders.items()]


def run(
    console: Console,
    weights: Sequence[Path] = (),
    strengths: dict[str, int] | None = None,
    count: int = 10,
    folder: Path = Path("var/bench/encoders"),
) -> None:
    library = Library.read(data_folder())
    teachers = read_teachers(data_folder() / "weights", library)
    entries = _entries(weights, strengths or {}, teachers)
    squares = [
        crop(photo, CROP_PX, torch.Generator().manual_seed(100 + index))
        for index, photo in enumerate(library.held_out[-PICTURES:])
    ]
    table = Table("encoder", *STYLE_LAYERS, title="correlation with VGG-19 (1-3) and its compressed copy (4-5)")
    for entry in entries:
        table.add_row(
            entry.name, *(f"{value:.3f}" for value in agreement(entry.encoder, teachers, torch.stack(squares)))
        )
    console.print(table)
    console.print(compare(entries, read_pairs(data_folder(), count), folder, console))


@click.command()
@click.option("--weights", type=click.Path(path_type=Path), multiple=True, help="More encoders to compare.")
@click.option("--strength", type=(str, int), multiple=True, help="Style strength of one encoder, by name.")
@click.option("--pairs", default=10, show_default=True)
def main(weights: tuple[Path, ...], strength: tuple[tuple[str, int], ...], pairs: int) -> None:
    """Compare the shipped encoder with its teacher."""
    run(Console(), weights, dict(strength), pairs)


if __name__ == "__main__":
    main()
