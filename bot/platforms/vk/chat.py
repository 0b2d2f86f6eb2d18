"""One conversation on VK: what we say becomes calls. Knows the port; knows no scene."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat import Address, Attachment, Message, Pace
from bot.gallery import picture_of
from bot.platforms.vk.abilities import Abilities
from bot.platforms.vk.client import Client
from bot.platforms.vk.errors import TooOld
from bot.platforms.vk.incoming import AFTER
from bot.platforms.vk.keyboard import keyboard
from bot.platforms.vk.layout import Layout
from bot.platforms.vk.media import Media
from bot.platforms.vk.memory import Memory
from bot.platforms.vk.place import address_of
from bot.platforms.vk.shelf import Kept, Shelf
from bot.platforms.vk.telling import linked, told
from bot.recent import look
from bot.words import cut, split, with_bar

TEXT_UNITS = 4096  # what VK shows of a message; its schema allows 9000
GROUP = 10  # attachments of a message


@dataclass(frozen=True, slots=True)
class VkChat:
    """A conversation with one person."""

    client: Client
    media: Media
    memory: Memory
    shelf: Shelf
    peer_id: int
    pace: Pace

    @property
    def address(self) -> Address:
        return address_of(self.peer_id)

    async def send(self, message: Message, *, key: str, reply_to: str | None = None) -> str:
        """VK tells repeats by a number that the key makes; what this process knows to be sent is not even asked."""
        known = self.memory.sent.get(self._name(key))
        if known is not None:
            return known
        kept = await self._kept(message)
        *firsts, last = split(kept.text, TEXT_UNITS)
        for number, part in enumerate(firsts):
            await self._call(f"{key}:{number}", message=part)
        values = {"message": last, **self._below(kept), **self._reply(reply_to)}
        message_id = await self._call(key, **values)
        self.memory.sent.set(self._name(key), message_id)
        await self._remember(message_id, message, kept)
        return message_id

    async def edit(self, message_id: str, message: Message) -> str:
        """Anything may become anything. Below a person's words something is sent, and later that is edited."""
        if message_id.startswith(AFTER):
            return await self._edit_below(message_id, message)
        if self.memory.looks.get(self._name(message_id)) == look(message):
            return message_id
        kept = await self._kept(message)
        try:
            await self._change(message_id, kept, 0)
        except TooOld:
            return await self.send(message, key=f"anew:{message_id}:{look(message)}")
        await self._remember(message_id, message, kept)
        return message_id

    async def _edit_below(self, place: str, message: Message) -> str:
        known = self.memory.sent.get(self._name(place))
        if known is not None:
            return await self.edit(known, message)
        message_id = await self.send(message, key=f"{place}:{look(message)}")
        self.memory.sent.set(self._name(place), message_id)
        return message_id

    async def turn_over(self, message_id: str, kept: Kept, page: int) -> None:
        """Show another page of a message's buttons."""
        await self._change(message_id, kept, page)
        self.memory.looks.set(self._name(message_id), f"page {page}")  # the next edit is one

    async def album(self, pictures: Sequence[Attachment], *, key: str) -> None:
        """In as few messages as VK allows."""
        for start in range(0, len(pictures), GROUP):
            name = self._name(f"{key}:{start}")
            if self.memory.sent.get(name) is None:
                some = [await self.media.picture(one, self.peer_id) for one in pictures[start : start + GROUP]]
                self.memory.sent.set(name, await self._call(f"{key}:{start}", attachment=",".join(some)))

    async def file(self, file: Attachment, caption: str, *, key: str) -> str:
        known = self.memory.sent.get(self._name(key))
        if known is None:
            attachment = await self.media.file(file, self.peer_id)
            known = await self._call(key, message=cut(caption, TEXT_UNITS), attachment=attachment)
            self.memory.sent.set(self._name(key), known)
        return known

    async def video(self, video: Attachment, caption: str, *, key: str) -> str:
        """As a file: videos of a community can be uploaded by a person only."""
        return await self.file(video, caption, key=key)

    async def _kept(self, message: Message) -> Kept:
        picture, can = picture_of(message), self._can
        attachment = await self.media.picture(picture, self.peer_id) if picture else ""
        text, message = linked(with_bar(message.text, message.fraction), message, can)
        layout = Layout.of(message)
        if can.inline or not layout.buttons:
            return Kept(text, attachment, layout)
        return Kept(told(text, message), attachment, layout, told=True)

    def _below(self, kept: Kept, page: int = 0) -> dict[str, str]:
        """The picture and the buttons, as VK wants them with every send and every edit."""
        pages = kept.layout.pages()
        drawn = None if kept.told else keyboard(pages, page % len(pages), self._can)
        below = {"attachment": kept.attachment, "keyboard": drawn}
        return {name: value for name, value in below.items() if value}

    async def _call(self, key: str, **values: Any) -> str:
        """Send, and return the number in this conversation: events and edits know messages by that."""
        [sent] = await self.client.call(
            "messages.send", peer_ids=self.peer_id, random_id=self._random_id(key), dont_parse_links=1, **values
        )
        return str(sent["conversation_message_id"])

    async def _change(self, message_id: str, kept: Kept, page: int) -> None:
        text = cut(kept.text, TEXT_UNITS)
        await self.client.call(
            "messages.edit",
            peer_id=self.peer_id,
            cmid=int(message_id),
            message=text,
            dont_parse_links=1,
            **self._below(kept, page),
        )

    async def _remember(self, message_id: str, message: Message, kept: Kept) -> None:
        self.memory.looks.set(self._name(message_id), look(message))
        if kept.told or len(kept.layout.pages()) > 1:
            await self.shelf.put(self.address.chat, message_id, kept)

    def _reply(self, message_id: str | None) -> dict[str, str]:
        if message_id is None:
            return {}
        answered = {"peer_id": self.peer_id, "conversation_message_ids": [int(message_id)], "is_reply": True}
        return {"forward": json.dumps(answered)}

    def _random_id(self, key: str) -> int:
        """A number from 1 to 2^31 - 1 that the same key always makes."""
        digest = hashlib.sha256(self._name(key).encode()).digest()
        return int.from_bytes(digest[:4], "big") % (2**31 - 1) + 1

    @property
    def _can(self) -> Abilities:
        return self.memory.abilities.get(self.address.chat) or Abilities()

    def _name(self, word: str) -> str:
        return f"{self.peer_id} {word}"
