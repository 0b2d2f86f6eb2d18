"""One conversation on Telegram: what we say becomes calls. Knows the port; knows no scene and no storage."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from aiogram.methods import (
    DeleteMessage,
    EditMessageCaption,
    EditMessageMedia,
    EditMessageText,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendVideo,
)
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto, ReplyParameters
from aiogram.types import Message as Sent

from bot.chat import Address, Attachment, DeliveryError, Message, Pace, Refused
from bot.gallery import picture_of
from bot.photos import Bounds, fits
from bot.platforms.telegram.client import Client, NoSuchMessage, NotModified, OtherKind
from bot.platforms.telegram.keyboard import keyboard
from bot.platforms.telegram.memory import Memory
from bot.platforms.telegram.place import Place
from bot.recent import look
from bot.words import cut, split, with_bar

GROUP = 10  # Bot API, sendMediaGroup
TEXT_UNITS = 4096  # Bot API, sendMessage
CAPTION_UNITS = 1024  # Bot API, sendPhoto
PHOTO = Bounds(size_bytes=10_000_000, sides_px=10_000, ratio=20)  # Bot API, sendPhoto
FILE_BYTES = 50_000_000  # Bot API, sendDocument


@dataclass(frozen=True, slots=True)
class Media:
    """A picture on its way: as a photo, or as a file where Telegram takes it for none. `file` may be a file_id."""

    key: str
    file: BufferedInputFile | str
    photo: bool


@dataclass(frozen=True, slots=True)
class TelegramChat:
    """A chat; `answers` is the message in a group that everything said here replies to."""

    client: Client
    memory: Memory
    place: Place
    pace: Pace
    answers: int | None = None

    @property
    def address(self) -> Address:
        return self.place.address

    async def send(self, message: Message, *, key: str, reply_to: str | None = None) -> str:
        known = self.memory.sent.get(self._name(key))
        if known is not None:  # a turn is taken again after a failure: what it said is said
            return known
        picture = picture_of(message)
        reply = self._reply(int(reply_to) if reply_to else self.answers)
        sent = await (self._send_picture(message, picture, reply) if picture else self._send_text(message, reply))
        message_id = str(sent.message_id)
        self.memory.sent.set(self._name(key), message_id)
        await self._remember(message_id, message, picture, sent)
        return message_id

    async def edit(self, message_id: str, message: Message) -> str:
        """A text may become a picture, but not the other way round: then the message is sent anew."""
        name = self._name(message_id)
        if self.memory.looks.get(name) == look(message):
            return message_id
        picture = picture_of(message)
        sent: Sent | bool = True
        try:
            if picture:
                sent = await self._edit_picture(message_id, message, picture)
            elif self.memory.pictures.get(name):
                return await self._anew(message_id, message)
            else:
                await self._edit_text(message_id, message)
        except NotModified:  # it shows already what it should
            pass
        except (OtherKind, NoSuchMessage):
            return await self._anew(message_id, message)
        await self._remember(message_id, message, picture, sent)
        return message_id

    async def album(self, pictures: Sequence[Attachment], *, key: str) -> None:
        """In as few groups as Telegram allows."""
        for number, some in enumerate(groups(pictures)):
            name = self._name(f"{key}:{number}")
            if self.memory.sent.get(name) is None:
                self.memory.sent.set(name, await self._send_group(some))

    async def _send_group(self, pictures: Sequence[Attachment]) -> str:
        """The id of its first message. One alone is no group, and where one is no photo each goes for itself: photos
        and files do not mix."""
        reply = self._reply(self.answers)
        media = [await self._media(picture) for picture in pictures]
        if len(media) == 1 or not all(one.photo for one in media):
            sent = [await self._send_picture(Message(""), picture, reply) for picture in pictures]
        else:
            sent = await self.client.call(
                SendMediaGroup(
                    chat_id=self.place.chat_id,
                    message_thread_id=self.place.topic,
                    media=[InputMediaPhoto(media=one.file, parse_mode=None) for one in media],
                    reply_parameters=reply,
                )
            )
        for picture, message in zip(pictures, sent, strict=True):
            if message.photo:
                await self.memory.files.keep(picture.key, message.photo[-1].file_id)
        return str(sent[0].message_id)

    async def file(self, file: Attachment, caption: str, *, key: str) -> str:
        async def send() -> Sent:
            media = Media(file.key, upload(file, await file.read()), photo=False)
            return await self.client.call(self._document(media, caption, self._reply(self.answers), None))

        return await self._once(key, send)

    async def video(self, video: Attachment, caption: str, *, key: str) -> str:
        async def send() -> Sent:
            return await self.client.call(
                SendVideo(
                    chat_id=self.place.chat_id,
                    message_thread_id=self.place.topic,
                    video=upload(video, await video.read()),
                    caption=cut(caption, CAPTION_UNITS),
                    parse_mode=None,
                    supports_streaming=True,
                    reply_parameters=self._reply(self.answers),
                )
            )

        return await self._once(key, send)

    async def _once(self, key: str, send: Callable[[], Awaitable[Sent]]) -> str:
        """A turn is taken again after a failure: what it sent is sent."""
        known = self.memory.sent.get(self._name(key))
        if known is None:
            known = str((await send()).message_id)
            self.memory.sent.set(self._name(key), known)
        return known

    async def _anew(self, message_id: str, message: Message) -> str:
        with suppress(DeliveryError):  # gone already, or too old (48 h) to be deleted: it may stay
            await self.client.call(DeleteMessage(chat_id=self.place.chat_id, message_id=int(message_id)))
        return await self.send(message, key=f"anew:{message_id}:{look(message)}")

    async def _send_text(self, message: Message, reply: ReplyParameters | None) -> Sent:
        """A text too long for one message goes in several; the last one has the buttons and is the one to edit."""
        *firsts, last = split(with_bar(message.text, message.fraction), TEXT_UNITS)
        for part in firsts:
            await self.client.call(self._text(part, reply, None))
        return await self.client.call(self._text(last, reply, self._keyboard(message)))

    async def _send_picture(self, message: Message, picture: Attachment, reply: ReplyParameters | None) -> Sent:
        media, caption, markup = await self._media(picture), caption_of(message), self._keyboard(message)
        if not media.photo:
            return await self.client.call(self._document(media, caption, reply, markup))
        place = self.place
        return await self.client.call(
            SendPhoto(
                chat_id=place.chat_id,
                message_thread_id=place.topic,
                photo=media.file,
                caption=caption,
                parse_mode=None,
                reply_parameters=reply,
                reply_markup=markup,
            )
        )

    async def _edit_text(self, message_id: str, message: Message) -> None:
        text = cut(with_bar(message.text, message.fraction), TEXT_UNITS)
        await self.client.call(
            EditMessageText(
                chat_id=self.place.chat_id,
                message_id=int(message_id),
                text=text,
                parse_mode=None,
                reply_markup=self._keyboard(message),
            )
        )

    async def _edit_picture(self, message_id: str, message: Message, picture: Attachment) -> Sent | bool:
        """Upload a picture only where another one is shown."""
        chat_id, number = self.place.chat_id, int(message_id)
        caption, markup = caption_of(message), self._keyboard(message)
        if self.memory.pictures.get(self._name(message_id)) == picture.key:
            return await self.client.call(
                EditMessageCaption(
                    chat_id=chat_id, message_id=number, caption=caption, parse_mode=None, reply_markup=markup
                )
            )
        media = await self._media(picture)
        kind = InputMediaPhoto if media.photo else InputMediaDocument
        shown = kind(media=media.file, caption=caption, parse_mode=None)
        return await self.client.call(
            EditMessageMedia(chat_id=chat_id, message_id=number, media=shown, reply_markup=markup)
        )

    async def _media(self, picture: Attachment) -> Media:
        file_id = self.memory.files.get(picture.key)
        if file_id is not None:
            return Media(picture.key, file_id, photo=True)
        content = await picture.read()
        return Media(picture.key, upload(picture, content), photo=await fits(content, PHOTO))

    def _text(self, text: str, reply: ReplyParameters | None, markup: InlineKeyboardMarkup | None) -> SendMessage:
        return SendMessage(
            chat_id=self.place.chat_id,
            message_thread_id=self.place.topic,
            text=text,
            parse_mode=None,
            reply_parameters=reply,
            reply_markup=markup,
        )

    def _document(
        self, media: Media, caption: str, reply: ReplyParameters | None, markup: InlineKeyboardMarkup | None
    ) -> SendDocument:
        return SendDocument(
            chat_id=self.place.chat_id,
            message_thread_id=self.place.topic,
            document=media.file,
            caption=cut(caption, CAPTION_UNITS),
            parse_mode=None,
            disable_content_type_detection=True,
            reply_parameters=reply,
            reply_markup=markup,
        )

    def _keyboard(self, message: Message) -> InlineKeyboardMarkup | None:
        return keyboard(message, self.place.person if self.place.group else None)

    def _reply(self, message_id: int | None) -> ReplyParameters | None:
        if message_id is None:
            return None
        return ReplyParameters(message_id=message_id, allow_sending_without_reply=True)

    async def _remember(self, message_id: str, message: Message, picture: Attachment | None, sent: Sent | bool) -> None:
        name = self._name(message_id)
        self.memory.looks.set(name, look(message))
        self.memory.pictures.set(name, picture.key if picture else "")
        if picture and isinstance(sent, Sent) and sent.photo:
            await self.memory.files.keep(picture.key, sent.photo[-1].file_id)

    def _name(self, word: str) -> str:
        return f"{self.place.chat_id} {word}"


def groups(pictures: Sequence[Attachment]) -> Iterator[Sequence[Attachment]]:
    """As many at a time as Telegram shows together."""
    return (pictures[start : start + GROUP] for start in range(0, len(pictures), GROUP))


def caption_of(message: Message) -> str:
    """The words under a picture. The bar is what may not be cut off."""
    bar = with_bar("", message.fraction)
    return cut(message.text, CAPTION_UNITS - len(bar)) + bar


def upload(attachment: Attachment, content: bytes) -> BufferedInputFile:
    """A file to send; raises Refused when Telegram takes none so large."""
    if len(content) > FILE_BYTES:
        raise Refused(f"{attachment.name} has {len(content)} bytes")
    return BufferedInputFile(content, attachment.name)
