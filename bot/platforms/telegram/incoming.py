"""From Telegram's updates to what a person did. Pure but for the downloads that an upload promises."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from aiogram.types import CallbackQuery, Message, Update

from bot.chat import Command, Event, Incoming, Pictures, Pressed, Text, Unsupported, Upload
from bot.platforms.telegram.keyboard import unmark
from bot.platforms.telegram.place import Place
from bot.uploads import is_picture

UNKNOWN_LOCALE = "en"  # Telegram tells nobody's language for certain
KINDS: tuple[tuple[str, Literal["sticker", "video", "animation", "audio", "document", "other"]], ...] = (
    # in this order: an animation also fills `document`, for clients older than animations
    ("sticker", "sticker"),
    ("animation", "animation"),
    ("video", "video"),
    ("video_note", "video"),
    ("live_photo", "video"),
    ("voice", "audio"),
    ("audio", "audio"),
    ("document", "document"),
    *((field, "other") for field in ("poll", "location", "venue", "contact", "dice", "game", "story", "paid_media")),
)
# All that we ask Telegram for.
KINDS_OF_UPDATE = (
    *("message", "callback_query", "my_chat_member", "pre_checkout_query", "subscription"),
    *("purchased_paid_media", "inline_query", "message_reaction_count"),
)
OF_MONEY = ("successful_payment", "refunded_payment")  # messages that nobody wrote

Fetch = Callable[[str, int | None], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Me:
    """The bot as Telegram knows it."""

    bot_id: int
    username: str


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads updates as the bot `me`; `fetch` gets a file by its id and size."""

    me: Me
    fetch: Fetch

    def messages(self, updates: Sequence[Update], update_key: str) -> Incoming | None:
        """One message, or the parts of an album; None when it is not meant for us."""
        parts = sorted((update.message for update in updates if update.message), key=lambda part: part.message_id)
        if not parts or not parts[0].from_user or parts[0].from_user.is_bot:
            return None
        first = parts[0]
        sender = first.from_user
        assert sender is not None
        event = self._event(parts)
        ours = next((part.reply_to_message for part in parts if self._is_reply_to_us(part)), None)
        place = place_of(first, sender.id)
        commanded = isinstance(event, Command) or any(self._command(part.caption) for part in parts)
        if event is None or (place.group and not commanded and ours is None):
            return None
        return Incoming(
            update_key=update_key,
            address=place.address,
            person=str(sender.id),
            locale=sender.language_code or UNKNOWN_LOCALE,
            event=event,
            group=place.group,
            reply_to=str(ours.message_id) if ours else None,
        )

    def press(self, query: CallbackQuery, update_key: str) -> Incoming | None:
        """A button; None when it belongs to somebody else, or hangs on nothing that we can edit."""
        if query.message is None or query.data is None:
            return None
        data, owner = unmark(query.data)
        if owner not in (None, query.from_user.id):
            return None
        message = query.message
        topic = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
        place = Place(message.chat.id, topic, query.from_user.id)
        return Incoming(
            update_key=update_key,
            address=place.address,
            person=str(query.from_user.id),
            locale=query.from_user.language_code or UNKNOWN_LOCALE,
            event=Pressed(data, str(message.message_id)),
            group=place.group,
        )

    def _event(self, parts: list[Message]) -> Event | None:
        """What these messages are; None for what nobody said: somebody joined, a message was pinned."""
        uploads = tuple(upload for part in parts if (upload := self._upload(part)))
        if uploads:
            return Pictures(uploads, next((self._words(part.caption) for part in parts if part.caption), ""))
        first = parts[0]
        if first.text is not None:
            if first.text.startswith("/"):
                return self._command(first.text)
            return Text(first.text)
        return next((Unsupported(kind) for field, kind in KINDS if getattr(first, field) is not None), None)

    def _upload(self, message: Message) -> Upload | None:
        if message.photo:
            photo = max(message.photo, key=lambda size: size.width * size.height)
            return Upload("photo.jpg", photo.file_size, partial(self.fetch, photo.file_id, photo.file_size))
        document = message.document
        if document is None or message.animation is not None:
            return None
        name = document.file_name or "picture"
        if not is_picture(name, document.mime_type or ""):
            return None
        return Upload(name, document.file_size, partial(self.fetch, document.file_id, document.file_size))

    def _command(self, text: str | None) -> Command | None:
        """`/start@OurBot w_12` as a command; None for words, and for another bot's command."""
        if not text or not text.startswith("/"):
            return None
        name, _, argument = text[1:].partition(" ")
        name, _, username = name.partition("@")
        if username and username.lower() != self.me.username.lower():
            return None
        return Command(name.lower(), argument.strip())

    def _words(self, caption: str) -> str:
        """A caption without the command that called us."""
        command = self._command(caption)
        return command.argument if command else caption

    def _is_reply_to_us(self, message: Message) -> bool:
        answered = message.reply_to_message
        return bool(answered and answered.from_user and answered.from_user.id == self.me.bot_id)


def place_of(message: Message, person: int) -> Place:
    return Place(message.chat.id, message.message_thread_id if message.is_topic_message else None, person)


def lane(payload: dict[str, Any], bot_id: int) -> str | None:
    """The chat whose order an update belongs to; None when it concerns nobody and need not be written down.

    In a group that is what nobody asked us: only a command, a reply to us, or a part of an album (whose other part may
    hold the command) is kept.
    """
    event = next((payload[kind] for kind in KINDS_OF_UPDATE if kind in payload), None)
    if "message_reaction_count" in payload:  # how many there are, not whose
        chat = payload["message_reaction_count"]["chat"]
        return str(chat["id"]) if chat["type"] == "channel" else None
    if event is None or not (who := event.get("from") or event.get("user")):
        return None
    if "subscription" in payload or "purchased_paid_media" in payload:
        return str(who["id"])
    chat = event["chat"] if "chat" in event else event.get("message", {}).get("chat")
    if chat is None or chat["type"] == "channel":
        return None
    if chat["type"] == "private":
        return str(chat["id"])
    if "message" in payload:
        words = event.get("text") or event.get("caption") or ""
        answered = event.get("reply_to_message", {}).get("from", {}).get("id")
        asked = words.startswith("/") or answered == bot_id or "media_group_id" in event
        if not asked and not any(kind in event for kind in OF_MONEY):
            return None
    return f"{chat['id']}:{who['id']}"


def author(payload: dict[str, Any]) -> str:
    """The account of who caused an update, by which it can be forgotten; "" where that is nobody."""
    event = next(payload[kind] for kind in KINDS_OF_UPDATE if kind in payload)
    who = event.get("from") or event.get("user")
    return str(who["id"]) if who else ""


def album(payload: dict[str, Any]) -> str | None:
    """What the parts of an album have in common."""
    group: str | None = payload.get("message", {}).get("media_group_id")
    return group
