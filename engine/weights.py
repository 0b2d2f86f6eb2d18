"""Weight files: what each is, where it lies, and how it is fetched once where it does not. Knows no network's shape.

A file that comes with this package lies in `engine/weights/`. Any other is fetched into the folder that the environment
variable MAZOK_WEIGHTS names, else `var/weights`: the same that `mazok weights fetch` fills, so that the command, a
worker and a benchmark share one copy. Imports no torch.
"""

import hashlib
import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

from filelock import FileLock

from engine.download import PATIENT, Patience, Seen, Unreachable, download, ignore
from engine.errors import BadWeights

FOLDER: Final = "MAZOK_WEIGHTS"
_PACKAGE: Final = Path(str(files("engine"))) / "weights"

State = Literal["present", "missing", "damaged"]


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight file. Without a `url` it comes with this package.

    `sha256` in hexadecimal may be the beginning only, where the publisher tells no more; `mib` is its size, so that a
    person knows what a download means.
    """

    name: str
    file: str
    sha256: str
    licence: str
    source: str
    mib: float
    url: str = ""

    def path(self, folder: Path | None = None) -> Path:
        """Where the file lies, or will; `folder` is that of fetched weights."""
        return (folder or fetched()) / self.file if self.url else _PACKAGE / self.file

    def state(self, folder: Path | None = None) -> State:
        """Reads the whole file."""
        path = self.path(folder)
        if not path.exists():
            return "missing"
        return "present" if self.matches(path) else "damaged"

    def matches(self, path: Path) -> bool:
        """Whether a file holds the bytes that are meant."""
        return digest(path).startswith(self.sha256)


def fetched() -> Path:
    """The folder of fetched weights."""
    return Path(os.environ.get(FOLDER) or Path("var", "weights"))


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def found(weights: Weights, folder: Path | None = None, seen: Seen = ignore, patience: Patience = PATIENT) -> Path:
    """The file, its bytes checked; fetched first where it is missing or damaged.

    Processes that want the same file wait for the first of them. Raises BadWeights, which says from where the file is
    to be had and where to put it by hand.
    """
    path = weights.path(folder)
    try:
        if weights.state(folder) == "present":
            return path
        if not weights.url:
            raise BadWeights(f"{path} is {weights.state(folder)}: install this package again")
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f"{path.name}.lock")):
            if weights.state(folder) != "present":
                _fetch(weights, path, seen, patience)
    except Unreachable as reason:
        raise _beyond_reach(weights, path, str(reason)) from reason
    except OSError as error:
        raise BadWeights(f"{path} cannot be read or written: {error}") from error
    return path


def _fetch(weights: Weights, path: Path, seen: Seen, patience: Patience) -> None:
    """Fetch, check, and only then give the file its name. What is left of an earlier attempt is gone on with.

    Wrong bytes are fetched once more from the beginning: the rest of an earlier attempt may have been of another file.
    """
    draft = path.with_name(f"{path.name}.part")
    for _ in range(2):
        download(weights.url, draft, seen, patience)
        if weights.matches(draft):
            draft.replace(path)
            return
        wrong = digest(draft)
        draft.unlink()
    raise _beyond_reach(weights, path, f"its SHA-256 is {wrong} there, not {weights.sha256}…")


def _beyond_reach(weights: Weights, path: Path, reason: str) -> BadWeights:
    return BadWeights(
        f"the weights {weights.name!r} ({weights.mib:.0f} MiB) cannot be fetched from {weights.url}: {reason}. "
        f"Put that file by hand at {path.absolute()}, or choose other weights"
    )
