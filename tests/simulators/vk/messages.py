"""The section `messages` of the VK API: what the community says, and how it answers buttons."""

import time
from collections.abc import Sequence

from tests.simulators.vk import limits
from tests.simulators.vk.errors import ApiError
from tests.simulators.vk.reading import Violation
from tests.simulators.vk.schema import schema
from tests.simulators.vk.world import GROUP_ID, Change, Json, World, quoted

LETTERS = 4096
ATTACHMENTS = 10
EDITABLE_S = 86_400
KINDS = ("photo", "doc")


class Messages:
    """A method is a function of the same name."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sent: dict[tuple[int, int], Change] = {}  # by conversation and random_id

    async def send(self, given: Json) -> int | list[Json]:
        """To one conversation, which is answered by an id, or to several."""
        if "peer_ids" not in given:
            peer_id = given.get("peer_id") or given.get("user_id")
            if not peer_id:
                raise Violation("peer_id is a required parameter")
            return int((await self._to(peer_id, given)).message["id"])
        answers = []
        for peer_id in given["peer_ids"]:
            answer = {"peer_id": peer_id, "message_id": 0, "conversation_message_id": 0}
            try:
                sent = await self._to(peer_id, given)
                answer |= {"message_id": sent.message["id"], "conversation_message_id": sent.cmid}
            except ApiError as error:
                answer["error"] = {"code": error.code, "description": str(error)}
            answers.append(answer)
        return answers

    async def _to(self, peer_id: int, given: Json) -> Change:
        """The same random_id in the same conversation is the same message: nothing is shown twice."""
        self._world.reachable(peer_id)
        key = (peer_id, given["random_id"])
        if key in self._sent:
            return self._sent[key]
        content, cards = self._content(peer_id, given)
        below = limits.keyboard(given["keyboard"]) if "keyboard" in given else None
        if below and below.get("inline"):
            content["keyboard"] = {"one_time": False, **below}
        content |= {"random_id": given["random_id"]} | self._reply(peer_id, given)
        sent = await self._world.post(peer_id, -GROUP_ID, content, cards)
        if below and not below.get("inline"):
            await self._world.set_keyboard(peer_id, below)
        if given["random_id"]:
            self._sent[key] = sent
        return sent

    def _content(self, peer_id: int, given: Json) -> tuple[Json, tuple[Json, ...]]:
        """Words, attachments and cards; something of it there must be."""
        text = given.get("message", "")
        attachments = [self._attachment(name) for name in given.get("attachment", "").split(",") if name]
        cards = limits.carousel(given["template"]) if "template" in given else []
        if cards and limits.loaded(given.get("keyboard", "{}"), "keyboard").get("inline"):
            raise Violation("Only template or keyboard field should be specified")
        if len(text) > LETTERS:
            raise Violation(f"Message is too long: {len(text)} letters", 914)
        if len(attachments) > ATTACHMENTS:
            raise Violation(f"Can't sent this message, because it's too big: {len(attachments)} attachments", 910)
        if not text.strip() and (cards or not attachments):
            raise Violation("message is empty or invalid")
        for index, card in enumerate(cards):
            photo = card.get("photo_id", "")
            if photo and self._known("photo", photo) is None:
                limits.refuse(f"template['elements'][{index}] has invalid photo_id")
        return {"text": text, "attachments": attachments}, tuple(cards)

    def _attachment(self, name: str) -> Json:
        for kind in KINDS:
            if name.startswith(kind) and (thing := self._known(kind, name.removeprefix(kind))):
                return {"type": kind, kind: thing}
        raise Violation(f"attachment is invalid: {name}")

    def _known(self, kind: str, name: str) -> Json | None:
        """A thing by <owner>_<id>, perhaps with its key, which then must be the right one."""
        things = self._world.media.photos if kind == "photo" else self._world.media.docs
        owner, *rest = name.split("_")
        if len(rest) not in (1, 2) or not owner.removeprefix("-").isdecimal() or not rest[0].isdecimal():
            return None
        thing = things.get((int(owner), int(rest[0])))
        return thing if thing and rest[1:] in ([], [thing["access_key"]]) else None

    def _reply(self, peer_id: int, given: Json) -> Json:
        """The message that this one answers, in a conversation where it can be answered."""
        if "reply_to" in given:
            cmids = [c.cmid for c in self._world.messages.values() if c.message["id"] == given["reply_to"]]
        elif "forward" in given:
            forward = limits.loaded(given["forward"], "forward")
            schema().check_object("messages/objects", "messages_forward", forward)
            if not forward.get("is_reply") or forward.get("peer_id") != peer_id:
                raise Violation("forward: only replies within the conversation are simulated")
            cmids = forward.get("conversation_message_ids") or forward.get("cmids") or []
        else:
            return {}
        if len(cmids) != 1 or (peer_id, cmids[0]) not in self._world.messages:
            raise ApiError(100, "message to reply is not found")
        return {"reply_message": quoted(self._world.messages[peer_id, cmids[0]])}

    async def edit(self, given: Json) -> int:
        """What is not given again is gone: attachments, keyboard and cards."""
        before = self._mine(given)
        if time.time() - before.message["date"] > EDITABLE_S:
            raise ApiError(909)
        content, cards = self._content(before.peer_id, given)
        if "keyboard" in given and (below := limits.keyboard(given["keyboard"]))["buttons"]:
            if not below.get("inline"):
                limits.refuse("only an inline keyboard can be edited")
            content["keyboard"] = {"one_time": False, **below}
        await self._world.edit(before, content, cards)
        return 1

    def _mine(self, given: Json) -> Change:
        """The message by either of its numbers."""
        peer_id = given["peer_id"]
        self._world.reachable(peer_id)
        cmid = given.get("conversation_message_id") or given.get("cmid")
        if not cmid and not given.get("message_id"):
            raise Violation("message_id or conversation_message_id is required")
        mine = [change for change in self._world.messages.values() if change.peer_id == peer_id]
        found = [c for c in mine if (c.cmid == cmid if cmid else c.message["id"] == given["message_id"])]
        if not found:
            raise ApiError(100, "message is not found")
        if not found[0].ours:
            raise ApiError(920)
        return found[0]

    async def sendMessageEventAnswer(self, given: Json) -> int:
        """Once for each press."""
        data = limits.event_data(given["event_data"]) if given.get("event_data") else None
        pressed = self._world.pressed.get(given["event_id"])
        if pressed is None or pressed.answers:
            raise ApiError(100, "event_id is invalid or was answered")
        if (pressed.user_id, pressed.peer_id) != (given["user_id"], given["peer_id"]):
            raise Violation("event_id belongs to another user or conversation")
        await self._world.answered(pressed, data)
        return 1

    async def setActivity(self, given: Json) -> int:
        self._world.reachable(given.get("peer_id") or given.get("user_id") or 0)
        if not given.get("type"):
            raise Violation("type is a required parameter")
        return 1

    async def markAsRead(self, given: Json) -> int:
        self._world.reachable(given.get("peer_id", 0))
        return 1

    async def getByConversationMessageId(self, given: Json) -> Json:
        return self._items([self._world.messages.get((given["peer_id"], cmid)) for cmid in numbers(given)])

    def _items(self, found: Sequence[Change | None]) -> Json:
        items = [change.message for change in found if change]
        return {"count": len(items), "items": items}


def numbers(given: Json) -> list[int]:
    return [int(cmid) for cmid in given["conversation_message_ids"]]
