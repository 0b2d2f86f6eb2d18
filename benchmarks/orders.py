"""What people order, as they order it: seconds and peak MiB of a free and of an HD painting, each in its own process.

On a GPU also TFLOP/s, beside what a large matrix product reaches on the same card.
"""

import json
import subprocess
import sys
import time
from typing import Final

import click
import torch
from rich.console import Console
from rich.table import Table

from benchmarks.machine import ceiling_tflops, peak_mib, tflop_per_pass
from benchmarks.pairs import data_folder, read_pairs
from benchmarks.sitting import unseen
from engine.catalogue import effects
from engine.device import choose
from engine.render import render

ORDERS: Final = {"free": (600, 100), "HD": (1200, 500)}  # px and iterations
WARM: Final = (64, 5)


def measured(side_px: int, iterations: int, encoder: str, spec: str) -> dict[str, float]:
    """One painting of the first pair in this process, after a tiny one that warms it up."""
    device, pair = choose(spec), read_pairs(data_folder(), 1, "held-out")[0]
    for side, count in (WARM, (side_px, iterations)):
        start = time.perf_counter()
        options = {"side_px": side, "iterations": count, "encoder": encoder}
        painting = render("gatys", pair.inputs(), options, unseen, device)
        seconds = time.perf_counter() - start
    passes = effects()["gatys"].offer().work(pair.content.image.size, side_px, iterations)
    return {"seconds": seconds, "mib": peak_mib(device), "passes": passes, "px": max(painting.picture.image.size)}


def run(console: Console, encoder: str = "compact", spec: str = "auto", threads: int = 0, shrink: float = 1.0) -> None:
    """Print the table."""
    if not (data_folder() / "weights").is_dir():
        console.print(f"no pictures in {data_folder()}: set MAZOK_BENCH_DATA")
        return
    device = choose(spec)
    ceiling = ceiling_tflops(device)
    columns = ["order", "px", "iterations", "s", "peak MiB"] + ([f"TFLOP/s (of {ceiling:.0f})"] if ceiling else [])
    table = Table(*columns, title=f"on {device.name} in {device.dtype}, {encoder} encoder")
    for name, (side_px, iterations) in ORDERS.items():
        arguments = [str(round(side_px * shrink)), str(iterations), encoder, spec, str(threads)]
        command = [sys.executable, "-m", "benchmarks.orders", "--one", *arguments]
        figures = json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)
        cells = [name, str(figures["px"]), str(iterations), f"{figures['seconds']:.1f}", f"{figures['mib']:.0f}"]
        if ceiling:
            rate = figures["passes"] * tflop_per_pass(encoder) / figures["seconds"]
            cells.append(f"{rate:.1f} = {rate / ceiling:.1%}")
        table.add_row(*cells)
    console.print(table)
    if not ceiling:
        console.print("no GPU here, so no column of TFLOP/s beside the measured ceiling of the card")


@click.command()
@click.option("--encoder", default="compact", show_default=True)
@click.option("--device", "spec", default="auto", show_default=True)
@click.option("--threads", default=0, help="Threads of torch; 0: its own choice.")
@click.option("--shrink", default=1.0, show_default=True, help="Factor on the sizes of the orders.")
@click.option("--one", type=(int, int, str, str, int), hidden=True)
def main(encoder: str, spec: str, threads: int, shrink: float, one: tuple[int, int, str, str, int] | None) -> None:
    """Seconds and memory of what people order."""
    if one is None:
        run(Console(), encoder, spec, threads, shrink)
        return
    side_px, iterations, encoder, spec, threads = one
    if threads:
        torch.set_num_threads(threads)
    click.echo(json.dumps(measured(side_px, iterations, encoder, spec)))


if __name__ == "__main__":
    main()
