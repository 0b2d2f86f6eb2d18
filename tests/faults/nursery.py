"""Processes that begin warm: forked from one that has imported what they run already. A start costs seconds of imports
otherwise, and the tests of faults start fifty."""

import importlib
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess

MODULES = ["tests.faults.worker", "tests.faults.postman"]


@dataclass(frozen=True, slots=True)
class Forked:
    """What `subprocess.Popen` is of a process that was started cold."""

    process: ForkServerProcess

    @property
    def pid(self) -> int:
        assert self.process.pid
        return self.process.pid

    def kill(self) -> None:
        self.process.kill()

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait(self, timeout: float | None = None) -> int:
        """How it has ended; negative for a signal. Raises TimeoutExpired."""
        self.process.join(timeout)
        if self.process.exitcode is None:
            raise subprocess.TimeoutExpired(self.process.name, timeout or 0)
        return self.process.exitcode


def fork(module: str, *arguments: str, environment: Mapping[str, str]) -> Forked:
    """`python -m <module>` of one of `MODULES`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(MODULES)  # the first fork starts the server
    process = context.Process(target=run, args=(module, arguments, dict(environment)), name=module)
    process.start()
    return Forked(process)


def run(module: str, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = [module, *arguments]
    importlib.import_module(module).main()
