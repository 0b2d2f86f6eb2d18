"""Where pictures hang on a wall of a given size so that all can be seen whole. Arithmetic only: knows no pixels."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import NamedTuple

from engine.ladder import Size

GAP, SIGN = 10, 46  # px between styles, and the room of a sign between others
LEAST, MOST, LEAST_ABOVE = 210, 330, 110  # px: how wide, or high, what stands beside or above the painting may be
SMALLER = 0.62  # of the wall's height: what the painting was made from is not to look as important


class Box(NamedTuple):
    """A rectangle in px."""

    left: int
    top: int
    width: int
    height: int


class Sign(NamedTuple):
    """`+`, `=` or `>`, and its middle."""

    sign: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Group:
    """Pictures that hang together, in their order, and the signs between them."""

    size: Size
    boxes: tuple[Box, ...]
    signs: tuple[Sign, ...] = ()

    def moved(self, dx: int, dy: int) -> "Group":
        boxes = tuple(box._replace(left=box.left + dx, top=box.top + dy) for box in self.boxes)
        return replace(self, boxes=boxes, signs=tuple(Sign(one.sign, one.x + dx, one.y + dy) for one in self.signs))

    @property
    def area(self) -> int:
        return sum(box.width * box.height for box in self.boxes)


def hung(photo: Size | None, styles: Sequence[Size], painting: Size, wall: Size) -> Group:
    """The photo, the styles and the painting, in this order and in the middle of the wall: the painting as large as
    can be, then the others."""
    ways = [aside, in_a_row, above] if photo or styles else [alone]
    found = [way(photo, styles, painting, wall) for way in ways]
    best = max(found, key=lambda group: (group.boxes[-1].width * group.boxes[-1].height, group.area))
    return best.moved((wall[0] - best.size[0]) // 2, (wall[1] - best.size[1]) // 2)


def alone(photo: Size | None, styles: Sequence[Size], painting: Size, wall: Size) -> Group:
    return one(painting, wall)


def aside(photo: Size | None, styles: Sequence[Size], painting: Size, wall: Size) -> Group:
    """The painting, and one above the other beside it what it was made from."""
    width, height = wall
    column = min(MOST, max(LEAST, width - SIGN - fitted(painting, (width, height))[0]))
    sources = of_sources(photo, styles, (column, (height - SIGN) // 2))
    return beside(stacked(sources), one(painting, (width - SIGN - column, height)), result_of(sources))


def in_a_row(photo: Size | None, styles: Sequence[Size], painting: Size, wall: Size) -> Group:
    """All side by side."""
    width, height = wall
    count = bool(photo) + bool(styles)
    last = one(painting, (width - count * (SIGN + LEAST), height))
    cell = (width - last.size[0] - count * SIGN) // count, round(height * SMALLER)
    sources = of_sources(photo, styles, cell)
    return beside(lined_up(sources), last, result_of(sources))


def above(photo: Size | None, styles: Sequence[Size], painting: Size, wall: Size) -> Group:
    """A very wide painting, and above it what it was made from."""
    width, height = wall
    row = min(MOST, max(LEAST_ABOVE, height - SIGN - fitted(painting, (width, height))[1]))
    sources = of_sources(photo, styles, ((width - SIGN) // 2, row))
    return over(lined_up(sources), one(painting, (width, height - SIGN - row)), result_of(sources))


def of_sources(photo: Size | None, styles: Sequence[Size], cell: Size) -> list[Group]:
    return [*([one(photo, cell)] if photo else []), *([grid(styles, cell)] if styles else [])]


def result_of(sources: Sequence[Group]) -> str:
    """Photo and style make the painting; one alone becomes it."""
    return "=" if len(sources) == 2 else ">"


def stacked(groups: Sequence[Group]) -> Group:
    return groups[0] if len(groups) == 1 else over(groups[0], groups[1], "+")


def lined_up(groups: Sequence[Group]) -> Group:
    return groups[0] if len(groups) == 1 else beside(groups[0], groups[1], "+")


def fitted(size: Size, room: Size) -> Size:
    """As large as the room allows, with the sides in their proportion."""
    scale = min(room[0] / size[0], room[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def one(size: Size, room: Size) -> Group:
    width, height = fitted(size, room)
    return Group((width, height), (Box(0, 0, width, height),))


def grid(sizes: Sequence[Size], room: Size) -> Group:
    """Two in a row, each in the middle of its place; a last one alone in the middle of its row."""
    if len(sizes) == 1:
        return one(sizes[0], room)
    rows = ceil(len(sizes) / 2)
    width, height = (room[0] - GAP) // 2, (room[1] - GAP * (rows - 1)) // rows
    boxes = list[Box]()
    for index, size in enumerate(sizes):
        row, column = divmod(index, 2)
        own_width, own_height = fitted(size, (width, height))
        last_alone = index == len(sizes) - 1 and column == 0
        left, top = (width + GAP) // 2 if last_alone else column * (width + GAP), row * (height + GAP)
        boxes.append(Box(left + (width - own_width) // 2, top + (height - own_height) // 2, own_width, own_height))
    return trimmed(boxes)


def trimmed(boxes: Sequence[Box]) -> Group:
    """The boxes without the room that none of them takes."""
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    right, bottom = max(box.left + box.width for box in boxes), max(box.top + box.height for box in boxes)
    return Group((right - left, bottom - top), tuple(boxes)).moved(-left, -top)


def beside(left: Group, right: Group, sign: str) -> Group:
    """From left to right, with a sign between them."""
    height = max(left.size[1], right.size[1])
    first = left.moved(0, (height - left.size[1]) // 2)
    second = right.moved(left.size[0] + SIGN, (height - right.size[1]) // 2)
    between = Sign(sign, left.size[0] + SIGN // 2, height // 2)
    size = left.size[0] + SIGN + right.size[0], height
    return Group(size, first.boxes + second.boxes, (*first.signs, *second.signs, between))


def over(top: Group, bottom: Group, sign: str) -> Group:
    """From top to bottom, with a sign between them."""
    width = max(top.size[0], bottom.size[0])
    first = top.moved((width - top.size[0]) // 2, 0)
    second = bottom.moved((width - bottom.size[0]) // 2, top.size[1] + SIGN)
    between = Sign(sign, width // 2, top.size[1] + SIGN // 2)
    size = width, top.size[1] + SIGN + bottom.size[1]
    return Group(size, first.boxes + second.boxes, (*first.signs, *second.signs, between))
