"""People on the simulated VK: what they do reaches the community as events, what it says they see."""

import json
import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.simulators.vk.client import Client
from tests.simulators.vk.seen import Control, Seen, dialogue
from tests.simulators.vk.world import CHATS, Change, Json, Pressed, World, quoted
from tests.simulators.waiting import PATIENCE_S, until

NO_PERMISSION = 901


class Person:
    """Somebody in a conversation with the community; `at(chat)` is the same person in a conversation of several."""

    def __init__(self, world: World, account: Json, peer_id: int, client: Client) -> None:
        self.world, self.account, self.peer_id, self.client = world, account, peer_id, client
        self._marker = 0  # what was seen up to here is not seen again

    @property
    def name(self) -> str:
        return str(self.account["first_name"])

    @property
    def user_id(self) -> int:
        return int(self.account["id"])

    def at(self, chat: int) -> "Person":
        return Person(self.world, self.account, chat, self.client)

    async def says(self, text: str, *, to: Seen | None = None) -> Json:
        """Write words, perhaps in answer to a message of the community."""
        return await self._writes({"text": text}, to)

    async def sends_photo(self, picture: bytes, caption: str = "", *, to: Seen | None = None) -> Json:
        return await self._writes({"text": caption, "attachments": [self._photo(picture)]}, to)

    async def sends_file(self, content: bytes, name: str, caption: str = "", *, size_bytes: int | None = None) -> Json:
        """A file as it is; `size_bytes` is told of one whose content nobody may ask for."""
        doc = self.world.media.doc(content, name, self.user_id)
        doc["size"] = doc["size"] if size_bytes is None else size_bytes
        return await self._writes({"text": caption, "attachments": [{"type": "doc", "doc": doc}]})

    async def sends_album(self, *pictures: bytes, caption: str = "", to: Seen | None = None) -> Json:
        """Several photos at once: one message."""
        return await self._writes({"text": caption, "attachments": [self._photo(one) for one in pictures]}, to)

    async def sends(self, **content: Any) -> Json:
        """Anything else in the words of VK: attachments=[…], fwd_messages=[…], geo={…}."""
        return await self._writes(content)

    async def starts(self) -> Json:
        """The button that VK itself shows before the first word."""
        return await self._writes({"text": "Начать", "payload": json.dumps({"command": "start"})})

    async def presses(self, label: str, *, within_s: float = PATIENCE_S) -> Pressed | Json | None:
        """The newest button whose label holds these words; returns when a callback button has stopped spinning. Whose
        app shows no buttons answers by the number that stands before the words."""
        return await self._choose(lambda control: label in control.label, label, within_s)

    async def chooses(self, title: str) -> Pressed | Json | None:
        """The card of that title in the newest carousel; else the button, or the number, of that title."""
        return await self._choose(lambda control: title in control.title or title in control.label, title, PATIENCE_S)

    async def _choose(self, meant: Callable[[Control], bool], label: str, within_s: float) -> Pressed | Json | None:
        """Turns the pages of a message where the button is not on the one that is shown."""
        if not self.client.inline_keyboard:
            return await self.says(await self._until(lambda: self._offered(label), f"an offer {label!r}", within_s))
        turned: set[tuple[int, str]] = set()
        while True:
            control = await self._until(lambda: self._control(meant, turned), f"a button {label!r}", within_s)
            if not control.turns:
                return await self._press(control)
            turned.add(control.place)
            await self._turn(control)

    async def _turn(self, control: Control) -> None:
        """What is seen on the next page is not news."""
        stamp = self.world.history[-1].stamp
        await self._press(control)
        later = partial(self._edited, control.place[0], stamp)
        self._marker = (await self._until(later, f"the page behind {control.label!r}", PATIENCE_S)).stamp

    async def sees(self, words: str, *, within_s: float = PATIENCE_S) -> Seen:
        """The next message of the community, new or edited, that holds these words."""
        change = await self._until(lambda: self._next(words), f"words {words!r}", within_s)
        self._marker = change.stamp
        return self._seen(change)

    async def answers(self, words: str, picture: bytes) -> Json:
        """Send a photo as a reply to the newest message of the community that holds these words."""
        return await self.sends_photo(picture, to=next(s for s in reversed(self.screen()) if words in s.text))

    async def shown_picture(self) -> bytes | None:
        """The picture of the newest message of the community."""
        return self.screen()[-1].picture

    async def received_file(self) -> bytes:
        """The newest file that the community sent; waits for one."""
        content: bytes = await self._until(lambda: self._newest("document"), "a file", PATIENCE_S)
        return content

    async def received_video(self) -> bytes:
        """The newest film that the community sent; waits for one."""
        content: bytes = await self._until(lambda: self._newest("video"), "a video", PATIENCE_S)
        return content

    def screen(self) -> list[Seen]:
        """Every message of the community that is in the conversation now."""
        here = (self.world.messages[key] for key in sorted(self.world.messages) if key[0] == self.peer_id)
        return [self._seen(change) for change in here if change.ours]

    async def likes(self, post: Json, *, no_more: bool = False) -> None:
        """A post on the community's wall."""
        await self.world.like(post["id"], self.user_id, likes=not no_more)

    async def allows(self) -> None:
        """Let the community write, without a word."""
        self.world.allowed.add(self.peer_id)
        self.world.refusals.pop(self.peer_id, None)
        await self.world.event("message_allow", {"user_id": self.user_id, "key": ""})

    async def denies(self) -> None:
        """Let it write no more."""
        self.world.refusals[self.peer_id] = NO_PERMISSION
        await self.world.event("message_deny", {"user_id": self.user_id})

    async def _writes(self, content: Json, to: Seen | None = None) -> Json:
        """A message, which lets the community answer. The event tells what the app can show."""
        if self.peer_id < CHATS:
            self.world.allowed.add(self.peer_id)
            self.world.refusals.pop(self.peer_id, None)
        reply = {"reply_message": quoted(to.change)} if to else {}
        change = await self.world.post(self.peer_id, self.user_id, content | reply)
        told = {"client_info": self.client.told(), "message": change.message}
        await self.world.event("message_new", told)
        return change.message

    async def _press(self, control: Control) -> Pressed | Json | None:
        action, payload = control.button["action"], control.button["action"].get("payload")
        if action["type"] == "open_link":
            return {"link": action["link"]}
        if action["type"] == "text":
            return await self._writes({"text": action["label"]} | ({"payload": payload} if payload else {}))
        pressed = Pressed(secrets.token_hex(6), self.user_id, self.peer_id, control.label)
        await self.world.press(pressed)
        told = {"user_id": self.user_id, "peer_id": self.peer_id, "event_id": pressed.event_id}
        where = {"conversation_message_id": control.message.cmid} if control.message else {}
        await self.world.event("message_event", told | where | {"payload": json.loads(payload or "{}")})
        await self._until(lambda: pressed.answers or None, f"an answer to the button {control.label!r}", PATIENCE_S)
        return pressed

    def _control(self, meant: Callable[[Control], bool], turned: set[tuple[int, str]]) -> Control | None:
        """What is meant, or what turns to a page that was not looked at: above all in the newest message; then below
        the field."""
        for seen in reversed(self.screen()):
            for control in (one for one in seen.controls if not one.turns and meant(one)):
                return control
            for control in (one for one in seen.controls if one.turns and one.place not in turned):
                return control
        rows = self.world.keyboards.get(self.peer_id, {}).get("buttons", []) if self.client.keyboard else []
        below = (Control(button, "") for row in rows for button in row)
        return next((control for control in below if meant(control)), None)

    def _edited(self, cmid: int, stamp: int) -> Change | None:
        change = self.world.messages[self.peer_id, cmid]
        return change if change.stamp > stamp else None

    def _offered(self, label: str) -> str | None:
        return next((words for seen in reversed(self.screen()) if (words := seen.said_by(label))), None)

    def _newest(self, kind: str) -> bytes | None:
        contents = (getattr(seen, kind) for seen in reversed(self.screen()))
        return next((content for content in contents if content), None)

    def _next(self, words: str) -> Change | None:
        later = (change for change in self.world.history if change.stamp > self._marker and change.ours)
        here = (change for change in later if change.peer_id == self.peer_id)
        return next((change for change in here if words in change.message["text"]), None)

    def _photo(self, picture: bytes) -> Json:
        return {"type": "photo", "photo": self.world.media.photo(picture, self.user_id)}

    def _seen(self, change: Change) -> Seen:
        return Seen.of(change, self.world, self.client)

    async def _until(self, look: Callable[[], Any], what: str, within_s: float) -> Any:
        def complaint() -> str:
            return f"{self.name} waited {within_s} s for {what}\n{dialogue(self.world, self.peer_id)}"

        return await until(self.world.changed, look, within_s, complaint)
