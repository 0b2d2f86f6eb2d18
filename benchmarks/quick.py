"""Jobs per second of what is painted in one pass: one after the other, and several at once that meet in a pass.

    python -m benchmarks.quick --side 600 --device cuda --jobs 64

"jobs/s" are whole paintings through the effect's door, as a worker's slots ask for them; the rest is the network alone.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import click
import torch
from PIL import Image
from rich.console import Console
from rich.table import Table
from torch import Tensor

from engine.device import Device, choose
from engine.effect import Inputs, Progress
from engine.house import house_styles
from engine.nn.passes import Network, Passes
from engine.picture import Picture, decode
from engine.render import render
from engine.studio import Studio

EFFECTS: Final = {"fast_style": 0, "any_style": 1}  # how many styles each takes
ANY_PX: Final = 2**30
TIMES: Final = 3
STYLE_PX: Final = 400


class Witness(Passes):
    """Keeps what was asked for, so that the network can be timed by itself."""

    def __init__(self) -> None:
        super().__init__(most_px=0)
        self.seen: list[tuple[Network, tuple[Tensor, ...]]] = []

    def __call__(self, network: Network, *given: Tensor) -> Tensor:
        self.seen.append((network, given))
        return super().__call__(network, *given)


@dataclass(frozen=True, slots=True)
class Bench:
    """An effect on a device, at a size."""

    effect: str
    device: Device
    side_px: int

    def photo(self, number: int) -> Inputs:
        """Different photos of one size, all in one style."""
        pictures = [house.picture.read_bytes() for house in house_styles()]
        photo = decode(pictures[number % len(pictures)]).image.resize((self.side_px, self.side_px * 3 // 4))
        style = decode(pictures[0], side_px=STYLE_PX)
        turned = photo.transpose(Image.Transpose.ROTATE_180) if number // len(pictures) % 2 else photo
        return Inputs(Picture(turned, None), (style,) * EFFECTS[self.effect])

    def jobs_per_s(self, photos: Sequence[Inputs], at_once: int) -> float:
        """Whole paintings in so many threads, as the worker has slots; the first round is left out."""
        passes = Passes(most=at_once, most_px=ANY_PX if at_once > 1 else 0)
        device = replace(self.device, studio=Studio(passes=passes))
        with ThreadPoolExecutor(at_once) as slots:
            list(slots.map(lambda photo: self.paint(photo, device), photos[:at_once]))
            began = time.perf_counter()
            list(slots.map(lambda photo: self.paint(photo, device), photos))
        return len(photos) / (time.perf_counter() - began)

    def passing(self, photo: Inputs, count: int, clock: Callable[[], float]) -> float:
        """Seconds of the network alone for each of so many pictures in a pass: the best of some."""
        witness = Witness()
        self.paint(photo, replace(self.device, studio=Studio(passes=witness)))
        network, given = witness.seen[0]
        batch = [torch.cat([each] * count) for each in given]
        return min(timed(network, batch, clock) for _ in range(TIMES + 1)) / count

    def paint(self, photo: Inputs, device: Device) -> None:
        render(self.effect, photo, {"side_px": self.side_px}, unwatched, device)


@torch.no_grad()
def timed(network: Network, batch: Sequence[Tensor], clock: Callable[[], float]) -> float:
    began = clock()
    if network(*batch).is_cuda:
        torch.cuda.synchronize()
    return clock() - began


def unwatched(progress: Progress) -> None:
    """Nobody looks."""


def measured(device: Device, side_px: int, jobs: int, at_once: Sequence[int]) -> Table:
    """A row for each effect and number of paintings at once."""
    table = Table("effect", "at once", "jobs/s", "pass: ms a picture", "CPU ms a picture")
    table.title = f"{side_px} px, {jobs} jobs, {device.name} {device.dtype}".replace("torch.", "")
    for effect in EFFECTS:
        bench = Bench(effect, device, side_px)
        photos = [bench.photo(number) for number in range(jobs)]
        for count in at_once:
            wall, cpu = (bench.passing(photos[0], count, clock) for clock in (time.perf_counter, time.process_time))
            rate = bench.jobs_per_s(photos, count)
            table.add_row(effect, str(count), f"{rate:.2f}", f"{1000 * wall:.1f}", f"{1000 * cpu:.1f}")
    return table


@click.command()
@click.option("--side", default=600, show_default=True, help="Longest side in px.")
@click.option("--jobs", default=16, show_default=True, help="Paintings in each row.")
@click.option("--device", default="auto", show_default=True)
@click.option("--at-once", multiple=True, type=int, default=(1, 2, 4, 8), show_default=True)
def main(side: int, jobs: int, device: str, at_once: tuple[int, ...]) -> None:
    """Print how many jobs a second are painted alone and in batches."""
    Console().print(measured(choose(device), side, jobs, at_once))


def run(console: Console) -> None:
    """For `make bench`."""
    console.print(measured(choose(), 600, 16, (1, 2, 4, 8)))


if __name__ == "__main__":
    main()
