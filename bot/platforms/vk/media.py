"""Pictures and files on their way to VK, each uploaded once and then known by VK's name of it. Knows no message."""

from dataclasses import dataclass
from typing import Any

from bot.chat import Attachment, Refused
from bot.photos import Bounds, fits
from bot.platforms.vk.client import Client
from bot.platforms.vk.memory import Memory
from bot.platforms.vk.wire import Wire

PHOTO = Bounds(size_bytes=50_000_000, sides_px=14_000, ratio=20)  # dev.vk.com, upload
FILE_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Media:
    """Uploads for the conversation `peer_id`; what is uploaded there may be shown in any other."""

    client: Client
    wire: Wire
    memory: Memory

    async def picture(self, picture: Attachment, peer_id: int) -> str:
        """VK's name of a photo, or of a file where VK takes it for none."""
        known = self.memory.files.get(picture.key)
        if known is not None:
            return known
        content = await picture.read()
        named = await (self._photo if await fits(content, PHOTO) else self._doc)(picture.name, content, peer_id)
        self.memory.files.set(picture.key, named)
        return named

    async def file(self, file: Attachment, peer_id: int) -> str:
        """VK's name of a file as it is."""
        return await self._doc(file.name, await file.read(), peer_id)

    async def _photo(self, name: str, content: bytes, peer_id: int) -> str:
        door = await self.client.call("photos.getMessagesUploadServer", peer_id=peer_id)
        told = await self.wire.photo(door["upload_url"], name, content)
        [photo] = await self.client.call("photos.saveMessagesPhoto", **told)
        return named("photo", photo)

    async def _doc(self, name: str, content: bytes, peer_id: int) -> str:
        if len(content) > FILE_BYTES:
            raise Refused(f"{name} has {len(content)} bytes")
        door = await self.client.call("docs.getMessagesUploadServer", type="doc", peer_id=peer_id)
        uploaded = await self.wire.upload(door["upload_url"], "file", name, content)
        saved = await self.client.call("docs.save", file=uploaded["file"], title=name)
        return named("doc", saved["doc"])


def named(kind: str, thing: dict[str, Any]) -> str:
    """What VK calls it among the attachments of a message."""
    key = f"_{thing['access_key']}" if thing.get("access_key") else ""
    return f"{kind}{thing['owner_id']}_{thing['id']}{key}"
