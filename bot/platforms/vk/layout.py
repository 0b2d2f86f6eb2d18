"""Which buttons are shown together: as VK's keyboard below a message takes them, by pages where there are more."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.chat import Button, Message
from bot.gallery import numbered

# dev.vk.com, keyboard: the inline one
BUTTONS, ROWS, PER_ROW = 10, 6, 5
TILES_PER_ROW = 2

Row = tuple[Button, ...]
Rows = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """All buttons of a message, `always` below those that are shown by pages."""

    rows: Rows
    always: Rows = ()

    @classmethod
    def of(cls, message: Message) -> "Layout":
        """The tiles of a gallery are turned over, while the buttons below them stay."""
        tiles = numbered(message.gallery)
        rows = tuple(tuple(tiles[start : start + TILES_PER_ROW]) for start in range(0, len(tiles), TILES_PER_ROW))
        buttons = tuple(row for row in message.buttons if row)
        return cls(rows, buttons) if rows else cls(buttons)

    @property
    def buttons(self) -> list[Button]:
        return [button for row in (*self.rows, *self.always) for button in row]

    def pages(self) -> list[Rows]:
        """The rows that are shown at a time; all on one page where they fit."""
        whole = squeezed((*self.rows, *self.always), ROWS)
        if whole is not None:
            return [whole]
        always = squeezed(self.always, 2) if count(self.always) <= BUTTONS // 2 else None
        rows = self.rows if always is not None else (*self.rows, *self.always)
        below = always or ()
        room = (BUTTONS - 1 - count(below), ROWS - 1 - len(below))
        return [(*page, *below) for page in filled(rows, *room)]


def squeezed(rows: Rows, most: int) -> Rows | None:
    """The rows, the shortest neighbors in one where they are too many; None where they do not fit all the same."""
    rows = tuple(part for row in rows for part in chunks(row, PER_ROW))
    if count(rows) > BUTTONS:
        return None
    while len(rows) > most:
        joined = [first + second for first, second in pairwise(rows)]
        index = min(range(len(joined)), key=lambda index: (len(joined[index]) > PER_ROW, letters(joined[index])))
        if len(joined[index]) > PER_ROW:
            return None
        rows = (*rows[:index], joined[index], *rows[index + 2 :])
    return rows


def filled(rows: Rows, most_buttons: int, most_rows: int) -> Iterator[Rows]:
    """Row after row as long as there is room."""
    page: Rows = ()
    for row in (part for whole in rows for part in chunks(whole, min(PER_ROW, most_buttons))):
        if page and (len(page) == most_rows or count(page) + len(row) > most_buttons):
            yield page
            page = ()
        page = (*page, row)
    yield page


def chunks(row: Row, most: int) -> Iterator[Row]:
    return (row[start : start + most] for start in range(0, len(row), most))


def count(rows: Rows) -> int:
    return sum(map(len, rows))


def letters(row: Row) -> int:
    return sum(len(button.text) for button in row)
