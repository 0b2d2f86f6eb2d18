"""From VK's events to what a person did. Pure but for the downloads that an upload promises."""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from bot.chat import Command, Event, Incoming, Pictures, Pressed, Text, Unsupported, Upload
from bot.platforms.vk.abilities import UNKNOWN_LOCALE, locale_of
from bot.platforms.vk.payload import START, Payload
from bot.platforms.vk.place import Place
from bot.uploads import is_picture

KINDS = ("message_new", "message_event", "message_allow", "message_deny")  # of conversations
AFTER = "after:"  # before the number of a person's message: a place where no message of ours is yet
MENTION = re.compile(r"\[club(?P<group>\d+)\|[^\]]*\][\s,]*")
WHOLE = "smxyzw"  # photos_photo_sizes: the other kinds are cut
UNSUPPORTED: dict[str, Literal["sticker", "video", "animation", "audio", "document", "other"]] = {
    "sticker": "sticker",
    "video": "video",
    "audio": "audio",
    "audio_message": "audio",
    "doc": "document",
    "graffiti": "sticker",
}

Json = dict[str, Any]
Fetch = Callable[[str, int | None], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the events of the community `group_id`; `fetch` gets a file by its address and size, `words` tells which
    command is meant by words that stand alone."""

    group_id: int
    fetch: Fetch
    words: Mapping[str, str]

    def message(self, event: Json, update_key: str) -> Incoming | None:
        """A message; None for what nobody said: somebody joined, a message was pinned."""
        message, client = event["object"]["message"], event["object"].get("client_info", {})
        place = place_of(message)
        said = self._event(message)
        if said is None:
            return None
        answered = message.get("reply_message")
        ours = bool(answered) and answered["from_id"] == -self.group_id
        return Incoming(
            update_key=update_key,
            address=place.address,
            person=str(place.person),
            locale=locale_of(client),
            event=said,
            group=place.group,
            reply_to=str(answered["conversation_message_id"]) if ours else None,
        )

    def press(self, event: Json, update_key: str) -> Incoming | None:
        """A callback button; None when it belongs to somebody else, or is none of ours."""
        pressed = event["object"]
        button, place = Payload.read(pressed.get("payload")), Place(pressed["peer_id"], pressed["user_id"])
        if button.data is None or not button.belongs_to(place.person) or "conversation_message_id" not in pressed:
            return None
        return Incoming(
            update_key=update_key,
            address=place.address,
            person=str(place.person),
            locale=UNKNOWN_LOCALE,
            group=place.group,
            event=Pressed(button.data, str(pressed["conversation_message_id"])),
        )

    def _event(self, message: Json) -> Event | None:
        if "action" in message:
            return None
        button = Payload.read(message.get("payload"))
        if button.start:
            return Command(START, message.get("ref", ""))
        if button.data is not None:
            return Pressed(button.data, below(message)) if button.belongs_to(message["from_id"]) else None
        text = MENTION.sub("", message["text"]) if mentions(message["text"], self.group_id) else message["text"]
        command, uploads = self._command(text), tuple(self._uploads(message))
        if uploads:  # a caption is free of the command that called us
            return Pictures(uploads, command.argument if command and text.startswith("/") else text)
        if text:
            return command or Text(text)
        if message.get("ref"):  # a link to us, followed without a word
            return Command(START, message["ref"])
        kinds = [UNSUPPORTED.get(attachment["type"], "other") for attachment in attachments(message)]
        return Unsupported(kinds[0]) if kinds else None

    def _command(self, text: str) -> Command | None:
        """`/start w_12`, or the word for a command alone."""
        if text.startswith("/"):
            name, _, argument = text[1:].partition(" ")
            return Command(name.lower(), argument.strip())
        name = self.words.get(text.strip(" .!?").casefold(), "")
        return Command(name) if name else None

    def _uploads(self, message: Json) -> Iterator[Upload]:
        """All pictures of a message: one message is a whole album."""
        for attachment in attachments(message):
            kind = attachment["type"]
            if kind == "photo":
                url = largest(attachment["photo"])
                yield Upload("photo.jpg", None, partial(self.fetch, url, None))
            elif kind == "doc" and is_picture(f"file.{attachment['doc']['ext']}"):
                doc = attachment["doc"]
                yield Upload(doc["title"], doc["size"], partial(self.fetch, doc["url"], doc["size"]))


def attachments(message: Json) -> Iterator[Json]:
    """Its own, then those of the messages that are forwarded with it."""
    yield from message.get("attachments", ())
    for forwarded in message.get("fwd_messages", ()):
        yield from attachments(forwarded)


def largest(photo: Json) -> str:
    """The address of the largest copy that shows all of it."""
    whole = [size for size in photo["sizes"] if size["type"] in WHOLE] or photo["sizes"]
    url: str = max(whole, key=lambda size: size["width"] * size["height"])["url"]
    return url


def where(event: Json, group_id: int) -> Place | None:
    """The conversation whose order an event belongs to; None when it concerns nobody and need not be written down.

    In a chat of many that is what nobody asked us: only a command, a mention, a reply to us or a button is kept.
    """
    thing = event["object"]
    match event["type"]:
        case "message_new":
            place, message = place_of(thing["message"]), thing["message"]
            ours = place.person > 0 and (is_called(message, group_id) if place.group else True)
            return place if ours else None
        case "message_event":
            return Place(thing["peer_id"], thing["user_id"])
        case "message_allow" | "message_deny":
            return Place(thing["user_id"], thing["user_id"])
        case _:
            return None


def place_of(message: Json) -> Place:
    return Place(message["peer_id"], message["from_id"])


def is_called(message: Json, group_id: int) -> bool:
    answered, text = message.get("reply_message") or {}, message["text"]
    ours = answered.get("from_id") == -group_id or mentions(text, group_id)
    return ours or text.startswith("/") or "payload" in message


def mentions(text: str, group_id: int) -> bool:
    """`[club123|Mazok], hello`: so VK writes who was called."""
    found = MENTION.match(text)
    return found is not None and int(found["group"]) == group_id


def below(message: Json) -> str:
    """Where a text button is answered: below what the person said, for VK does not tell which message it hangs on."""
    return f"{AFTER}{message['conversation_message_id']}"
