"""Folders of style pictures, with the credits that a network shall carry. Knows no network's shape."""

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from torch import Tensor

from engine.errors import BadOptions
from engine.nn.looks import Style
from engine.training.pictures import read_picture

STYLE_PX: Final = 512  # longest side: strokes are as large beside a photo of this size as they are in the painting
_SUFFIXES: Final = (".jpg", ".jpeg", ".png")


@dataclass(frozen=True, slots=True)
class Gallery:
    """Names of files, styles and their pictures, (3, H, W) uint8, in the same order."""

    names: tuple[str, ...]
    styles: tuple[Style, ...]
    pictures: tuple[Tensor, ...]


def read_gallery(folders: Sequence[Path], without: Collection[str] = ()) -> Gallery:
    """Every picture of the folders but some, by name. Raises BadOptions when there are none, or two of one name."""
    found = [path for folder in folders for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES]
    found = [path for path in found if path.stem not in without]
    paths = {path.stem: path for path in found}
    if not paths or len(paths) < len(found):
        raise BadOptions("styles", f"{len(found)} pictures of {len(paths)} names in {', '.join(map(str, folders))}")
    names = sorted(paths)
    return Gallery(
        tuple(names),
        tuple(credited(name) for name in names),
        tuple(read_picture(paths[name], longest_px=STYLE_PX) for name in names),
    )


def credited(name: str) -> Style:
    """A style by the name of its file; one that is not in `paintings.toml` is called as its file is."""
    known = tomllib.loads((files("engine.training") / "paintings.toml").read_text("utf-8"))
    return Style(**{"name": name, "title": name.replace("_", " ").capitalize(), **known.get(name, {})})
