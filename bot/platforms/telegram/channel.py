"""The owner's channel as a place that posts travel to. Knows the port; knows no feed.

A post is one message there, its card with words and buttons, so that reactions to it and taking it back concern the
whole of it. The film stays behind its button: it would be a second message, with reactions of its own.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from aiogram.methods import DeleteMessage, EditMessageMedia, GetChat, GetChatMember, SendPhoto
from aiogram.types import (
    BufferedInputFile,
    ChatFullInfo,
    ChatMemberAdministrator,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
)

from bot.chat import DeliveryError, Gone, Refused, TryLater
from bot.outlet import Share, Spot
from bot.photos import fits, plain
from bot.platforms.telegram.chat import CAPTION_UNITS, PHOTO, upload
from bot.platforms.telegram.client import Client, Fixed, NoRights, NoSuchMessage, NotModified, Uncertain
from bot.platforms.telegram.memory import Memory
from bot.platforms.telegram.place import NAME
from bot.texts import Texts
from bot.usecases.doors import POST
from bot.words import cut

CHANNEL = f"{NAME}.channel"
PLACE = re.compile(r"(-?\d+):(\d+)")
OWNER_S = 3600.0  # until we look whether the owner has let us in
BLANK_PX = (640, 400)
BLANK = "#e8e6e1"

logger = structlog.get_logger()
StartLink = Callable[[str], str | None]


class Channel:
    """Implements `bot.outlet.Outlet`. `address` is @name or the number of the channel."""

    name = CHANNEL

    def __init__(self, client: Client, memory: Memory, address: str, texts: Texts, start_link: StartLink) -> None:
        self._client, self._memory, self._texts, self._start_link = client, memory, texts, start_link
        self._address: int | str = address if address.startswith("@") else int(address)
        self._known: ChatFullInfo | None = None

    async def check(self) -> None:
        """Say at the start what the owner has to do yet; nothing else waits for it."""
        todo = "make the bot an administrator of TELEGRAM_CHANNEL that may post messages"
        try:
            chat = await self._chat()
            member = await self._client.call(GetChatMember(chat_id=chat.id, user_id=self._client.bot_id))
        except DeliveryError as error:
            logger.warning("telegram channel out of reach", channel=self._address, error=str(error), todo=todo)
            return
        if isinstance(member, ChatMemberAdministrator) and member.can_post_messages:
            logger.info("telegram channel", channel=self._address)
        else:
            logger.warning("telegram channel does not let us post", channel=self._address, todo=todo)

    async def post(self, share: Share) -> Spot:
        """Once, as far as this process remembers. What may have arrived without an answer is not sent again: Telegram
        cannot tell repeats, and one of two could never be taken back. It is Refused, and the log says so."""
        known = self._memory.sent.get(f"{CHANNEL} {share.key}")
        with self._as_far_as_let():
            chat = await self._chat()
            try:
                message_id = known or await self._send(chat.id, share)
            except Uncertain:
                logger.error("a post may stand in the channel, and nobody knows where: please look", post=share.post_id)
                raise Refused("no answer came, and it may have arrived") from None
        self._memory.sent.set(f"{CHANNEL} {share.key}", message_id)
        link = f"https://t.me/{chat.username}/{message_id}" if chat.username else None
        return Spot(f"{chat.id}:{message_id}", link)

    async def take_back(self, place: str) -> None:
        """What is too old to be deleted (48 h) loses picture, words and buttons."""
        found = PLACE.fullmatch(place)
        if found is None:
            raise Refused(f"not a place in a channel: {place!r}")
        chat_id, message_id = map(int, found.groups())
        with self._as_far_as_let():
            try:
                await self._client.call(DeleteMessage(chat_id=chat_id, message_id=message_id))
            except Fixed:
                await self._empty(chat_id, message_id)
            except NoSuchMessage:  # gone already
                pass

    async def _empty(self, chat_id: int, message_id: int) -> None:
        blank = BufferedInputFile(plain(BLANK_PX, BLANK), "mazok.png")
        words = InputMediaPhoto(media=blank, caption=self._texts("telegram-taken-back"), parse_mode=None)
        try:
            await self._client.call(EditMessageMedia(chat_id=chat_id, message_id=message_id, media=words))
        except Fixed as error:
            logger.error("a post cannot be taken back: please delete it by hand", chat=chat_id, message=message_id)
            raise Refused(str(error)) from None
        except (NotModified, NoSuchMessage):  # empty already, or gone
            pass

    async def _chat(self) -> ChatFullInfo:
        if self._known is None:
            self._known = await self._client.call(GetChat(chat_id=self._address))
        return self._known

    async def _send(self, chat_id: int, share: Share) -> str:
        sent = await self._client.call(
            SendPhoto(
                chat_id=chat_id,
                photo=await self._photo(share),
                caption=cut(share.text, CAPTION_UNITS),
                parse_mode=None,
                reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button] for button in self._buttons(share)]),
            )
        )
        if sent.photo:
            await self._memory.files.keep(share.card.key, sent.photo[-1].file_id)
        return str(sent.message_id)

    async def _photo(self, share: Share) -> BufferedInputFile | str:
        if file_id := self._memory.files.get(share.card.key):
            return file_id
        content = await share.card.read()
        if not await fits(content, PHOTO):
            raise Refused("the card is nothing that Telegram takes for a photo")
        return upload(share.card, content)

    def _buttons(self, share: Share) -> Iterator[InlineKeyboardButton]:
        """To the post; to our chat, where one can paint in its style, unless the post is there already."""
        ours = self._start_link(POST + share.post_id)
        if share.link != ours:
            yield InlineKeyboardButton(text=self._texts("telegram-how-made"), url=share.link)
        if ours:
            yield InlineKeyboardButton(text=self._texts("telegram-make-yours"), url=ours, style="primary")

    @contextmanager
    def _as_far_as_let(self) -> Iterator[None]:
        """Who is not let in tries later: the owner may change that."""
        try:
            yield
        except (Gone, NoRights) as error:
            logger.warning("the channel does not let us", channel=self._address, error=str(error))
            raise TryLater(OWNER_S) from None
