"""How Alembic sees our tables. Knows that other tables share the database and that they are none of its business."""

from alembic import context

from storage.tables import metadata


def include_name(name: str | None, kind: str, parents: object) -> bool:
    """The queue engine keeps its tables in the same SQLite file: they are not ours to compare or to drop."""
    return kind != "table" or name in metadata.tables


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    include_name=include_name,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
