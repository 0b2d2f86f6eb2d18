"""Painting in a terminal: a bar that tells loss and time left, and Ctrl-C that keeps what is there."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from bot.commands.paint.job import Job
from engine.effect import Cancelled, Painting, Progress, Report


def painted(job: Job, device: str, console: Console, watching: Callable[[Report], Report]) -> Painting:
    """Paint, watched by others too; the first Ctrl-C stops it, a second one ends the program."""
    from engine.device import choose
    from engine.render import render

    where = choose(device)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("loss {task.fields[loss]}"), TimeRemainingColumn())
    with interruptible() as interrupted, Bar(TextColumn("{task.description}"), *columns, console=console) as bar:
        task = bar.add_task(job.effect.title, total=None, loss="-")

        def report(now: Progress) -> None:
            bar.update(task, completed=now.done, total=now.total)
            if now.loss is not None:
                bar.update(task, loss=f"{now.loss:.4g}")
            if interrupted:
                raise Cancelled

        return render(job.effect.name, job.inputs, job.options.model_dump(), watching(report), where)


@contextmanager
def interruptible() -> Iterator[list[int]]:
    """A list that is no longer empty after Ctrl-C; the second Ctrl-C is a KeyboardInterrupt again."""
    seen: list[int] = []

    def note(number: int, _: object) -> None:
        seen.append(number)
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield seen
    finally:
        signal.signal(signal.SIGINT, before)
