"""The tables that commands print. Knows no command."""

from rich.console import Console
from rich.table import Table

WIDE = 100_000  # columns, where nobody's window ends: in a pipe, in a file, in the mail of a cron job


def a_table(*columns: str) -> Table:
    """A table without lines; nothing in it is cut, what is too long for a window goes on below."""
    table = Table(box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def show(table: Table) -> None:
    """Print it: each row whole on one line, but on a terminal as wide as that. What people have written stands there as
    they wrote it, with brackets and colons."""
    console = Console(markup=False, emoji=False, highlight=False)
    if not console.is_terminal:
        console.width = WIDE
    console.print(table)
