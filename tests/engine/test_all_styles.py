"""Every look on one sheet: the photo first, each look named, none forgotten."""

import pytest
from PIL import Image, ImageChops, ImageStat

from engine.device import Device
from engine.effect import Cancelled, Inputs, Painting, Progress, Report
from engine.nn.shelf import shelf
from engine.picture import Picture
from engine.render import render
from tests.engine.pictures import photo, quietly

CPU = Device("cpu", channels_last=True)
LOOKS = len(shelf())
GAP_PX = 4
COLUMNS = 5  # of 24 looks and the photo


def paint(content: Picture, report: Report = quietly, **options: object) -> Painting:
    return render("all_styles", Inputs(content), {"side_px": 120, **options}, report, CPU)


def cells(sheet: Image.Image) -> list[Image.Image]:
    """What stands on the sheet, row by row."""
    rows = -(-(LOOKS + 1) // COLUMNS)
    wide, high = (sheet.width - GAP_PX) // COLUMNS, (sheet.height - GAP_PX) // rows
    boxes = [(GAP_PX + column * wide, GAP_PX + row * high) for row in range(rows) for column in range(COLUMNS)]
    return [sheet.crop((x, y, x + wide - GAP_PX, y + high - GAP_PX)) for x, y in boxes]


def test_every_look_has_a_cell_of_its_own_after_the_photo() -> None:
    seen: list[tuple[int, bytes]] = []
    painting = paint(photo(96, 72), lambda one: seen.append((one.done, one.preview().image.tobytes())))
    assert [done for done, _ in seen] == list(range(1, LOOKS + 1))
    assert len({preview for _, preview in seen}) == LOOKS
    assert (painting.done, painting.total, painting.stopped) == (LOOKS, LOOKS, False)
    drawn = cells(painting.picture.image)[: LOOKS + 1]
    assert len({cell.tobytes() for cell in drawn}) == LOOKS + 1


def test_who_stops_keeps_what_is_painted() -> None:
    def impatient(progress: Progress) -> None:
        if progress.done == 3:
            raise Cancelled

    painting = paint(photo(96, 72), impatient)
    assert (painting.done, painting.stopped) == (3, True)
    drawn = [len(cell.getcolors(10_000) or "many") > 2 for cell in cells(painting.picture.image)]
    assert drawn == [True] * 4 + [False] * (len(drawn) - 4)


@pytest.mark.parametrize("size", [(300, 20), (16, 200), (1, 1)])
def test_a_photo_of_any_proportion_makes_a_sheet_that_can_be_read(size: tuple[int, int]) -> None:
    sheet = paint(photo(*size)).picture.image
    assert 0.4 <= sheet.width / sheet.height <= 2.5


def test_at_strength_zero_every_cell_is_the_photo() -> None:
    sheet = paint(photo(96, 72), style_strength=0).picture.image
    first, *others = [cell.crop((6, 6, 40, 28)) for cell in cells(sheet)[: LOOKS + 1]]
    for other in others:
        assert max(ImageStat.Stat(ImageChops.difference(first, other)).mean) < 3
