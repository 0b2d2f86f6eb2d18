"""Telegram's ids of pictures that we sent: who has one uploads nothing. Knows keys and the store; knows no call."""

from dataclasses import dataclass, field

import structlog

from bot.recent import Recent
from storage import StorageError, Store

LASTING = (
    "preview",
    "posted",
)  # kinds of blobs: only paintings and posts are shown again long after

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Files:
    """Those of late are remembered; those of paintings and posts outlive the process. `account` is the bot's."""

    store: Store
    account: str
    _recent: Recent[str] = field(default_factory=Recent)

    def get(self, key: str) -> str | None:
        """The id of a picture that this process has sent."""
        return self._recent.get(key)

    async def keep(self, key: str, file_id: str) -> None:
        """To lose one costs an upload; what was sent must not fail for it."""
        self._recent.set(key, file_id)
        if not lasting(key):
            return
        try:
            async with self.store.transaction() as tx:
                await tx.sent_files.note(self.account, key, file_id)
        except StorageError as error:
            logger.warning("the id of a picture was not kept", error=str(error))


def lasting(key: str) -> bool:
    _, _, rest = key.partition("/")
    return rest.partition("/")[0] in LASTING
