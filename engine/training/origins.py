"""Photos of several folders, some of them the same: what to learn from, and what to judge by. Knows no network.

Folders may overlap in other sizes and under other names; a table `index.csv` in a folder, or `FOLDER_index.csv` beside
it, names the origin of each file. A photo is told by the last two parts of that, and what is kept apart is kept apart
in all folders.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self
from zlib import crc32

from engine.errors import BadOptions

APART_OF: Final = 8  # every eighth origin is never learned from
_SUFFIX: Final = ".jpg"


@dataclass(frozen=True, slots=True)
class Split:
    """Paths of photos to learn from, and of those that were kept apart."""

    learned: Sequence[Path]
    apart: Sequence[Path]

    @classmethod
    def of(cls, folders: Sequence[Path]) -> Self:
        """Every JPEG of the folders, by name. Raises BadOptions when nothing is left on one side."""
        learned: list[Path] = []
        apart: list[Path] = []
        for folder in folders:
            origins = origins_of(folder)
            for path in sorted(folder.glob(f"*{_SUFFIX}")):
                origin = origins.get(path.name, path.name)
                (learned if crc32(origin.encode()) % APART_OF else apart).append(path)
        if not learned or not apart:
            raise BadOptions("photos", "the folders hold too few photos")
        return cls(learned, apart)


def origins_of(folder: Path) -> dict[str, str]:
    """By the name of a file: where it is from, as far as that tells photos apart."""
    for table in (folder / "index.csv", folder.with_name(f"{folder.name}_index.csv")):
        if table.exists():
            with table.open(newline="") as lines:
                rows = list(csv.reader(lines))[1:]
            return {name: "/".join(Path(origin).parts[-2:]) for name, origin, *_ in rows}
    return {}
