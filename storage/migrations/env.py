"""How Alembic sees our tables. Knows that other tables share the database and that they are none of its business."""

from alembic import context

from storage.migrations.names import include_name
from storage.schema import metadata

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
