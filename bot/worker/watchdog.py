"""Watchdog: a painting that makes no step for minutes hangs for good (a driver, a deadlock): the process ends itself.

The supervisor starts a new one, which goes on from the checkpoint. A thread of its own, as the loop may hang too.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LIMIT_S = 120.0
EXIT_CODE = 70  # EX_SOFTWARE of sysexits.h


def leave_at_once() -> None:
    """End without waiting for anything: what hangs would not end either."""
    os._exit(EXIT_CODE)


class Watchdog:
    """Guards any number of paintings at once."""

    def __init__(self, limit_s: float = LIMIT_S, bite: Callable[[], None] = leave_at_once) -> None:
        self._limit_s = limit_s
        self._bite = bite
        self._pulses: dict[object, float] = {}
        self._ended = threading.Event()

    @contextmanager
    def watch(self) -> Iterator[Callable[[], None]]:
        """Guard the block, which calls the given function at least every `limit_s` seconds."""
        me = object()

        def pulse() -> None:
            self._pulses[me] = time.monotonic()

        pulse()
        try:
            yield pulse
        finally:
            del self._pulses[me]

    @contextmanager
    def running(self) -> Iterator["Watchdog"]:
        """Watch while the block runs."""
        thread = threading.Thread(target=self._run, name="watchdog", daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._ended.set()
            thread.join()

    def _run(self) -> None:
        while not self._ended.wait(self._limit_s / 20):
            oldest = min(list(self._pulses.values()), default=float("inf"))
            if time.monotonic() - oldest > self._limit_s:
                self._bite()
