"""People on the simulated Telegram: what they do reaches the bot as updates, what the bot says they see."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.simulators.telegram.book import Json
from tests.simulators.telegram.buyer import Buyer
from tests.simulators.telegram.inline import Asker
from tests.simulators.telegram.world import BOT, Change, Query, World
from tests.simulators.waiting import PATIENCE_S, until


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of the bot as a person sees it."""

    message_id: int
    text: str
    labels: tuple[str, ...]
    picture: bytes | None
    document: bytes | None
    video: bytes | None
    file_name: str
    raw: Json

    @classmethod
    def of(cls, message: Json, world: World) -> "Seen":
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        photo, document, video = (message.get(kind) for kind in ("photo", "document", "video"))
        return cls(
            message["message_id"],
            message.get("text") or message.get("caption") or "",
            tuple(button["text"] for row in rows for button in row),
            world.files[photo[-1]["file_id"]] if photo else None,
            world.files[document["file_id"]] if document else None,
            world.files[video["file_id"]] if video else None,
            document["file_name"] if document else "",
            message,
        )


@dataclass(frozen=True, slots=True)
class Group:
    """A chat of several people and the bot."""

    world: World
    chat: Json

    @property
    def chat_id(self) -> int:
        return int(self.chat["id"])


class Person(Buyer, Asker):
    """Somebody in a chat with the bot; `at(group)` is the same person there."""

    def __init__(self, world: World, account: Json, chat: Json) -> None:
        self.world, self.account, self.chat = world, account, chat
        self._marker = 0  # what was seen up to here is not seen again

    @property
    def name(self) -> str:
        return str(self.account["first_name"])

    @property
    def chat_id(self) -> int:
        return int(self.chat["id"])

    def at(self, group: Group) -> "Person":
        return Person(self.world, self.account, group.chat)

    async def says(self, text: str, *, to: Seen | None = None) -> Json:
        """Write words, perhaps in answer to a message of the bot."""
        entities = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}] if text[:1] == "/" else []
        return await self._writes({"text": text} | ({"entities": entities} if entities else {}), to)

    async def sends_photo(self, picture: bytes, caption: str = "", *, to: Seen | None = None) -> Json:
        return await self._writes({"photo": self.world.photo(picture)} | captioned(caption), to)

    async def sends_file(
        self, content: bytes, name: str, media_type: str = "application/octet-stream", caption: str = ""
    ) -> Json:
        return await self._writes({"document": self.world.document(content, name, media_type)} | captioned(caption))

    async def sends_big_file(self, name: str, size_bytes: int, media_type: str) -> Json:
        """A file whose content nobody may ask for."""
        document = {**self.world.document(b"", name, media_type), "file_size": size_bytes}
        return await self._writes({"document": document})

    async def forwards_photo(self, picture: bytes, channel: str) -> Json:
        """A photo out of a channel."""
        origin = {
            "type": "channel",
            "date": 1_700_000_000,
            "chat": {"id": -1_002_000_000_000, "type": "channel", "title": channel},
            "message_id": 5,
        }
        return await self._writes({"photo": self.world.photo(picture), "forward_origin": origin})

    async def sends_album(self, *pictures: bytes, caption: str = "", gap_s: float = 0.0) -> list[Json]:
        """Several photos at once: they arrive one by one."""
        group_id, sent = str(self.world.number() + 10**15), []
        for index, picture in enumerate(pictures):
            part = {"photo": self.world.photo(picture), "media_group_id": group_id}
            sent.append(await self._writes(part | (captioned(caption) if index == 0 else {})))
            await asyncio.sleep(gap_s)
        return sent

    async def sends(self, **content: Any) -> Json:
        """Anything else in the words of the Bot API: sticker={…}, voice={…}."""
        return await self._writes(content)

    async def presses(self, label: str, *, within_s: float = PATIENCE_S) -> Query:
        """The newest button whose label holds these words; returns when it has stopped spinning."""
        message, button = await self._button(label, within_s)
        query_id = str(self.world.number() + 4 * 10**17)
        query = await self.world.press(query_id, button["text"])
        await self.world.update(
            "callback_query",
            {
                "id": query_id,
                "from": self.account,
                "message": message,
                "chat_instance": str(self.chat_id),
                "data": button["callback_data"],
            },
        )
        await self._until(lambda: query.answers or None, f"an answer to the button {label!r}", within_s)
        return query

    async def link(self, label: str) -> str:
        """Where the newest button whose label holds these words leads to."""
        _, button = await self._button(label, PATIENCE_S)
        return str(button["url"])

    async def sees(self, words: str, *, within_s: float = PATIENCE_S) -> Seen:
        """The next message of the bot, new or edited, that holds these words."""
        change = await self._until(lambda: self._next(words), f"words {words!r}", within_s)
        self._marker = change.stamp
        return Seen.of(change.message, self.world)

    async def answers(self, words: str, picture: bytes) -> Json:
        """Send a photo as a reply to the newest message of the bot that holds these words."""
        return await self.sends_photo(picture, to=next(s for s in reversed(self.screen()) if words in s.text))

    async def chooses(self, title: str) -> Query:
        """The tile of a gallery: its button has its title."""
        return await self.presses(title)

    async def shown_picture(self) -> bytes | None:
        """The picture of the newest message of the bot."""
        return self.screen()[-1].picture

    async def received_file(self) -> bytes:
        """The newest file that the bot sent; waits for one."""

        def newest() -> bytes | None:
            return next((seen.document for seen in reversed(self.screen()) if seen.document), None)

        content: bytes = await self._until(newest, "a file", PATIENCE_S)
        return content

    async def received_video(self) -> bytes:
        """The newest film that the bot sent; waits for one."""

        def newest() -> bytes | None:
            return next((seen.video for seen in reversed(self.screen()) if seen.video), None)

        content: bytes = await self._until(newest, "a video", PATIENCE_S)
        return content

    def screen(self) -> list[Seen]:
        """Every message of the bot that is in the chat now."""
        return [
            Seen.of(message, self.world)
            for (chat_id, _), message in sorted(self.world.messages.items())
            if chat_id == self.chat_id and message["from"]["id"] == BOT["id"]
        ]

    async def blocks(self) -> None:
        self.world.blocked.add(self.chat_id)
        await self._membership("member", "kicked")

    async def unblocks(self) -> None:
        self.world.blocked.discard(self.chat_id)
        await self._membership("kicked", "member")

    async def deletes(self, seen: Seen) -> None:
        """Take a message of the bot out of the chat."""
        await self.world.remove(self.chat_id, seen.message_id)

    async def _writes(self, content: Json, to: Seen | None = None) -> Json:
        reply_to = to.message_id if to else None
        message = await self.world.post(self.chat_id, self.account, content, reply_to=reply_to)
        await self.world.update("message", message)
        return message

    async def _membership(self, before: str, now: str) -> None:
        def member(status: str) -> Json:
            return {"status": status, "user": BOT} | ({"until_date": 0} if status == "kicked" else {})

        await self.world.update(
            "my_chat_member",
            {
                "chat": self.chat,
                "from": self.account,
                "date": 1_700_000_000,
                "old_chat_member": member(before),
                "new_chat_member": member(now),
            },
        )

    async def _button(self, label: str, within_s: float) -> tuple[Json, Json]:
        def find() -> tuple[Json, Json] | None:
            for (chat_id, _), message in sorted(self.world.messages.items(), reverse=True):
                rows = message.get("reply_markup", {}).get("inline_keyboard", [])
                for button in (button for row in rows for button in row):
                    if chat_id == self.chat_id and label in button["text"]:
                        return message, button
            return None

        message, button = await self._until(find, f"a button {label!r}", within_s)
        return message, button

    def _next(self, words: str) -> Change | None:
        for change in self.world.history:
            seen = change.message
            if change.stamp <= self._marker or change.chat_id != self.chat_id or change.deleted:
                continue
            if seen["from"]["id"] == BOT["id"] and words in (seen.get("text") or seen.get("caption") or ""):
                return change
        return None

    async def _until(self, look: Callable[[], Any], what: str, within_s: float) -> Any:
        def complaint() -> str:
            return f"{self.name} waited {within_s} s for {what}\n{dialogue(self.world, self.chat_id)}"

        return await until(self.world.changed, look, within_s, complaint)


def captioned(caption: str) -> Json:
    return {"caption": caption} if caption else {}


def dialogue(world: World, chat_id: int | None = None) -> str:
    """What was said, as text that a person can read."""
    lines = []
    for change in world.history:
        if chat_id not in (None, change.chat_id):
            continue
        message = change.message
        verb = "deletes" if change.deleted else "edits" if "edit_date" in message else "says"
        parts = [message.get("text") or message.get("caption") or ""]
        parts += [f"<{kind}>" for kind in ("photo", "document", "sticker", "voice", "video") if kind in message]
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        parts += [" ".join(f"[{button['text']}]" for button in row) for row in rows]
        head = f"{named(message):>8} {verb} {message['message_id']}: "
        lines.append(head + "\n          ".join(part for text in parts if text for part in text.splitlines()))
    return "\n".join(lines)


def named(message: Json) -> str:
    """Who says it."""
    return str(message["from"]["first_name"] if "from" in message else message["sender_chat"]["title"])
