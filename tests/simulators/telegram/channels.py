"""Channels of the simulated Telegram: who may post there, how long what is there can be deleted, how people like it."""

import time
from dataclasses import dataclass

from tests.simulators.telegram.book import Json
from tests.simulators.telegram.errors import ApiError
from tests.simulators.telegram.world import BOT, World

DELETABLE_S = 48 * 3600  # Bot API, deleteMessage
AT_ONCE = 100  # Bot API, deleteMessages
REQUIRED_RIGHTS = (  # Bot API, ChatMemberAdministrator
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories"),
    *("can_edit_stories", "can_delete_stories", "can_send_welcome_messages"),
)
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
ANSWERED_WITH = {
    "getChat": "ChatFullInfo",
    "getChatMember": "ChatMember",
    **dict.fromkeys(("deleteMessage", "deleteMessages"), "True"),
}


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as its readers and its owner see it."""

    world: World
    chat: Json

    @property
    def chat_id(self) -> int:
        return int(self.chat["id"])

    @property
    def posts(self) -> list[Json]:
        """What stands there now."""
        return [message for (chat_id, _), message in sorted(self.world.messages.items()) if chat_id == self.chat_id]

    def lets_the_bot(self, **rights: bool) -> None:
        """The owner makes the bot an administrator with these rights."""
        self.world.rights[self.chat_id] = dict(rights)

    def throws_the_bot_out(self) -> None:
        self.world.rights.pop(self.chat_id, None)

    def grows_old(self, message: Json, hours: float) -> None:
        """Time passes."""
        message["date"] -= round(hours * 3600)

    async def likes(self, message: Json, **reactions: int) -> Json | None:
        """So many reactions of each kind there are now: fire=3. The update, where the bot wanted it. Those to an album
        are its first message's, as long as that is there (Bot API, setMessageReaction)."""
        group = message.get("media_group_id")
        message = next((post for post in self.posts if group and post.get("media_group_id") == group), message)
        kinds = {"fire": "🔥", "heart": "❤"}
        counts = [
            {"type": {"type": "emoji", "emoji": kinds[name]}, "total_count": total} for name, total in reactions.items()
        ]
        told = {"chat": self.chat, "message_id": message["message_id"], "date": int(time.time()), "reactions": counts}
        return await self.world.update("message_reaction_count", told)


class ChannelApi:
    """The methods that are about a channel. A method is a function of the same name."""

    def __init__(self, world: World) -> None:
        self._world = world

    def numbered(self, given: Json) -> Json:
        """@name is the number of what is called so."""
        name = given.get("chat_id")
        if not isinstance(name, str):
            return given
        for chat in self._world.chats.values():
            if chat.get("username") and f"@{chat['username']}".lower() == name.lower():
                return given | {"chat_id": chat["id"]}
        raise ApiError(400, "Bad Request: chat not found")

    def may_post(self, given: Json) -> None:
        """Only administrators write in a channel."""
        chat_id = given.get("chat_id")
        if chat_id is None or self._world.chats[chat_id]["type"] != "channel":
            return
        if chat_id not in self._world.rights:
            raise ApiError(403, "Forbidden: bot is not a member of the channel chat")
        if not self._world.rights[chat_id].get("can_post_messages"):
            raise ApiError(400, "Bad Request: need administrator rights in the channel chat")

    async def getChat(self, given: Json) -> Json:
        chat = self._world.chats[given["chat_id"]]
        gifts = {"accepted_gift_types": dict.fromkeys(GIFTS, True)}
        return {**chat, "accent_color_id": 1, "max_reaction_count": 11, **gifts}

    async def getChatMember(self, given: Json) -> Json:
        rights = self._world.rights.get(given["chat_id"])
        if given["user_id"] != BOT["id"] or rights is None:
            raise ApiError(400, "Bad Request: member list is inaccessible")
        if not rights:
            return {"status": "member", "user": BOT}
        return {"status": "administrator", "user": BOT, **dict.fromkeys(REQUIRED_RIGHTS, False), **rights}

    async def deleteMessage(self, given: Json) -> bool:
        message = self._world.messages.get((given["chat_id"], given["message_id"]))
        if message is None:
            raise ApiError(400, "Bad Request: message to delete not found")
        await self._remove([message])
        return True

    async def deleteMessages(self, given: Json) -> bool:
        """Those that are not there are skipped; one that cannot be deleted keeps all."""
        if not 1 <= len(given["message_ids"]) <= AT_ONCE:
            raise ApiError(400, "Bad Request: wrong number of message identifiers")
        named = (self._world.messages.get((given["chat_id"], message_id)) for message_id in given["message_ids"])
        await self._remove([message for message in named if message])
        return True

    async def _remove(self, messages: list[Json]) -> None:
        if any(time.time() - message["date"] > DELETABLE_S for message in messages):
            raise ApiError(400, "Bad Request: message can't be deleted for everyone")
        for message in messages:
            await self._world.remove(message["chat"]["id"], message["message_id"])
