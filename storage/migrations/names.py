"""Which names in the database are ours. Knows that others share it."""

from storage.schema import metadata


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """The queue engine keeps its tables in the same SQLite file: they are not ours to compare or to drop."""
    return kind != "table" or name in metadata.tables
