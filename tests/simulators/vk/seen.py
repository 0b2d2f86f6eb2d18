"""What somebody sees on their screen: a message of the community as their app shows it, and the dialogue as text."""

import re
from dataclasses import dataclass

from tests.simulators.vk.client import Client
from tests.simulators.vk.media import FILMS
from tests.simulators.vk.world import Change, Json, World

NUMBERED = re.compile(r"^\W*(\d+)[.)] ")
TURNER = "▶"


@dataclass(frozen=True, slots=True)
class Control:
    """Something that can be pressed: a button, and the message that carries it, if one does."""

    button: Json
    title: str
    message: Change | None = None

    @property
    def label(self) -> str:
        return str(self.button["action"].get("label", ""))

    @property
    def turns(self) -> bool:
        """Shows other buttons of the same message."""
        return self.label.startswith(TURNER)

    @property
    def place(self) -> tuple[int, str]:
        """Of which message, and which of its buttons."""
        return (self.message.cmid if self.message else 0, self.label)


@dataclass(frozen=True, slots=True)
class Seen:
    """A message of the community as a person sees it."""

    message_id: int
    text: str
    controls: tuple[Control, ...]
    pictures: tuple[bytes, ...]
    document: bytes | None
    video: bytes | None
    file_name: str
    change: Change

    @classmethod
    def of(cls, change: Change, world: World, client: Client) -> "Seen":
        attachments = change.message["attachments"]
        photos = [one["photo"] for one in attachments if one["type"] == "photo"]
        docs = [one["doc"] for one in attachments if one["type"] == "doc"]
        films = [world.media.content(doc) for doc in docs if doc["ext"] in FILMS]
        files = [doc for doc in docs if doc["ext"] not in FILMS]
        return cls(
            change.cmid,
            change.message["text"],
            tuple(controls(change, client)),
            tuple(world.media.content(photo) for photo in photos),
            world.media.content(files[0]) if files else None,
            films[0] if films else None,
            files[0]["title"] if files else "",
            change,
        )

    @property
    def picture(self) -> bytes | None:
        return self.pictures[0] if self.pictures else None

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(control.label for control in self.controls)

    def said_by(self, label: str) -> str | None:
        """The words by which somebody answers who has no button: the number before the label."""
        lines = (NUMBERED.match(line) for line in self.text.splitlines() if label in line)
        return next((numbered[1] for numbered in lines if numbered), None)


def controls(change: Change, client: Client) -> list[Control]:
    """The buttons that this app shows in a message."""
    shown = []
    if client.inline_keyboard:
        rows = change.message.get("keyboard", {}).get("buttons", [])
        shown += [Control(button, "", change) for row in rows for button in row]
    if client.carousel:
        for card in change.carousel:
            shown += [Control(button, card.get("title", ""), change) for button in card["buttons"]]
    return [control for control in shown if control.button["action"]["type"] in client.actions]


def dialogue(world: World, peer_id: int | None = None) -> str:
    """What was said, as text that a person can read."""
    return "\n".join(said(change, world) for change in world.history if peer_id in (None, change.peer_id))


def said(change: Change, world: World) -> str:
    who = "Mazok" if change.ours else world.people[change.message["from_id"]]["first_name"]
    parts = [change.message["text"], *(f"<{one['type']}>" for one in change.message["attachments"])]
    parts += [labels(row) for row in change.message.get("keyboard", {}).get("buttons", [])]
    parts += [f"({card.get('title', '')}) {labels(card['buttons'])}" for card in change.carousel]
    head = f"{who:>8} {'edits' if change.edited else 'says'} {change.cmid}: "
    return head + "\n          ".join(part for text in parts if text for part in text.splitlines())


def labels(buttons: list[Json]) -> str:
    return " ".join(f"[{button['action'].get('label', button['action']['type'])}]" for button in buttons)
