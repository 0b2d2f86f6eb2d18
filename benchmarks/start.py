"""From `mazok run` to the first page and to the first painter, and what the processes hold, on an empty data folder."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.machine import free_port

STARTS = 3
PATIENCE_S = 60.0
MIB = 2**20


@contextmanager
def mazok(folder: Path, port: int, workers: int = 1, **more: str) -> Iterator[psutil.Process]:
    """`mazok run` as a person starts it, with data of its own, and `more` settings."""
    environment = {
        **os.environ,
        "MAZOK_DATA": str(folder / "var"),
        "MAZOK_KEY_FILE": str(folder / "key"),
        "MAZOK_PORT": str(port),
        "MAZOK_WORKERS": str(workers),
        "MAZOK_LOG_LEVEL": "error",
        **more,
    }
    with subprocess.Popen([sys.executable, "-m", "bot", "run"], env=environment) as process:
        try:
            yield psutil.Process(process.pid)
        finally:
            process.send_signal(signal.SIGTERM)


def answers(url: str) -> float:
    """Seconds until the address answers 200."""
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE_S:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return time.monotonic() - started
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(url)


def start(folder: Path) -> dict[str, float]:
    """Figures of one start: seconds, then MiB of resident memory."""
    port = free_port()
    with mazok(folder, port) as chat:
        page_s = answers(f"http://127.0.0.1:{port}/")
        ready_s = page_s + answers(f"http://127.0.0.1:{port}/readyz")
        [worker] = chat.children()
        return {
            "first page, s": page_s,
            "first painter ready, s": ready_s,
            "chat process, MiB": chat.memory_info().rss / MIB,
            "idle worker, MiB": worker.memory_info().rss / MIB,
        }


def run(console: Console) -> None:
    with tempfile.TemporaryDirectory() as folder:
        starts = [start(Path(folder) / str(n)) for n in range(STARTS)]
    table = Table("figure", "median", "of all", title=f"`mazok run`, {STARTS} starts on empty folders")
    for name in starts[0]:
        values = [figures[name] for figures in starts]
        table.add_row(name, f"{median(values):.1f}", "  ".join(f"{value:.1f}" for value in values))
    console.print(table)
