"""From VK's events to what a person did. Pure but for the downloads that an upload promises."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from bot.chat import Command, Event, Incoming, Pictures, Pressed, Text, Unsupported, Upload
from bot.platforms.vk.abilities import UNKNOWN_LOCALE, locale_of
from bot.platforms.vk.payload import START, Payload
from bot.platforms.vk.place import address_of, is_person
from bot.uploads import is_picture

KINDS = ("message_new", "message_event", "message_allow", "message_deny")  # all that we ask VK for
AFTER = "after:"  # before the number of a person's message: a place where no message of ours is yet
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
        said = self._event(message)
        if said is None:
            return None
        answered = message.get("reply_message")
        ours = bool(answered) and answered["from_id"] == -self.group_id
        return Incoming(
            update_key=update_key,
            address=address_of(message["peer_id"]),
            person=str(message["from_id"]),
            locale=locale_of(client),
            event=said,
            reply_to=str(answered["conversation_message_id"]) if ours else None,
        )

    def press(self, event: Json, update_key: str) -> Incoming | None:
        """A callback button; None when it is none of ours."""
        pressed = event["object"]
        data = Payload.read(pressed.get("payload")).data
        if data is None or "conversation_message_id" not in pressed:
            return None
        return Incoming(
            update_key=update_key,
            address=address_of(pressed["peer_id"]),
            person=str(pressed["user_id"]),
            locale=UNKNOWN_LOCALE,
            event=Pressed(data, str(pressed["conversation_message_id"])),
        )

    def _event(self, message: Json) -> Event | None:
        if "action" in message:
            return None
        button = Payload.read(message.get("payload"))
        if button.start:
            return Command(START, message.get("ref", ""))
        if button.data is not None:
            return Pressed(button.data, below(message))
        uploads = tuple(self._uploads(message))
        if uploads:
            return Pictures(uploads, message["text"])
        if message["text"]:
            return self._command(message["text"]) or Text(message["text"])
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


def lane(event: Json) -> str | None:
    """The person whose order an event belongs to; None when it concerns nobody alone and need not be written down."""
    thing = event["object"]
    match event["type"]:
        case "message_new":
            peer_id, author = thing["message"]["peer_id"], thing["message"]["from_id"]
            return str(peer_id) if is_person(peer_id) and author == peer_id else None
        case "message_event":
            return str(thing["peer_id"]) if is_person(thing["peer_id"]) else None
        case "message_allow" | "message_deny":
            return str(thing["user_id"])
        case _:
            return None


def below(message: Json) -> str:
    """Where a text button is answered: below what the person said, for VK does not tell which message it hangs on."""
    return f"{AFTER}{message['conversation_message_id']}"
