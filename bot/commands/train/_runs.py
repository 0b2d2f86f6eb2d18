"""What all trainers of the command line share: kinds of arguments, threads, and a run under a progress bar."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from engine.training.runner import Runner, Trained

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
LINE_EVERY = 100  # steps
PICTURE = click.Path(exists=True, dir_okay=False, path_type=Path)


@contextmanager
def told_in_one_line() -> Iterator[None]:
    """What the engine refuses ends the command with its reason, not with a traceback."""
    from engine.errors import EngineError

    try:
        yield
    except EngineError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def threads_of(count: int | None) -> None:
    """How many cores torch may take; None leaves it all of them."""
    from engine.training.runner import use_threads

    if count is not None:
        use_threads(count)


def trained(runner: "Runner", what: str, resume: bool, minutes: float | None) -> bool:
    """Run it under a progress bar; whether it came to its end."""
    from engine.allocation import keep_freed_blocks

    keep_freed_blocks()
    console, training = Console(), runner.training
    with told_in_one_line():
        if resume:
            runner.resume()
        with _bar(console) as bar:
            task = bar.add_task(what, total=training.steps, completed=training.done, loss=float("nan"))

            def show(now: "Trained") -> None:
                bar.update(task, completed=now.done, loss=now.loss)
                if not console.is_terminal and now.done % LINE_EVERY == 0:  # a bar is not drawn into a log file
                    console.print(f"step {now.done} of {now.total}, loss {now.loss:.4f}, {now.seconds:.0f} s")

            runner.run(show, minutes=minutes)
    if training.done < training.steps:
        console.print(f"paused at step {training.done} of {training.steps}; --resume goes on from {runner.checkpoint}")
    return training.done == training.steps


def _bar(console: Console) -> Progress:
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("loss {task.fields[loss]:.4f}"), TimeRemainingColumn())
    return Progress(*columns, console=console)
