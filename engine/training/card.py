"""A quality card: what a style was learned from, what it makes of photos, and how good that is. Pillow only."""

from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

from engine.nn.looks import Style
from engine.nn.tensors import to_picture
from engine.training.fast_style import FastStyle
from engine.training.own_style import Quality, qualities, rows_of
from engine.training.sheets import CELL_PX, sheet

_MARGIN_PX: Final = 16
_LINE_PX: Final = 20
_INK, _PAPER = "#1c1c1c", "white"


def card_of(training: FastStyle, style: Style, seconds: float) -> Image.Image:
    """The card of a training that is done; `seconds` are those of its last sitting."""
    plan = training.plan
    facts = (
        f"{training.done} steps of {plan.batch} squares, {plan.side_px} px\n{seconds / 60:.0f} min on {training.device}"
    )
    return quality_card(style, training.pictures[0], rows_of(training), qualities(training), facts)


def quality_card(
    style: Style, picture: Tensor, rows: Sequence[Sequence[Tensor]], judged: Sequence[Quality], facts: str
) -> Image.Image:
    """The style's picture (3, H, W) uint8 and credit, rows of photo and paintings, a line of figures, the facts."""
    paintings = sheet(rows)
    origin = to_picture(picture[None].float() / 255).image
    origin.thumbnail((2 * CELL_PX, 2 * CELL_PX))
    left = origin.width + 2 * _MARGIN_PX
    height = max(paintings.height + 3 * _LINE_PX, origin.height + 4 * _LINE_PX) + 2 * _MARGIN_PX
    paper = Image.new("RGB", (left + paintings.width + _MARGIN_PX, height), _PAPER)
    paper.paste(origin, (_MARGIN_PX, _MARGIN_PX))
    paper.paste(paintings, (left, _MARGIN_PX))
    pen, font = ImageDraw.Draw(paper), ImageFont.load_default(14)
    pen.multiline_text((_MARGIN_PX, _MARGIN_PX + origin.height + 8), f"{style.credit}\n{facts}", _INK, font, spacing=6)
    for place, line in enumerate(["photo\nstyle 1.00\ncontent 0.00", *map(_words, judged)]):
        where = (left + place * paintings.width // len(rows[0]), _MARGIN_PX + paintings.height + 4)
        pen.multiline_text(where, line, _INK, font, spacing=4)
    return paper


def _words(quality: Quality) -> str:
    return f"strength {quality.strength:.0%}\nstyle {quality.style:.2f}\ncontent {quality.content:.2f}"
