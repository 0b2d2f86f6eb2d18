"""The methods of the Bot API that the simulator performs: checked parameters in, what Telegram would answer out."""

from typing import Any

from av.error import FFmpegError

from tests.simulators.telegram.book import Json, PaidMedia
from tests.simulators.telegram.channels import ANSWERED_WITH as OF_CHANNELS
from tests.simulators.telegram.channels import ChannelApi
from tests.simulators.telegram.errors import ApiError
from tests.simulators.telegram.inline import ANSWERED_WITH as OF_INLINE
from tests.simulators.telegram.inline import InlineApi
from tests.simulators.telegram.schema import Uploaded
from tests.simulators.telegram.stars import ANSWERED_WITH as OF_STARS
from tests.simulators.telegram.stars import StarApi
from tests.simulators.telegram.world import BOT, Query, size_of

PHOTO_BYTES, FILE_BYTES, DOWNLOAD_BYTES = 10_000_000, 50_000_000, 20_000_000
GROUP = 10
PHOTO_SIDES_PX, PHOTO_RATIO = 10_000, 20
MEDIA = ("text", "caption", "caption_entities", "photo", "video", "document")  # what an edit replaces
MIXED = {"photo", "video"}  # Bot API, sendMediaGroup: what one album may hold together
ANSWERED_WITH: dict[str, str] = {  # what each method returns, in the words of the Bot API
    "getMe": "User",
    "getFile": "File",
    **dict.fromkeys(("sendMessage", "sendPhoto", "sendDocument", "sendVideo", "sendPaidMedia"), "Message"),
    "sendMediaGroup": "Array of Message",
    **dict.fromkeys(("editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup"), "Message"),
    **dict.fromkeys(("setMyCommands", "answerCallbackQuery", "sendChatAction"), "True"),
    **OF_STARS,
    **OF_CHANNELS,
    **OF_INLINE,
}


class Api(StarApi, ChannelApi, InlineApi):
    """One bot's view of the world. A method is a function of the same name."""

    async def perform(self, method: str, given: dict[str, Any]) -> Any:
        if method not in ANSWERED_WITH:
            raise ApiError(404, "Not Found: the simulator does not know this method")
        given = self.numbered(given)
        if "chat_id" in given:
            self._reachable(given["chat_id"])
            if method.startswith(("send", "edit", "delete")):
                self.may_post(given)
        return await getattr(self, method)(given)

    def _reachable(self, chat_id: int) -> None:
        if chat_id in self._world.migrated:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self._world.migrated[chat_id],
            )
        if chat_id in self._world.blocked:
            who = "user" if chat_id > 0 else "group"
            raise ApiError(
                403, "Forbidden: bot was blocked by the user" if who == "user" else "Forbidden: bot was kicked"
            )
        if chat_id not in self._world.chats:
            raise ApiError(400, "Bad Request: chat not found")

    async def getMe(self, given: Json) -> Json:
        return {**BOT, "can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": True}

    async def setMyCommands(self, given: Json) -> bool:
        self._world.commands[given.get("language_code", "")] = given["commands"]
        return True

    async def sendChatAction(self, given: Json) -> bool:
        return True

    async def sendMessage(self, given: Json) -> Json:
        if not given["text"].strip():
            raise ApiError(400, "Bad Request: message text is empty")
        return await self._post(given, {"text": given["text"]})

    async def sendPhoto(self, given: Json) -> Json:
        return await self._post(given, {"photo": self._photo(given["photo"]), **caption(given)})

    async def sendPaidMedia(self, given: Json) -> Json:
        """Everybody sees how large it is, and nobody what it shows."""
        [media] = given["media"]
        photo = self._media(given, media)["photo"]
        blurred = {"type": "preview", "width": photo[-1]["width"], "height": photo[-1]["height"]}
        info = {"star_count": given["star_count"], "paid_media": [blurred]}
        message = await self._post(given, {"paid_media": info, **caption(given)})
        self._world.book.paid_media[given["chat_id"], message["message_id"]] = PaidMedia(given, photo)
        return message

    async def sendDocument(self, given: Json) -> Json:
        return await self._post(given, {"document": self._document(given["document"]), **caption(given)})

    async def sendMediaGroup(self, given: Json) -> list[Json]:
        if not 2 <= len(given["media"]) <= GROUP:
            raise ApiError(400, "Bad Request: wrong number of media in a group")
        kinds = {media["type"] for media in given["media"]}
        if len(kinds) > 1 and kinds - MIXED:
            raise ApiError(400, "Bad Request: document can't be mixed with other media types")
        album = str(self._world.number())
        parts = [self._part(given, number) | {"media_group_id": album} for number in range(len(given["media"]))]
        return [await self._post(given, part) for part in parts]

    def _part(self, given: Json, number: int) -> Json:
        """Of an album; Telegram says which one it refuses, and shows none of the others then."""
        try:
            return self._media(given, given["media"][number])
        except ApiError as error:
            words = error.description.removeprefix("Bad Request: ")
            why = f'failed to send message #{number + 1} with the error message "{words}"'
            raise ApiError(400, f"Bad Request: {why}") from None

    def _media(self, given: Json, media: Json) -> Json:
        file = given["files"].get(media["media"].removeprefix("attach://"), media["media"])
        make = {"photo": self._photo, "video": self._video, "document": self._document}[media["type"]]
        return {media["type"]: make(file), **caption(media)}

    async def sendVideo(self, given: Json) -> Json:
        return await self._post(given, {"video": self._video(given["video"]), **caption(given)})

    async def _post(self, given: Json, content: Json) -> Json:
        reply = given.get("reply_parameters", {})
        answered = reply.get("message_id")
        if answered and (given["chat_id"], answered) not in self._world.messages:
            if not reply.get("allow_sending_without_reply"):
                raise ApiError(400, "Bad Request: message to be replied not found")
            answered = None
        markup = {"reply_markup": given["reply_markup"]} if "reply_markup" in given else {}
        return await self._world.post(given["chat_id"], BOT, content | markup, reply_to=answered)

    def _photo(self, photo: str | Uploaded) -> list[Json]:
        if not isinstance(photo, Uploaded):
            try:
                return self._world.known_photo(photo)
            except KeyError:
                raise ApiError(400, "Bad Request: wrong remote file identifier specified") from None
        if len(photo) > PHOTO_BYTES:
            raise ApiError(400, "Bad Request: photo is too big")
        try:
            width, height = size_of(photo)
        except OSError:
            raise ApiError(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
        if width + height > PHOTO_SIDES_PX or max(width, height) > PHOTO_RATIO * min(width, height):
            raise ApiError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
        return self._world.photo(photo)

    def _document(self, document: str | Uploaded) -> Json:
        if not isinstance(document, Uploaded):
            raise ApiError(400, "Bad Request: wrong remote file identifier specified")
        if len(document) > FILE_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        return self._world.document(bytes(document), document.name, "application/octet-stream")

    def _video(self, video: str | Uploaded) -> Json:
        if not isinstance(video, Uploaded):
            raise ApiError(400, "Bad Request: wrong remote file identifier specified")
        if len(video) > FILE_BYTES:
            raise ApiError(413, "Request Entity Too Large")
        try:
            return self._world.video(bytes(video), video.name)
        except FFmpegError:  # Telegram itself would make a document of it, which nobody wants
            raise ApiError(400, "Bad Request: VIDEO_FILE_INVALID") from None

    async def editMessageText(self, given: Json) -> Json:
        message = self._ours(given)
        if "text" not in message:
            raise ApiError(400, "Bad Request: there is no text in the message to edit")
        return await self._change(message, given, {"text": given["text"]})

    async def editMessageCaption(self, given: Json) -> Json:
        message = self._ours(given)
        if "text" in message:
            raise ApiError(400, "Bad Request: there is no caption in the message to edit")
        return await self._change(message, given, caption(given))

    async def editMessageReplyMarkup(self, given: Json) -> Json:
        return await self._change(self._ours(given), given, {})

    async def editMessageMedia(self, given: Json) -> Json:
        message = self._ours(given)
        if "media_group_id" in message and "document" not in message and given["media"]["type"] not in MIXED:
            raise ApiError(400, "Bad Request: can't use the media of the specified type in the album")
        kept = {key: message[key] for key in message if key not in MEDIA}
        return await self._change(kept, given, self._media(given, given["media"]))

    def _ours(self, given: Json) -> Json:
        message = self._world.messages.get((given["chat_id"], given["message_id"]))
        if message is None:
            raise ApiError(400, "Bad Request: message to edit not found")
        if message.get("from", BOT)["id"] != BOT["id"]:
            raise ApiError(400, "Bad Request: message can't be edited")
        return message

    async def _change(self, message: Json, given: Json, content: Json) -> Json:
        """An edit without a keyboard takes the keyboard away."""
        replaced = ("reply_markup", "edit_date", "caption", "caption_entities")
        kept = {key: value for key, value in message.items() if key not in replaced} | content
        if "reply_markup" in given:
            kept["reply_markup"] = given["reply_markup"]
        before = self._world.messages[given["chat_id"], given["message_id"]]
        if kept == {key: value for key, value in before.items() if key != "edit_date"}:
            raise ApiError(
                400, "Bad Request: message is not modified: specified new message content and reply markup are the same"
            )
        return await self._world.put(kept | {"edit_date": kept["date"]})

    async def answerCallbackQuery(self, given: Json) -> bool:
        query: Query | None = self._world.queries.get(given["callback_query_id"])
        if query is None or query.answers:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        await self._world.answered(query, given)
        return True

    async def getFile(self, given: Json) -> Json:
        content = self._world.files.get(given["file_id"])
        if content is None:
            raise ApiError(400, "Bad Request: invalid file_id")
        if len(content) > DOWNLOAD_BYTES:
            raise ApiError(400, "Bad Request: file is too big")
        return {
            "file_id": given["file_id"],
            "file_unique_id": given["file_id"][4:20],
            "file_size": len(content),
            "file_path": f"files/{given['file_id']}",
        }


def caption(given: Json) -> Json:
    """The words below a picture, and which of them are links."""
    if not given.get("caption"):
        return {}
    marked = given.get("caption_entities")
    return {"caption": given["caption"], **({"caption_entities": marked} if marked else {})}
