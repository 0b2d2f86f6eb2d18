"""Pictures that a platform keeps by an id of its own: what was sent can be shown again. Knows keys and no platform."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert
from storage.feed_tables import sent_files


@dataclass(frozen=True, slots=True)
class SentFiles:
    """Noting and finding them. `account` is ours on the platform: another one may not use the same id."""

    connection: AsyncConnection

    async def note(self, account: str, key: str, file_id: str) -> None:
        """The picture behind `key`, which begins with its owner's id, has this id now."""
        values = {"account": account, "key": key, "owner_id": key.partition("/")[0], "file_id": file_id}
        noted = insert(self.connection, sent_files).values(**values)
        again = noted.on_conflict_do_update(index_elements=["account", "key"], set_={"file_id": file_id})
        await self.connection.execute(again)

    async def of(self, account: str, keys: Collection[str]) -> dict[str, str]:
        """The ids of those of the pictures that were sent."""
        known = select(sent_files.c.key, sent_files.c.file_id).where(
            sent_files.c.account == account, sent_files.c.key.in_(keys)
        )
        return {row.key: row.file_id for row in await self.connection.execute(known)}


async def forget_files(connection: AsyncConnection, keys: Collection[str]) -> None:
    """These pictures are not to be shown again."""
    await connection.execute(delete(sent_files).where(sent_files.c.key.in_(keys)))
