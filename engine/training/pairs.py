"""Pairs of pictures to learn from: what is given and what shall be painted from it. Knows no network.

They lie side by side in one file, in two folders under equal names, or what is given is made from a photo.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import torch
from PIL import Image
from torch import Tensor

from engine.errors import BadOptions
from engine.nn.smudge import CELLS, smudged
from engine.training.given import Made
from engine.training.pictures import read_picture

JITTER: Final = 286 / 256  # the paper's: pictures are that much larger than the square that is cut out of them
_SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".webp")
_KEPT_BYTES: Final = 2**30  # of pictures that need not be read again

Pair = tuple[Tensor, Tensor]
Read = Callable[[int], Pair]  # the pair at so many px on its shorter side, (C, H, W) uint8 each


@dataclass(frozen=True, slots=True)
class Source:
    """One pair: the shorter side of its files, and how they are read."""

    short_px: int
    read: Read


@dataclass
class Pairs:
    """Pairs to learn from, and some that are only looked at. `finished` makes the input of a square (C, H, W) uint8,
    in [0, 1]; without a generator it leaves nothing to chance. `colored`: the input also tells roughly where the truth
    has which colors, as three more channels."""

    learned: Sequence[Source]
    held_out: Sequence[Source]
    finished: Callable[[Tensor, torch.Generator | None], Tensor]
    channels: tuple[int, int]
    colored: bool = False
    _kept: dict[tuple[int, int], Pair] = field(default_factory=dict)
    _bytes: int = 0

    def pair(self, side_px: int, generator: torch.Generator) -> Pair:
        """A random square of a random pair, half of the time mirrored: (A, side, side) and (B, side, side)."""
        known = [number for number, source in enumerate(self.learned) if source.short_px >= side_px]
        if not known:
            raise BadOptions("side", f"all pictures are smaller than {side_px} px")
        given, wanted = self._read(known[_below(len(known), generator)], round(side_px * JITTER))
        height, width = wanted.shape[1:]
        top, left = _below(height - side_px + 1, generator), _below(width - side_px + 1, generator)
        cut = (slice(None), slice(top, top + side_px), slice(left, left + side_px))
        given, wanted = self._finished(given[cut], wanted[cut], generator)
        mirrored = bool(torch.rand((), generator=generator) < 0.5)
        return (given.flip(2), wanted.flip(2)) if mirrored else (given, wanted)

    def shown(self, side_px: int) -> list[Pair]:
        """The middle squares of what is only looked at."""
        return [self._middle(source, side_px) for source in self.held_out]

    def _middle(self, source: Source, side_px: int) -> Pair:
        given, wanted = source.read(side_px)
        top, left = ((side - side_px) // 2 for side in wanted.shape[1:])
        cut = (slice(None), slice(top, top + side_px), slice(left, left + side_px))
        return self._finished(given[cut], wanted[cut], None)

    def _finished(self, given: Tensor, wanted: Tensor, generator: torch.Generator | None) -> Pair:
        """The input and the truth of a square, in [0, 1]."""
        given, truth = self.finished(given, generator), wanted.float() / 255
        if not self.colored:
            return given, truth
        cells = CELLS if generator is None else 1 + _below(CELLS, generator)
        return torch.cat([given, smudged(truth[None], cells)[0]]), truth

    def _read(self, number: int, short_px: int) -> Pair:
        if (number, short_px) in self._kept:
            return self._kept[number, short_px]
        given, wanted = self.learned[number].read(short_px)
        self._bytes += given.numel() + wanted.numel()
        if self._bytes < _KEPT_BYTES:
            self._kept[number, short_px] = (given, wanted)
        return given, wanted


def side_by_side(folder: Path, held_out: int) -> Pairs:
    """Files of a folder, each the input on its left half and the wanted picture on its right one."""
    sources = [Source(min(_width(path) // 2, _height(path)), partial(_halves, path)) for path in pictures_in(folder)]
    return _apart(sources, held_out, sources)


def of_two_folders(given: Path, wanted: Path, held_out: int) -> Pairs:
    """Files of equal names, whatever their kind. Raises BadOptions when a name has no partner."""
    first, second = ({path.stem: path for path in pictures_in(folder)} for folder in (given, wanted))
    if alone := sorted(first.keys() ^ second.keys()):
        raise BadOptions("b", f"{alone[0]!r} lies in one of the two folders only")
    both = [(first[name], second[name]) for name in sorted(first)]
    sources = [Source(_short(wanted_), partial(_two, given_, wanted_)) for given_, wanted_ in both]
    return _apart(sources, held_out, sources)


def made_of(folders: Sequence[Path], made: Made, held_out: int, *, colored: bool = False) -> Pairs:
    """Photos of folders, the input made of them; what is only looked at comes from the first one."""
    every = [[Source(_short(path), partial(_made, path, made)) for path in pictures_in(folder)] for folder in folders]
    pairs = _apart([source for sources in every for source in sources], held_out, every[0])
    channels = made.channels + 3 * colored
    return Pairs(pairs.learned, pairs.held_out, made.finished, (channels, 3), colored)


def alone(folder: Path, held_out: int) -> Pairs:
    """Pictures of a folder without partners: each is its own."""
    sources = [Source(_short(path), partial(_itself, path)) for path in pictures_in(folder)]
    return _apart(sources, held_out, sources)


def pictures_in(folder: Path) -> list[Path]:
    """All pictures of a folder, by name. Raises BadOptions when there are none."""
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES)
    if not found:
        raise BadOptions("data", f"{folder} holds no pictures")
    return found


def _apart(sources: Sequence[Source], held_out: int, shown_from: Sequence[Source]) -> Pairs:
    """Evenly over those that may be shown, `held_out` are kept apart."""
    if held_out >= len(sources):
        raise BadOptions("held_out", f"there are only {len(sources)} pairs")
    step = len(shown_from) / max(1, held_out)
    apart = [shown_from[int((number + 0.5) * step)] for number in range(min(held_out, len(shown_from)))]
    identities = {id(source) for source in apart}
    return Pairs([source for source in sources if id(source) not in identities], apart, _as_it_is, (3, 3))


def _as_it_is(given: Tensor, _generator: torch.Generator | None) -> Tensor:
    return given.float() / 255


def _halves(path: Path, short_px: int) -> Pair:
    both = read_picture(path)
    middle = both.shape[2] // 2
    return sized(both[..., :middle], short_px), sized(both[..., middle : 2 * middle], short_px)


def _two(given: Path, wanted: Path, short_px: int) -> Pair:
    second = sized(read_picture(wanted), short_px)
    return sized(read_picture(given), short_px, (second.shape[2], second.shape[1])), second


def _made(path: Path, made: Made, short_px: int) -> Pair:
    photo = sized(read_picture(path), short_px)
    return made.sketched(photo), photo


def _itself(path: Path, short_px: int) -> Pair:
    photo = sized(read_picture(path), short_px)
    return photo, photo


def sized(picture: Tensor, short_px: int, size: tuple[int, int] | None = None) -> Tensor:
    """(3, H, W) uint8 with so many px on its shorter side, or of a size."""
    image = Image.fromarray(picture.permute(1, 2, 0).contiguous().numpy())
    factor = short_px / min(image.size)
    size = size or (max(short_px, round(image.width * factor)), max(short_px, round(image.height * factor)))
    resized = image.resize(size, Image.Resampling.LANCZOS)
    flat = torch.frombuffer(bytearray(resized.tobytes()), dtype=torch.uint8)
    return flat.view(resized.height, resized.width, 3).permute(2, 0, 1).contiguous()


def _below(count: int, generator: torch.Generator) -> int:
    return int(torch.randint(count, (), generator=generator))


def _width(path: Path) -> int:
    with Image.open(path) as image:
        return image.width


def _height(path: Path) -> int:
    with Image.open(path) as image:
        return image.height


def _short(path: Path) -> int:
    return min(_width(path), _height(path))
