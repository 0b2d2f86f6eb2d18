"""Our gatys beside neural-style's recipe on the same encoder: judged quality against seconds; and what people order.

One run in one process. `python -m benchmarks.gatys --help` shows how to make it small.
"""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click
import matplotlib as mpl
import torch
from rich.console import Console
from rich.table import Table
from torch import Tensor

from benchmarks import neural_style
from benchmarks.judge import Judge, Verdict
from benchmarks.pairs import Pair, data_folder, read_pairs
from engine.device import Device, choose
from engine.effect import Painting, Progress
from engine.ladder import canvas
from engine.nn.encoders import load_encoder
from engine.nn.tensors import to_tensor
from engine.render import render

ORDERS: Final = (("free", 600, 100), ("HD", 1200, 500))
PLOT: Final = Path("docs/gatys.png")
_LOOK_EVERY: Final = 20  # evaluations of the peer between two looks of the judge


@dataclass(frozen=True, slots=True)
class Look:
    """What the judge said of a painting after `seconds` of work; judging itself is not counted."""

    seconds: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Contest:
    """One pair: looks at ours for several numbers of iterations, and at the peer's as it goes."""

    pair: Pair
    ours: list[Look]
    peers: list[Look]

    def peer_seconds(self) -> float | None:
        """When the peer first judged as near the style as our longest run; None if it never did."""
        wanted = self.ours[-1].verdict.style
        return next((look.seconds for look in self.peers if look.verdict.style <= wanted), None)


@dataclass(frozen=True, slots=True)
class Bench:
    """What every part of the benchmark needs."""

    console: Console
    judge: Judge
    device: Device
    side_px: int

    def contest(self, pair: Pair, runs: tuple[int, ...], evaluations: int) -> Contest:
        """Paint a pair both ways."""
        size = canvas(pair.content.image.size, self.side_px)
        photo = to_tensor(pair.content.image, size)
        style = to_tensor(pair.style.image, scaled(pair.style.image.size, size))
        ours = [self.our_look(pair, iterations, photo, style) for iterations in runs]
        return Contest(pair, ours, self.peer_looks(photo, style, evaluations))

    def our_look(self, pair: Pair, iterations: int, photo: Tensor, style: Tensor) -> Look:
        painting, seconds = timed(lambda: paint(pair, self.side_px, iterations, self.device))
        return Look(seconds, self.judge(to_tensor(painting.picture.image, painting.picture.image.size), photo, style))

    def peer_looks(self, photo: Tensor, style: Tensor, evaluations: int) -> list[Look]:
        looks: list[Look] = []
        start = time.perf_counter()

        def seen(evaluation: int, image: Tensor) -> None:
            nonlocal start
            if evaluation % _LOOK_EVERY and evaluation != evaluations:
                return
            seconds = time.perf_counter() - start
            looks.append(Look(seconds, self.judge(image.clamp(0, 1), photo, style)))
            start = time.perf_counter() - seconds  # the judge's time is not the peer's

        encoder = load_encoder("compact")
        self.device.network(encoder)
        neural_style.paint(encoder, photo, style, evaluations, neural_style.Recipe(), seen)
        return looks


def scaled(style: tuple[int, int], size: tuple[int, int]) -> tuple[int, int]:
    """The style's size on the canvas: its area, as our own default has it, never enlarged."""
    factor = min(1.0, (size[0] * size[1] / (style[0] * style[1])) ** 0.5)
    return round(style[0] * factor), round(style[1] * factor)


def paint(pair: Pair, side_px: int, iterations: int, device: Device) -> Painting:
    options = {"side_px": side_px, "iterations": iterations}
    return render("gatys", pair.inputs(), options, _unseen, device)


def _unseen(_: Progress) -> None:
    pass


def timed(work: Callable[[], Painting]) -> tuple[Painting, float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def peak_mib() -> float:
    """The most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def show_orders(console: Console, pair: Pair, device: Device, shrink: float) -> None:
    """Seconds and memory of what people order; first of all, so that the peak is theirs."""
    table = Table("order", "px", "iterations", "seconds", "peak MiB", title=f"On {device.name}, {device.dtype}")
    for name, side_px, iterations in ORDERS:
        side = round(side_px * shrink)
        _, seconds = timed(lambda side=side, iterations=iterations: paint(pair, side, iterations, device))  # type: ignore[misc]
        table.add_row(name, str(side), str(iterations), f"{seconds:.1f}", f"{peak_mib():.0f}")
    console.print(table)


def show_contests(console: Console, contests: list[Contest]) -> None:
    """Judged style and content, ours and the peer's, and how long the peer took for our style distance."""
    table = Table("pair", "", "seconds", "style", "style (SqueezeNet)", "content", "same style after")
    for contest in contests:
        late = contest.peer_seconds()
        after = f"{late:.1f} s = {late / contest.ours[-1].seconds:.1f} x" if late else "never"
        for name, look, note in (("ours", contest.ours[-1], ""), ("neural-style", contest.peers[-1], after)):
            verdict = look.verdict
            figures = (
                f"{look.seconds:.1f}",
                f"{verdict.style:.4f}",
                f"{verdict.style_squeeze:.4f}",
                f"{verdict.content:.3f}",
            )
            table.add_row(contest.pair.name, name, *figures, note)
    console.print(table)


def draw(contests: list[Contest], path: Path) -> None:
    """Style distance against seconds, both ways."""
    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(1, len(contests), figsize=(4 * len(contests), 3.6), squeeze=False, layout="constrained")
    for contest, axis in zip(contests, axes[0], strict=True):
        for name, looks, mark in (("mazok", contest.ours, "o-"), ("neural-style", contest.peers, ".-")):
            seconds, styles = [look.seconds for look in looks], [look.verdict.style for look in looks]
            axis.plot(seconds, styles, mark, label=f"{name} (content {looks[-1].verdict.content:.2f})")
        axis.set(xscale="log", yscale="log", title=contest.pair.name, xlabel="seconds", ylabel="judged style distance")
        axis.title.set_fontsize(8)
        axis.legend(fontsize=8)
    figure.savefig(path, dpi=110)
    plt.close(figure)


def bench(console: Console, pairs: int, side_px: int, runs: tuple[int, ...], evaluations: int, shrink: float) -> None:
    data = data_folder()
    if not (data / "weights").is_dir():
        console.print(f"no pictures and judges in {data}: set MAZOK_BENCH_DATA")
        return
    device = choose()
    contestants = read_pairs(data, pairs)
    show_orders(console, contestants[0], device, shrink)
    stage = Bench(console, Judge(data / "weights"), device, side_px)
    contests = [stage.contest(pair, runs, evaluations) for pair in contestants]
    show_contests(console, contests)
    draw(contests, PLOT)
    console.print(f"plot: {PLOT}")


def run(console: Console) -> None:
    """For `make bench`."""
    bench(console, pairs=3, side_px=600, runs=(25, 50, 100, 200), evaluations=neural_style.ITERATIONS, shrink=1.0)


@click.command()
@click.option("--pairs", default=3, show_default=True, help="How many pairs to paint.")
@click.option("--side", default=600, show_default=True, help="Longest side in px.")
@click.option("--runs", default="25,50,100,200", show_default=True, help="Our numbers of iterations, each a run.")
@click.option("--evaluations", default=neural_style.ITERATIONS, show_default=True, help="Evaluations of the peer.")
@click.option("--shrink", default=1.0, show_default=True, help="Factor on the sizes of the orders.")
@click.option("--threads", default=0, help="Threads of torch; 0: its own choice.")
def main(pairs: int, side: int, runs: str, evaluations: int, shrink: float, threads: int) -> None:
    """Our gatys beside the neural-style recipe."""
    if threads:
        torch.set_num_threads(threads)
    bench(Console(), pairs, side, tuple(int(number) for number in runs.split(",")), evaluations, shrink)


if __name__ == "__main__":
    main()
