"""What a process remembers of what it sent: to lose it costs a call or an upload, nothing else. Knows no call."""

from dataclasses import dataclass, field

from bot.platforms.telegram.files import Files
from bot.recent import Recent


@dataclass(frozen=True, slots=True)
class Memory:
    """Shared by all chats of a process; messages are named by chat and id."""

    files: Files  # key of a picture -> Telegram's file_id of it
    sent: Recent[str] = field(default_factory=Recent)  # key of a send -> id of the message that it became
    looks: Recent[str] = field(default_factory=Recent)  # message -> what it shows
    pictures: Recent[str] = field(default_factory=Recent)  # message -> key of its picture, "" for none
