"""The files that `mazok paint` reads and writes: found, read or refused in one line."""

import hashlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import IO, Any, Final, TypeVar

import click

from engine.errors import BadMask, BadPicture, MaskFault
from engine.house import house_styles
from engine.picture import LIMITS, Limits, decode

# The owner's own files come over no network: an uncompressed TIFF of 40 Mpx is 240 MB.
LARGE = Limits(2**30, LIMITS.pixels, LIMITS.side_px, LIMITS.proportion)

MASK_FAULTS: Final[Mapping[MaskFault, str]] = {
    "damaged": "no mask can be read",
    "proportions": "the mask has other proportions than its picture",
    "nothing": "the mask is black everywhere",
    "everything": "the mask is white everywhere",
}

T = TypeVar("T")
picture = partial(decode, limits=LARGE, deep=True)


class Refused(click.ClickException):
    """The person can mend this: one line, exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"mazok paint: {self.message}", err=True)


def any_will_do(_: object) -> None:
    """A check that all pass."""


def read(path: Path, meaning: Callable[[bytes], T], check: Callable[[T], None] = any_will_do) -> T:
    """What the file holds, if it passes the check. Raises Refused with its name."""
    try:
        found = meaning(path.read_bytes())
        check(found)
    except OSError as error:
        raise Refused(f"cannot read {path}: {error.strerror or error}") from error
    except BadPicture as bad:
        size = f": {bad.actual}, the limit is {bad.limit}" if bad.limit else ""
        raise Refused(f"{path}: {bad.reason.replace('_', ' ')}{size}") from bad
    except BadMask as bad:
        raise Refused(f"{path}: {MASK_FAULTS[bad.reason]}") from bad
    return found


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


def writable(path: Path) -> Path:
    """The path, in a folder that is there."""
    if not path.parent.is_dir():
        raise Refused(f"there is no folder {path.parent}")
    return path


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
