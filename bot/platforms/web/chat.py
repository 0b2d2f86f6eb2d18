"""The port of bot/chat.py for a browser: messages are lines of the transcript, open pages are told of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from bot.chat import Address, Attachment, Message, Pace
from bot.platforms.web.lines import Body, body_of, file_of, video_of
from bot.platforms.web.live import Live
from storage import Store

PACE = Pace(edit_s=0.4, preview_s=1.0)


@dataclass(frozen=True, slots=True)
class WebChat:
    """One person's page. Nobody can be gone here: the lines wait until somebody looks."""

    address: Address
    store: Store
    live: Live

    @property
    def pace(self) -> Pace:
        return PACE

    async def send(self, message: Message, *, key: str, reply_to: str | None = None) -> str:
        body = body_of(message)
        return await self._add(key, body if reply_to is None else {**body, "reply_to": reply_to})

    async def edit(self, message_id: str, message: Message) -> str:
        async with self.store.transaction() as tx:
            await tx.transcripts.put(self.address.chat, message_id, "mazok", body_of(message))
        self.live.changed(self.address.chat)
        return message_id

    async def album(self, pictures: Sequence[Attachment], *, key: str) -> None:
        """A page shows galleries large, and each of their pictures opens."""

    async def file(self, file: Attachment, caption: str, *, key: str) -> str:
        return await self._add(key, file_of(file, caption))

    async def video(self, video: Attachment, caption: str, *, key: str) -> str:
        return await self._add(key, video_of(video, caption))

    async def _add(self, key: str, body: Body) -> str:
        """Add a line once: what is sent again may have been edited since, and must not become what it was."""
        chat, message_id = self.address.chat, uuid5(NAMESPACE_URL, f"{self.address.chat}:{key}").hex
        async with self.store.transaction() as tx:
            if await tx.transcripts.get(chat, message_id) is None:
                await tx.transcripts.put(chat, message_id, "mazok", body)
        self.live.changed(self.address.chat)
        return message_id
