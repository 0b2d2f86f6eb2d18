"""`mazok house-styles`: draw the style pictures, and paint a photo in each. Knows files; the drawing is elsewhere."""

from collections.abc import Callable, Iterable
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from engine.effect import Effect, Inputs, Progress
from engine.errors import BadPicture
from engine.house import SUFFIX
from engine.options import Options
from engine.picture import Picture, decode, encode, shrink

QUALITY = 82
PAINTED_PX, THUMBNAIL_PX = 384, 256  # painted larger: strokes that a thumbnail can still show
ITERATIONS = 200
PHOTO = click.Path(exists=True, path_type=Path)


@click.command("house-styles", short_help="Draw the style pictures of the house.")
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--only", multiple=True, metavar="NAME", help="This style; may be given again.")
@click.option("--thumbnails", type=PHOTO, metavar="PHOTO", help="Paint PHOTO in each instead.")
@click.option("--examples", type=PHOTO, metavar="PHOTO", help="Paint PHOTO in each look of fast painting instead.")
def command(out: Path, only: tuple[str, ...], thumbnails: Path | None, examples: Path | None) -> None:
    """Draw the style pictures of the house into OUT, or paint a photo in the manner of those that lie there."""
    photo = thumbnails or examples
    if photo is None:
        draw_all(out, only)
        return
    try:
        given = square(decode(photo.read_bytes()))
    except BadPicture as bad:
        raise click.UsageError(f"{photo}: {bad}") from bad
    (paint_all if thumbnails else paint_looks)(out, only, given)


def draw_all(out: Path, only: tuple[str, ...]) -> None:
    """Each style picture, by the program that this repository holds."""
    from engine.painting import draw, names

    write_each(out, [name for name in names() if not only or name in only], draw)


def paint_all(out: Path, only: tuple[str, ...], photo: Picture) -> None:
    """Each style on the photo, by the first effect that takes one."""
    from engine.catalogue import effects
    from engine.device import choose

    effect = next(effect for effect in effects().values() if effect.styles == 1)
    device = choose()
    wanted = sorted(path.stem for path in out.glob(f"*{SUFFIX}") if not only or path.stem in only)

    def painted(name: str) -> Picture:
        inputs = Inputs(photo, (decode((out / name).with_suffix(SUFFIX).read_bytes()),))
        picture = effect.paint(inputs, thumbnail_options(effect), ignore, device).picture
        return shrink(picture, THUMBNAIL_PX)

    write_each(out / "thumbnails", wanted, painted)


def paint_looks(out: Path, only: tuple[str, ...], photo: Picture) -> None:
    """The photo in each look of whatever effect has looks to choose from."""
    from engine.catalogue import effects
    from engine.device import choose

    effect, look = next((one, spec) for one in effects().values() for spec in one.specs() if spec.pictured)
    device = choose()

    def painted(name: str) -> Picture:
        options = effect.options.model_validate({look.name: name, "side_px": PAINTED_PX})
        return shrink(effect.paint(Inputs(photo), options, ignore, device).picture, THUMBNAIL_PX)

    write_each(out / "examples", [word for word in look.choices if not only or word in only], painted)


def thumbnail_options(effect: Effect[Options]) -> Options:
    """The effect's defaults, but for size and patience where it has such options."""
    ours = {"side_px": PAINTED_PX, "iterations": ITERATIONS}
    known = {spec.name for spec in effect.specs()}
    return effect.options.model_validate({name: value for name, value in ours.items() if name in known})


def write_each(out: Path, names: Iterable[str], make: Callable[[str], Picture]) -> None:
    """One JPEG for each name."""
    out.mkdir(parents=True, exist_ok=True)
    for name in track(list(names), console=Console(stderr=True), description=str(out)):
        (out / name).with_suffix(SUFFIX).write_bytes(encode(make(name), "JPEG", quality=QUALITY))


def square(photo: Picture) -> Picture:
    """The middle of a photo."""
    side = min(photo.width, photo.height)
    left, top = (photo.width - side) // 2, (photo.height - side) // 2
    return Picture(photo.image.crop((left, top, left + side, top + side)))


def ignore(_: Progress) -> None:
    """Nobody watches a thumbnail."""
