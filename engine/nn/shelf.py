"""Every look that can be painted with: those of the shipped network, and of networks learned or imported here.

The latter lie in the folder `looks` beside the fetched weights; whoever puts a file there offers its styles to all.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.errors import BadOptions, BadWeights
from engine.nn.looks import Style, StyleNetwork, read_network, read_styles
from engine.weights import Weights, fetched, found

SHIPPED: Final = Weights(
    "looks",
    "fast_style.safetensors",
    "b71df0d9114104176a6415da1cf3bf9f5a9ec9d4c8b429b01b68e58ee6354fb4",
    licence="that of Mazok",
    source="trained by `mazok train fast-style`",
    mib=0.9,
)
_FOLDER: Final = "looks"
_NAME_LENGTH: Final = 16
_SUFFIX: Final = ".safetensors"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a look is: which network's, and the how-manieth of its styles. No path: of the shipped one."""

    style: Style
    number: int
    path: Path | None = None


def named_after(file: Path) -> str:
    """A name for a style by that of its file: small Latin letters, digits and _, as short as buttons of chats want."""
    plain = unicodedata.normalize("NFKD", file.stem.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain)[:_NAME_LENGTH].strip("_") or "style"


def learned(name: str) -> Path:
    """Where a network of one style of that name belongs, to be found by `shelf`.

    Raises BadOptions when another file has a style of that name.
    """
    path = fetched() / _FOLDER / f"{name}{_SUFFIX}"
    known = shelf().get(name)
    if known and known.path != path:
        raise BadOptions("name", f"there is a style {name!r} already: give the file another name")
    return path


def shelf() -> Mapping[str, Place]:
    """All looks by the names of their styles, the shipped ones first.

    Raises BadWeights for a file that is damaged, and for two styles of one name.
    """
    places = [Place(style, number) for number, style in enumerate(read_styles(SHIPPED.path()))]
    for path in sorted((fetched() / _FOLDER).glob(f"*{_SUFFIX}")):
        places += [Place(style, number, path) for number, style in enumerate(read_styles(path))]
    by_name = {place.style.name: place for place in places}
    for place in places:
        if by_name[place.style.name] != place:
            raise BadWeights(f"{by_name[place.style.name].path} brings a second style {place.style.name!r}")
    return by_name


def network_at(path: Path | None) -> StyleNetwork:
    """The network of a place, its bytes checked where we know what they must be. Raises BadWeights."""
    return read_network(found(SHIPPED) if path is None else path)
