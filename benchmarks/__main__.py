"""`make bench`: every benchmark of this folder, or those named. They print and assert nothing."""

import pkgutil
import sys
from importlib import import_module

from rich.console import Console

import benchmarks


def main(names: list[str]) -> None:
    console = Console()
    found = [module.name for module in pkgutil.iter_modules(benchmarks.__path__) if not module.name.startswith("_")]
    for name in names or found:
        module = import_module(f"benchmarks.{name}")
        if hasattr(module, "run"):  # the others are what the benchmarks share
            console.rule(name)
            module.run(console)


if __name__ == "__main__":
    main(sys.argv[1:])
