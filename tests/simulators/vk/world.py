"""What exists on the simulated VK: people, conversations, messages, and events that the community can ask for."""

import asyncio
import itertools
import secrets
import time
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from tests.simulators.vk.errors import ApiError
from tests.simulators.vk.media import Media
from tests.simulators.vk.schema import schema

Json = dict[str, Any]
GROUP_ID = 217_000_111
ADMIN_ID = 1_000_001  # the person who runs the community, and whose token posts on its wall
GROUP: Json = {"id": GROUP_ID, "name": "Mazok", "screen_name": "mazok", "is_closed": 0, "type": "group"}
CHATS = 2_000_000_000  # numbers of conversations of several people begin here
VERSION = "5.199"
FIRST_TS = 40
DESCRIBED = {
    "message_reply": "callback_message",
    **dict.fromkeys(("like_add", "like_remove"), "callback_like_add_remove"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A message as it looked after it was sent or edited. `carousel` are the cards below it."""

    stamp: int
    message: Json
    carousel: tuple[Json, ...] = ()
    edited: bool = False
    at: float = field(default_factory=time.monotonic)

    @property
    def peer_id(self) -> int:
        return int(self.message["peer_id"])

    @property
    def cmid(self) -> int:
        return int(self.message["conversation_message_id"])

    @property
    def ours(self) -> bool:
        return bool(self.message["from_id"] == -GROUP_ID)


@dataclass(slots=True)
class Pressed:
    """A callback button that spins until it is answered."""

    event_id: str
    user_id: int
    peer_id: int
    label: str
    answers: list[Json | None] = field(default_factory=list)


class World:
    """The state behind the server; people and the community change it."""

    def __init__(self) -> None:
        self.media = Media()
        self.people: dict[int, Json] = {}
        self.members: dict[int, set[int]] = {}  # of each conversation
        self.allowed: set[int] = set()  # who wrote to the community, or let it write
        self.refusals: dict[int, int] = {}  # conversation -> the error that says why it takes nothing
        self.messages: dict[tuple[int, int], Change] = {}
        self.keyboards: dict[int, Json] = {}  # below the field of a conversation, not in a message
        self.history: list[Change] = []
        self.pressed: dict[str, Pressed] = {}
        self.stories: list[Json] = []
        self.posts: dict[int, Json] = {}  # on the wall; who likes one is in `likers`
        self.likers: dict[int, set[int]] = {}
        self.comments: dict[int, Json] = {}  # below posts of the wall
        self.events: list[Json] = []
        self.subscribed = {"message_new", "message_event", "message_allow", "message_deny"}
        self.changed = asyncio.Condition()
        self._ids = itertools.count(1000)
        self._stamps = itertools.count(1)

    def number(self) -> int:
        return next(self._ids)

    @property
    def ts(self) -> int:
        """How far the events have come."""
        return FIRST_TS + len(self.events)

    def reachable(self, peer_id: int) -> None:
        """A conversation takes what the community says, or an error says why not."""
        if peer_id in self.refusals:
            raise ApiError(self.refusals[peer_id])
        if peer_id >= CHATS and peer_id not in self.members:
            raise ApiError(917)
        if peer_id < CHATS and peer_id not in self.allowed:
            raise ApiError(901)

    async def post(self, peer_id: int, from_id: int, content: Json, carousel: tuple[Json, ...] = ()) -> Change:
        """A new message by anybody."""
        cmid = 1 + max((cmid for peer, cmid in self.messages if peer == peer_id), default=0)
        message = {
            "id": self.number() if peer_id < CHATS else 0,
            "conversation_message_id": cmid,
            "date": int(time.time()),
            "peer_id": peer_id,
            "from_id": from_id,
            "text": "",
            "attachments": [],
            "fwd_messages": [],
            "important": False,
            "is_hidden": False,
            "out": int(from_id == -GROUP_ID),
            "version": 10_000_000 + self.number(),
            **content,
        }
        change = await self._put(message, carousel)
        if change.ours:
            await self.event("message_reply", message)
        return change

    async def edit(self, before: Change, content: Json, carousel: tuple[Json, ...]) -> Change:
        """A message as it is now, with nothing of before but its place."""
        kept = {key: value for key, value in before.message.items() if key not in ("keyboard", "reply_message")}
        message = kept | content | {"update_time": int(time.time()), "version": 10_000_000 + self.number()}
        return await self._put(message, carousel, edited=True)

    async def _put(self, message: Json, carousel: tuple[Json, ...], *, edited: bool = False) -> Change:
        schema().check_object("callback/objects", "callback_message", message)
        change = Change(next(self._stamps), deepcopy(message), carousel, edited)
        self.messages[change.peer_id, change.cmid] = change
        async with self.changed:
            self.history.append(change)
            self.changed.notify_all()
        return change

    async def event(self, kind: str, content: Json) -> Json | None:
        """Something for the community; None when it does not listen to this kind."""
        if kind not in self.subscribed:
            return None
        event = {"group_id": GROUP_ID, "type": kind, "event_id": secrets.token_hex(20), "v": VERSION}
        schema().check_object("callback/objects", "callback_base", event)
        schema().check_object("callback/objects", DESCRIBED.get(kind, f"callback_{kind}"), content)
        return await self.deliver({**event, "object": deepcopy(content)})

    async def deliver(self, event: Json) -> Json:
        """Let an event happen, perhaps for the second time."""
        async with self.changed:
            self.events.append(event)
            self.changed.notify_all()
        return event

    async def like(self, post_id: int, liker: int, *, likes: bool) -> None:
        """Somebody likes a post on the wall, or does so no more."""
        (self.likers[post_id].add if likes else self.likers[post_id].discard)(liker)
        thing = {"object_type": "post", "object_owner_id": -GROUP_ID, "object_id": post_id, "post_id": 0}
        await self.event("like_add" if likes else "like_remove", {"liker_id": liker, **thing})

    async def press(self, pressed: Pressed) -> None:
        self.pressed[pressed.event_id] = pressed

    async def answered(self, pressed: Pressed, answer: Json | None) -> None:
        async with self.changed:
            pressed.answers.append(answer)
            self.changed.notify_all()

    async def set_keyboard(self, peer_id: int, keyboard: Json) -> None:
        """What lies below the field; no buttons take it away."""
        async with self.changed:
            self.keyboards[peer_id] = keyboard
            self.changed.notify_all()


def quoted(change: Change) -> Json:
    """A message inside another that answers it."""
    kept = ("id", "conversation_message_id", "date", "peer_id", "from_id", "text", "attachments")
    return {key: change.message[key] for key in kept}
