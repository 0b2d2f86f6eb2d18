"""`mazok paint`: one photo, painted here and now. Its options are read from the effects; it lists none."""

import signal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from engine.effect import Cancelled, Effect, Inputs, Painting, Progress
from engine.errors import BadPicture, EngineError
from engine.house import house_styles
from engine.options import Options, OptionSpec
from engine.picture import Picture, decode, encode, format_of

INTERRUPTED = 130  # what a shell expects of a command that Ctrl-C ended
FILE = click.Path(path_type=Path)


class Refused(click.ClickException):
    """The person can mend this: one line, exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"mazok paint: {self.message}", err=True)


class PaintCommand(click.Command):
    """Adds a flag for every option of every effect, read only when this command runs: effects import torch."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        flags = ctx.meta.setdefault("mazok.paint.flags", list(flags_of(_effects().values())))
        return [*super().get_params(ctx), *flags]


@click.command("paint", cls=PaintCommand)
@click.argument("photo", type=FILE)
@click.argument("styles", metavar="STYLE...", nargs=-1)
@click.option("-o", "--out", type=FILE, required=True, help="The painting; its extension chooses the format.")
@click.option("--effect", help="What to paint with.  [default: the first that takes as many styles]")
@click.option("--device", envvar="MAZOK_DEVICE", default="auto", show_default=True, help="auto, cpu, cuda:0 …")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar.")
def command(
    photo: Path, styles: tuple[str, ...], out: Path, effect: str | None, device: str, quiet: bool, **flags: object
) -> None:
    """Paint PHOTO in the manner of STYLE: a picture file, or the name of a style of the house.

    The parameters are written into the painting's metadata. Ctrl-C keeps what is painted so far.
    """
    options = {name: value for name, value in flags.items() if value is not None}
    console = Console(stderr=True, quiet=quiet)
    try:
        job = prepared(photo, styles, out, effect, options)
        painting = painted(job, device, console)
        out.write_bytes(encode(painting.picture, job.file_format, metadata=job.metadata(painting)))
    except (EngineError, OSError, RuntimeError) as error:
        raise Refused(str(error)) from error
    console.print(f"{out}: {painting.picture.width} x {painting.picture.height} px, {painting.done} iterations")
    if painting.stopped:
        raise click.exceptions.Exit(INTERRUPTED)


@dataclass(frozen=True)
class Job:
    """What is to be painted, checked as far as it can be before the work begins."""

    effect: Effect[Options]
    options: Options
    inputs: Inputs
    file_format: str
    sources: Mapping[str, object]

    def metadata(self, painting: Painting) -> dict[str, object]:
        """All that it takes to paint this again."""
        done = {"done": painting.done, "stopped": painting.stopped}
        return {"effect": self.effect.name, **self.sources, "options": self.options.model_dump(), **done}


def prepared(photo: Path, styles: tuple[str, ...], out: Path, effect: str | None, options: Mapping[str, object]) -> Job:
    """Raises Refused or an EngineError: nobody should wait for a painting that cannot be kept."""
    from engine.render import validated

    try:
        file_format = format_of(out)
    except ValueError as error:
        raise Refused(str(error)) from error
    if not out.parent.is_dir():
        raise Refused(f"there is no folder {out.parent}")
    chosen = chosen_effect(effect, len(styles))
    inputs = Inputs(read(photo), tuple(read(style_path(style)) for style in styles))
    sources: dict[str, object] = {"photo": photo.name, "styles": [Path(style).name for style in styles]}
    return Job(chosen, validated(chosen.options, options), inputs, file_format, sources)


def chosen_effect(name: str | None, styles: int) -> Effect[Options]:
    """The effect called so, or the first that takes as many styles."""
    known = _effects()
    if name is None:
        fitting = [effect for effect in known.values() if effect.styles == styles]
        if not fitting:
            raise Refused(
                f"no effect takes {styles} styles: name one STYLE, a file or one of {', '.join(house_names())}"
            )
        return fitting[0]
    if name not in known:
        raise Refused(f"there is no effect {name}: use one of {', '.join(known)}")
    if known[name].styles != styles:
        raise Refused(f"{name} takes {known[name].styles} STYLE, not {styles}")
    return known[name]


def read(path: Path) -> Picture:
    """The picture in a file. Raises Refused with its name."""
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise Refused(f"cannot read {path}: {error.strerror or error}") from error
    except BadPicture as bad:
        size = f": {bad.actual}, the limit is {bad.limit}" if bad.limit else ""
        raise Refused(f"{path}: {bad.reason.replace('_', ' ')}{size}") from bad


def style_path(style: str) -> Path:
    """A file, else a style of the house."""
    if Path(style).exists():
        return Path(style)
    by_name = {known.name: known.picture for known in house_styles()}
    if style not in by_name:
        raise Refused(f"{style} is neither a file nor a style of the house: {', '.join(by_name)}")
    return by_name[style]


def house_names() -> list[str]:
    return [style.name for style in house_styles()]


def painted(job: Job, device: str, console: Console) -> Painting:
    """Paint with a bar that tells loss and time left; the first Ctrl-C stops it, a second one ends the program."""
    from engine.device import choose
    from engine.render import render

    where = choose(device)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("loss {task.fields[loss]}"), TimeRemainingColumn())
    with interruptible() as interrupted, Bar(TextColumn("{task.description}"), *columns, console=console) as bar:
        task = bar.add_task(job.effect.title, total=None, loss="-")

        def report(now: Progress) -> None:
            bar.update(task, completed=now.done, total=now.total, loss="-" if now.loss is None else f"{now.loss:.4g}")
            if interrupted:
                raise Cancelled

        options = job.options.model_dump()
        return render(job.effect.name, job.inputs, options, report, where)


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


def flags_of(effects: Iterable[Effect[Options]]) -> Iterator[click.Option]:
    """One flag per option; effects with options of the same name share a flag, and check its value themselves."""
    specs: dict[str, list[OptionSpec]] = {}
    for effect in effects:
        for spec in effect.specs():
            specs.setdefault(spec.name, []).append(spec)
    for name, same in specs.items():
        flag = name.replace("_", "-")
        if same[0].kind == "boolean":
            yield click.Option([f"--{flag}/--no-{flag}", name], default=None, help=same[0].title)
            continue
        bounds = click.IntRange(min(spec.low for spec in same), max(spec.high for spec in same))
        unit = f", {same[0].unit}" if same[0].unit else ""
        help_text = f"{same[0].title}{unit}.  [default: {same[0].default}]"
        yield click.Option([f"--{flag}", name], type=bounds, default=None, help=help_text)


def _effects() -> dict[str, Effect[Options]]:
    from engine.catalogue import effects

    return effects()
