"""A photo in every look that was learned, on one sheet, named: to choose from. Knows no other effect."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from math import ceil, sqrt
from typing import Final, Literal

from PIL import Image, ImageDraw, ImageFont

from engine.checkpoint import Saved, pack, unpack
from engine.device import Device
from engine.effect import Cancelled, Effect, Inputs, Painting, Progress, Report
from engine.ladder import Ladder, Size
from engine.nn.shelf import Place, network_at, shelf
from engine.nn.tensors import to_picture
from engine.one_pass import AT_REST_MIB, FINEST_PERCENT, OnePass, Ready, at_hand, memory_mib, toward
from engine.options import Options, choice, number
from engine.picture import Picture

_LARGER: Final = 2  # than a painting of the same order: a cell is an n-th of it
_LONGEST: Final = 2.0  # proportion of a cell; of a longer photo the middle is shown
_PAPER, _INK = "#1d1a24", "#ffffff"
_GAP_PX: Final = 4
_LINE: Final = 1 / 11  # of a cell's longer side: height of the line with the name
_LETTERS: Final = 0.7  # of the line's height
_FILLED: Final = 0.94  # of a cell's width, by a long name
_SHEET_BYTES: Final = 16  # for each pixel of the sheet
_CHECKPOINT: Final = "mazok-all-styles-1"


class AllStylesOptions(Options):
    """What may be chosen."""

    side_px: int = number("Size", 600, low=64, high=2048, unit="px", step=100)
    style_strength: int = number("Style strength", 50, low=0, high=100, step=10)
    style_scale: int = number("Stroke size", 150, low=FINEST_PERCENT, high=400, unit="%", step=25)
    colors: Literal["style", "luminance", "linear", "histogram"] = choice("Colors", "style")


@dataclass(frozen=True)
class _Sheet:
    """Cells in as many rows as columns; the first is the photo's own."""

    inputs: Inputs
    options: AllStylesOptions
    device: Device
    places: tuple[Place, ...]

    @cached_property
    def photo(self) -> Picture:
        return _middle(self.inputs.content)

    @cached_property
    def grid(self) -> Size:
        """Columns and rows."""
        columns = ceil(sqrt(len(self.places) + 1))
        return columns, ceil((len(self.places) + 1) / columns)

    @cached_property
    def cell(self) -> Size:
        width, height = self.photo.image.size
        side_px = max(2 * _GAP_PX, _LARGER * self.options.side_px // self.grid[0])
        factor = side_px / max(width, height)
        return max(1, round(width * factor)), max(1, round(height * factor))

    @cached_property
    def job(self) -> OnePass:
        """The pass of one cell."""
        options = self.options.model_copy(update={"side_px": max(self.cell)})
        small = Picture(self.photo.image.resize(self.cell, Image.Resampling.LANCZOS))
        return OnePass(Inputs(small), options, self.device)

    @cached_property
    def fingerprint(self) -> str:
        return OnePass(self.inputs, self.options, self.device).fingerprint

    def begun(self) -> Image.Image:
        """Empty but for the photo."""
        sides = [
            count * (side + _GAP_PX) + _GAP_PX
            for count, side in zip(self.grid, (self.cell[0], self.cell[1] + self.line_px), strict=True)
        ]
        paper = Image.new("RGB", (sides[0], sides[1]), _PAPER)
        self.put(paper, 0, self.photo.image, "")
        return paper

    @property
    def line_px(self) -> int:
        return max(1, round(max(self.cell) * _LINE))

    def put(self, paper: Image.Image, number: int, image: Image.Image, name: str) -> None:
        """A picture into its cell, its name below."""
        row, column = divmod(number, self.grid[0])
        left = _GAP_PX + column * (self.cell[0] + _GAP_PX)
        top = _GAP_PX + row * (self.cell[1] + self.line_px + _GAP_PX)
        paper.paste(image.resize(self.cell, Image.Resampling.LANCZOS), (left, top))
        if name:
            text, middle = _lettered(name), (left + self.cell[0] // 2, top + self.cell[1] + self.line_px // 2)
            ImageDraw.Draw(paper).text(middle, text, fill=_INK, font=self.font(text), anchor="mm")

    def font(self, text: str) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        """As large as the line and the width of a cell allow."""
        size = _LETTERS * self.line_px
        wide = ImageFont.load_default(size).getlength(text)
        return ImageFont.load_default(max(1.0, size * min(1.0, _FILLED * self.cell[0] / wide)))

    def painted(self, place: Place) -> Image.Image:
        return to_picture(self.job.painted(*_ready(place, self.options, self.device))).image


def _ready(place: Place, options: AllStylesOptions, device: Device) -> Ready:
    network = at_hand(place.path, lambda: network_at(place.path).network, device)
    weights = [float(number == place.number) for number in range(len(network.looks) - 1)]
    return network, network.blend(weights, toward(options.style_strength))


def _lettered(name: str) -> str:
    """In the letters that Pillow's own font has: those of English."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


def _middle(photo: Picture) -> Picture:
    """The photo, cut to a proportion that a cell can show."""
    width, height = (min(side, ceil(_LONGEST * min(photo.image.size))) for side in photo.image.size)
    left, top = (photo.width - width) // 2, (photo.height - height) // 2
    image = photo.image.convert("RGB").crop((left, top, left + width, top + height))
    if photo.alpha is None:
        return Picture(image)
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=photo.alpha.crop((left, top, left + width, top + height)))
    return Picture(white)


def _paint(inputs: Inputs, options: AllStylesOptions, report: Report, device: Device) -> Painting:
    sheet = _Sheet(inputs, options, device, tuple(shelf().values()))
    if inputs.checkpoint is not None:
        unpack(inputs.checkpoint, _CHECKPOINT, sheet.fingerprint, device.name)
    paper, done, total = sheet.begun(), 0, len(sheet.places)

    def checkpoint() -> bytes:  # begun anew in seconds: all there is to know is whose it was
        return pack(_CHECKPOINT, sheet.fingerprint, Saved({}, {}))

    stopped = False
    try:
        for done, place in enumerate(sheet.places, start=1):  # how far it came is told below
            sheet.put(paper, done, sheet.painted(place), place.style.title)
            report(Progress(done, total, None, lambda: Picture(paper.copy()), checkpoint, paper.size))
    except Cancelled:
        stopped = True
    return Painting(Picture(paper), done, total, stopped, ())


def _memory_mib(size: Size) -> int:
    """Of the sheet, and of one cell at its largest."""
    pixels = size[0] * size[1] * _LARGER**2
    return max(AT_REST_MIB, memory_mib((size[0] // 2, size[1] // 2))) + pixels * _SHEET_BYTES // 2**20


EFFECT: Final = Effect(
    "all_styles",
    "All styles on a sheet",
    0,
    AllStylesOptions,
    Ladder(),
    _memory_mib,
    _paint,
    most_styles=0,
    order=3,
    sheet=True,
)
