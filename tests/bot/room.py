"""A chat in memory and the people in it: the smallest platform there is, for tests of the conversation."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from bot.chat import (
    Address,
    Attachment,
    Button,
    Chat,
    Command,
    Drawn,
    Event,
    Incoming,
    Message,
    Pace,
    Pictures,
    Pressed,
    Text,
    Unsupported,
    Upload,
)

PACE = Pace(edit_s=3, preview_s=15)
Handle = Callable[[Incoming, Chat], Awaitable[None]]
Settle = Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Line:
    """A message of ours as the chat showed it, after so many edits."""

    message_id: str
    message: Message
    edits: int = 0

    @property
    def labels(self) -> list[str]:
        return [button.text for row in self.message.buttons for button in row]


@dataclass(slots=True)
class Room:
    """One chat. Each of `faults` is raised by the call that comes next, and by no other."""

    address: Address
    pace: Pace = PACE
    lines: dict[str, Line] = field(default_factory=dict)
    files: list[bytes] = field(default_factory=list)
    albums: dict[str, list[bytes]] = field(default_factory=dict)
    videos: list[bytes] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    news: list[Line] = field(default_factory=list)  # everything that was ever sent or edited
    _ids: dict[str, str] = field(default_factory=dict)

    async def send(self, message: Message, *, key: str, reply_to: str | None = None) -> str:
        await self._meet(message)
        message_id = self._ids.setdefault(key, str(len(self._ids) + 1))
        self._show(Line(message_id, message))
        return message_id

    async def edit(self, message_id: str, message: Message) -> str:
        await self._meet(message)
        self._show(Line(message_id, message, self.lines[message_id].edits + 1))
        return message_id

    async def album(self, pictures: Sequence[Attachment], *, key: str) -> None:
        self._fail()
        self.albums[key] = [await picture.read() for picture in pictures]

    async def file(self, file: Attachment, caption: str, *, key: str) -> str:
        self._fail()
        self.files.append(await file.read())
        return f"file {len(self.files)}"

    async def video(self, video: Attachment, caption: str, *, key: str) -> str:
        self._fail()
        assert video.media_type == "video/mp4"
        self.videos.append(await video.read())
        return f"video {len(self.videos)}"

    def _show(self, line: Line) -> None:
        self.lines[line.message_id] = line
        self.news.append(line)

    async def _meet(self, message: Message) -> None:
        """Take the message as a strict platform does: every picture is read, texts and button data are bounded."""
        self._fail()
        assert 0 < len(message.text) <= 1024
        buttons = [button for row in message.buttons for button in row]
        assert all(button.url or 0 < len(button.data.encode()) <= 56 for button in buttons)
        assert all(0 < len(button.text) <= 40 for button in buttons)
        canvas = (message.canvas.photo, message.canvas.mask) if message.canvas else ()
        for attachment in (message.picture, message.before, *canvas, *(tile.picture for tile in message.gallery)):
            assert attachment is None or await attachment.read()

    def _fail(self) -> None:
        if self.faults:
            raise self.faults.pop(0)

    @property
    def newest(self) -> Line:
        return self.news[-1]

    def newest_first(self) -> Iterator[Line]:
        """What the chat shows, the message that changed last at first."""
        return (line for line in reversed(self.news) if self.lines[line.message_id] is line)


@dataclass(slots=True)
class RoomPerson:
    """Somebody in a room: the `Person` of tests/platforms/contract.py. `settle` lets the rest of the world go on."""

    name: str
    room: Room
    handle: Handle
    settle: Settle
    locale: str = "en"
    updates: int = 0
    _seen: int = 0

    async def does(self, event: Event, *, reply_to: str | None = None) -> Incoming:
        """Any event; returns the update, so that it can come again."""
        self.updates += 1
        update = f"{self.room.address.platform}:{self.name}:{self.updates}"
        incoming = Incoming(update, self.room.address, self.name, self.locale, event, reply_to=reply_to)
        await self.comes(incoming)
        return incoming

    async def comes(self, incoming: Incoming) -> None:
        await self.handle(incoming, self.room)

    async def says(self, words: str) -> Incoming:
        name, _, argument = words.removeprefix("/").partition(" ")
        return await self.does(Command(name, argument) if words.startswith("/") else Text(words))

    async def sends_photo(self, picture: bytes, caption: str = "") -> Incoming:
        return await self.does(Pictures((an_upload(picture),), caption))

    async def sends_file(self, content: bytes, name: str) -> Incoming:
        return await self.does(Pictures((an_upload(content, name),)))

    async def sends_album(self, *pictures: bytes) -> Incoming:
        return await self.does(Pictures(tuple(an_upload(picture) for picture in pictures)))

    async def sends_unsupported(self, what: Unsupported) -> Incoming:
        return await self.does(what)

    async def answers(self, words: str, picture: bytes) -> Incoming:
        """Reply to the newest message with these words."""
        line = next(line for line in self.room.newest_first() if words in line.message.text)
        return await self.does(Pictures((an_upload(picture),)), reply_to=line.message_id)

    async def presses(self, label: str) -> Incoming:
        message_id, button = self.button(label)
        return await self.does(Pressed(button.data, message_id))

    async def draws_freely(self, drawing: bytes) -> Incoming:
        """On the pad of the newest message that has one."""
        pad = next(line.message.pad for line in self.room.newest_first() if line.message.pad)
        return await self.does(Drawn(pad.data, "", an_upload(drawing, "drawing.png")))

    async def draws(self, mask: bytes) -> Incoming:
        """Mark a part on the newest canvas."""
        line = next(line for line in self.room.newest_first() if line.message.canvas)
        assert line.message.canvas
        return await self.does(Drawn(line.message.canvas.data, line.message_id, an_upload(mask, "mask.png")))

    async def chooses(self, title: str) -> Incoming:
        for line in self.room.newest_first():
            for tile in line.message.gallery:
                if title == tile.title:
                    return await self.does(Pressed(tile.data, line.message_id))
        raise AssertionError(f"no tile {title!r}\n{self}")

    async def sees(self, words: str) -> Line:
        for _ in range(20):
            for position in range(self._seen, len(self.room.news)):
                line = self.room.news[position]
                if words in line.message.text:
                    self._seen = position + 1
                    return line
            if not await self.settle():
                break
        raise AssertionError(f"{self.name} does not see {words!r}\n{self}")

    async def shown_picture(self) -> bytes | None:
        picture = self.room.newest.message.picture
        return await picture.read() if picture else None

    async def received_file(self) -> bytes:
        return self.room.files[-1]

    async def received_video(self) -> bytes:
        return self.room.videos[-1]

    def button(self, label: str) -> tuple[str, Button]:
        for line in self.room.newest_first():
            for button in (button for row in line.message.buttons for button in row):
                if label in button.text:
                    return line.message_id, button
        raise AssertionError(f"no button {label!r}\n{self}")

    def __str__(self) -> str:
        """The dialogue as it stands."""
        return "\n".join(f"{line.message_id}: {line.message.text} {line.labels}" for line in self.room.lines.values())


def an_upload(data: bytes, name: str = "photo.jpg") -> Upload:
    async def fetch(content: bytes) -> bytes:
        return content

    return Upload(name, len(data), partial(fetch, data))
