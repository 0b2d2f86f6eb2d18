"""Brings a database to the present schema; safe when many processes start at once. Knows no table."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection

from storage import database
from storage.dialects import lock
from storage.errors import Unusable

SCRIPTS = Path(__file__).parent / "migrations"


async def migrate(url: URL) -> None:
    """Run what migrations the database has not seen, in one transaction: the first process does, the others wait.

    Raises Unusable for a database that is ahead of this program."""
    engine = database.connect(url, foreign_keys=False)
    try:
        with database.translated():
            async with database.writing(engine).begin() as connection:
                await lock(connection, "mazok:migrations")
                try:
                    await connection.run_sync(upgrade)
                except CommandError as error:  # its revision is none of those that lie here
                    raise Unusable("a newer Mazok has written it: update this one") from error
    finally:
        await engine.dispose()


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Migrate to the present schema, or to an older one, on a connection whose transaction belongs to the caller."""
    command.upgrade(_config(connection), revision)


def downgrade(connection: Connection) -> None:
    """Take our tables away, with all that is in them."""
    command.downgrade(_config(connection), "base")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
