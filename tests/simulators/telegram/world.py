"""What exists on the simulated Telegram: accounts, chats, messages, files, and updates that wait for the bot."""

import asyncio
import hashlib
import itertools
import time
from copy import deepcopy
from dataclasses import dataclass, field
from io import BytesIO

import av
from PIL import Image

from tests.simulators.telegram.book import PERIOD_S, Book, Charge, Json, payment_of
from tests.simulators.telegram.inquiries import Inquiries
from tests.simulators.telegram.schema import Uploaded, schema

BOT: Json = {"id": 777000111, "is_bot": True, "first_name": "Mazok", "username": "MazokBot"}
OPTIONAL_UPDATES = {"chat_member", "message_reaction", "message_reaction_count"}  # sent only when asked for by name
PHOTO_SIDES_PX = (90, 320, 800, 1280)  # Telegram makes smaller copies of a photo


@dataclass(frozen=True, slots=True)
class Change:
    """A message as it looked after it was sent or edited; `deleted` when it went away."""

    stamp: int
    chat_id: int
    message: Json
    deleted: bool = False
    at: float = field(default_factory=time.monotonic)


@dataclass(slots=True)
class Query:
    """A pressed button that spins until it is answered."""

    query_id: str
    label: str
    answers: list[Json] = field(default_factory=list)


class World:
    """The state behind the server; people and the bot change it."""

    def __init__(self) -> None:
        self.chats: dict[int, Json] = {}
        self.members: dict[int, dict[int, Json]] = {}
        self.messages: dict[tuple[int, int], Json] = {}
        self.files: dict[str, bytes] = {}
        self.queries: dict[str, Query] = {}
        self.history: list[Change] = []
        self.blocked: set[int] = set()  # chats that refuse the bot
        self.migrated: dict[int, int] = {}
        self.updates: list[Json] = []
        self.allowed: set[str] | None = None
        self.commands: dict[str, list[Json]] = {}
        self.book = Book()
        self.inquiries = Inquiries()
        self.rights: dict[int, dict[str, bool]] = {}  # of the bot, in channels where it is
        self.changed = asyncio.Condition()
        self._numbers = itertools.count(1)
        self._update_ids = itertools.count(500)
        self._stamps = itertools.count(1)

    def number(self) -> int:
        return next(self._numbers)

    async def enter(self, chat: Json, *people: Json) -> None:
        self.chats[chat["id"]] = chat
        self.members.setdefault(chat["id"], {}).update({person["id"]: person for person in people})

    async def post(self, chat_id: int, sender: Json, content: Json, *, reply_to: int | None = None) -> Json:
        """A new message by anybody."""
        message = {
            "message_id": self.number(),
            "date": int(time.time()),
            "chat": self.chats[chat_id],
            "from": sender,
            **content,
        }
        if self.chats[chat_id]["type"] == "channel":  # which speaks by itself
            message["sender_chat"] = self.chats[chat_id]
            del message["from"]
        if reply_to is not None and (answered := self.messages.get((chat_id, reply_to))):
            message["reply_to_message"] = {
                key: value for key, value in answered.items() if key not in ("reply_to_message", "reply_markup")
            }
        return await self.put(message)

    async def put(self, message: Json) -> Json:
        """A message as it is now, for all to see."""
        key = (message["chat"]["id"], message["message_id"])
        self.messages[key] = message
        await self._tell(Change(next(self._stamps), key[0], deepcopy(message)))
        return message

    async def remove(self, chat_id: int, message_id: int) -> None:
        message = self.messages.pop((chat_id, message_id))
        await self._tell(Change(next(self._stamps), chat_id, message, deleted=True))

    async def _tell(self, change: Change) -> None:
        async with self.changed:
            self.history.append(change)
            self.changed.notify_all()

    async def update(self, kind: str, content: Json) -> Json | None:
        """Something for the bot; None when it did not ask for this kind."""
        wanted = kind in self.allowed if self.allowed else kind not in OPTIONAL_UPDATES
        if not wanted:
            return None
        update = {"update_id": next(self._update_ids), kind: deepcopy(content)}
        schema().check("Update", update, "update")
        await self.deliver(update)
        return update

    async def deliver(self, update: Json) -> None:
        """Hand an update over, perhaps for the second time."""
        async with self.changed:
            self.updates.append(update)
            self.updates.sort(key=lambda waiting: int(waiting["update_id"]))
            self.changed.notify_all()

    async def press(self, query_id: str, label: str) -> Query:
        query = self.queries[query_id] = Query(query_id, label)
        return query

    async def answered(self, query: Query, answer: Json) -> None:
        async with self.changed:
            query.answers.append(answer)
            self.changed.notify_all()

    async def tell_payment(self, charge: Charge, chat_id: int, more: Json) -> None:
        """Stars were paid: all in the chat see it, the bot too."""
        period = {"subscription_expiration_date": charge.date + PERIOD_S} if more else {}
        paid = {**payment_of(charge), "provider_payment_charge_id": charge.charge_id, **period, **more}
        message = await self.post(chat_id, charge.payer, {"successful_payment": paid, "date": charge.date})
        await self.update("message", message)

    async def give_back(self, charge: Charge) -> None:
        """Stars went back: the person and the bot see it."""
        self.book.give_back(charge, int(time.time()))
        message = await self.post(charge.payer["id"], charge.payer, {"refunded_payment": payment_of(charge)})
        await self.update("message", message)

    def keep(self, content: bytes, name: str) -> Json:
        """A file on Telegram's disk, as its description."""
        digest = hashlib.sha256(content).hexdigest()[:16]
        file_id = f"AgAC{digest}{self.number()}"
        self.files[file_id] = content
        return {"file_id": file_id, "file_unique_id": digest, "file_size": len(content)}

    def photo(self, content: bytes) -> list[Json]:
        """A photo in its sizes, as JPEG, without EXIF, smallest first."""
        with Image.open(BytesIO(content)) as opened:
            image = opened.convert("RGB")
        sizes = []
        for side in [side for side in PHOTO_SIDES_PX if side < max(image.size)] + [PHOTO_SIDES_PX[-1]]:
            copy = image.copy()
            copy.thumbnail((side, side))
            packed = BytesIO()
            copy.save(packed, "JPEG", quality=87)
            sizes.append({**self.keep(packed.getvalue(), "photo.jpg"), "width": copy.width, "height": copy.height})
        return sizes

    def document(self, content: bytes, name: str, media_type: str) -> Json:
        return {**self.keep(content, name), "file_name": name, "mime_type": media_type}

    def video(self, content: bytes, name: str) -> Json:
        """A film with its measures; raises FFmpegError for what is none."""
        with av.open(BytesIO(content), "r") as film:
            size = film.streams.video[0]
            measures = {"width": size.width, "height": size.height, "duration": round((film.duration or 0) / 1e6)}
        return {**self.keep(content, name), **measures, "file_name": name, "mime_type": "video/mp4"}

    def known_photo(self, file_id: str) -> list[Json]:
        """The sizes of a photo that is sent again by its id."""
        for message in [change.message for change in self.history]:
            if any(size["file_id"] == file_id for size in message.get("photo", [])):
                sizes: list[Json] = message["photo"]
                return sizes
        raise KeyError(file_id)


def size_of(content: Uploaded | bytes) -> tuple[int, int]:
    with Image.open(BytesIO(content)) as image:
        return image.size
