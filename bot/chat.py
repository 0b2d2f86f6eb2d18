"""The port to any place where people talk: what comes in, what can be sent, how sending fails. Knows no platform.

DeliveryError
├── Gone            the person blocked us or left: stop writing to them, keep what they have
├── TryLater        the platform is busy; it will listen again after `after_s` seconds
│   └── Unsure      it did not answer, and cannot tell repeats: the message may have arrived
└── Refused         the platform will never take this message
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol


class DeliveryError(Exception):
    """A message did not arrive."""


class Gone(DeliveryError):
    """The person blocked us, left, or was never there."""


class TryLater(DeliveryError):
    """The platform is busy; it will listen again after `after_s` seconds."""

    def __init__(self, after_s: float) -> None:
        super().__init__(f"again in {after_s:.0f} s")
        self.after_s = after_s


class Unsure(TryLater):
    """No answer came to a message that the platform would show again if it were sent again."""


class Refused(DeliveryError):
    """The platform will never take this message."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a conversation takes place; survives a restart as two columns."""

    platform: str
    chat: str


@dataclass(frozen=True, slots=True)
class Pace:
    """How often the status message of a job may change, in seconds."""

    edit_s: float
    preview_s: float


@dataclass(frozen=True, slots=True)
class Button:
    """`data` comes back when it is pressed: at most 64 bytes, ids only. One with a `url` opens that instead."""

    text: str
    data: str
    style: Literal["plain", "primary", "danger"] = "plain"
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or a file. `key` names it for good (a blob key, or `house:<name>`): a web page fetches it by that."""

    key: str
    name: str
    media_type: str
    read: Callable[[], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Tile:
    """One choice of a gallery: a small picture, a title, and what is sent when it is chosen."""

    title: str
    picture: Attachment
    data: str


@dataclass(frozen=True, slots=True)
class Canvas:
    """A photo on which a person may mark a part, white on black; `mask` is what is marked already. `title` is on the
    button that opens it, `data` come back with the drawing as `Drawn`."""

    title: str
    data: str
    photo: Attachment
    mask: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Pad:
    """A blank sheet on which a person may draw for an effect. `title` is on the button that opens it, `hint` says what
    to draw, `data` come back with the drawing as `Drawn`."""

    title: str
    hint: str
    effect: str
    data: str
    style: Literal["plain", "primary"] = "plain"


@dataclass(frozen=True, slots=True)
class Message:
    """What we say. A platform shows what it can of it; text and buttons always.

    `before` stands beside `picture` as the photo it was made from; `fraction` in [0, 1] draws a progress bar;
    `gallery` is a choice of pictures (a platform without galleries shows a contact sheet and numbered buttons);
    a `canvas` and a `pad` are shown where one can draw: a mask or a drawing may be sent as a picture everywhere.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    picture: Attachment | None = None
    before: Attachment | None = None
    fraction: float | None = None
    gallery: tuple[Tile, ...] = ()
    canvas: Canvas | None = None
    pad: Pad | None = None


class Chat(Protocol):
    """One conversation with one person (or group) on one platform. Every call may raise DeliveryError."""

    @property
    def address(self) -> Address: ...

    @property
    def pace(self) -> Pace: ...

    async def send(self, message: Message, *, key: str, reply_to: str | None = None) -> str:
        """Send and return the message's id. `key` is the same when the same thing is sent again: a platform that can
        tell repeats by it shows one message only."""
        ...

    async def edit(self, message_id: str, message: Message) -> str:
        """Change a message of ours and return its id (a new one if it had to be sent anew). Repeating is harmless."""
        ...

    async def album(self, pictures: Sequence[Attachment], *, key: str) -> None:
        """Show pictures together, large, where a gallery shows them small; elsewhere there is nothing left to do."""
        ...

    async def file(self, file: Attachment, caption: str, *, key: str) -> str:
        """Send a file as it is, without recompression."""
        ...

    async def video(self, video: Attachment, caption: str, *, key: str) -> str:
        """Send an MP4 to be watched in the chat."""
        ...


@dataclass(frozen=True, slots=True)
class Upload:
    """A picture or file that a person sent, not fetched yet. `fetch` raises TryLater or DeliveryError."""

    name: str
    size_bytes: int | None
    fetch: Callable[[], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """`/start`, `/help` …, without the slash and in lower case."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """One picture, or an album in the order of its messages."""

    uploads: tuple[Upload, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of ours; `message_id` is the message that carries it."""

    data: str
    message_id: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a person marked on the canvas of the message `message_id`, or drew on a pad, which may be no message's;
    `data` are the canvas's or the pad's."""

    data: str
    message_id: str
    picture: Upload


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Something that we cannot paint, named so that the answer can say so."""

    kind: Literal["sticker", "video", "animation", "audio", "document", "other"]


Event = Text | Command | Pictures | Pressed | Drawn | Unsupported


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a person did.

    `update_key` is unique over all platforms and the same when an update comes twice; `person` is the platform's own id
    of them; `reply_to` is the id of the message of ours that they answer; `client` is a hash of their
    network address or account by which free runs count too: it outlives what we keep of the person.
    """

    update_key: str
    address: Address
    person: str
    locale: str
    event: Event
    group: bool = False
    reply_to: str | None = None
    client: str | None = None
