"""The owner's channel as a place that posts travel to. Knows the port; knows no feed.

A post is one message there, its card with words and buttons, so that reactions to it and taking it back concern the
whole of it. The film stays behind its button: it would be a second message, with reactions of its own.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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
from bot.platforms.telegram.client import Client, Fixed, NoRights, NoSuchMessage, NotModified
from bot.platforms.telegram.files import Files
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


@dataclass(slots=True)
class Channel:
    """Implements `bot.outlet.Outlet`. `address` is @name or the number of the channel."""

    client: Client
    files: Files
    address: str
    texts: Texts
    start_link: StartLink
    known: ChatFullInfo | None = None

    @property
    def name(self) -> str:
        return CHANNEL

    async def check(self) -> None:
        """Say at the start what the owner has to do yet; nothing else waits for it."""
        todo = "make the bot an administrator of TELEGRAM_CHANNEL that may post messages"
        try:
            chat = await self._chat()
            member = await self.client.call(GetChatMember(chat_id=chat.id, user_id=self.client.bot_id))
        except DeliveryError as error:
            logger.warning("telegram channel out of reach", channel=self.address, error=str(error), todo=todo)
            return
        if isinstance(member, ChatMemberAdministrator) and member.can_post_messages:
            logger.info("telegram channel", channel=self.address)
        else:
            logger.warning("telegram channel does not let us post", channel=self.address, todo=todo)

    async def post(self, share: Share) -> Spot:
        """Raises Unsure when no answer came: Telegram would show it again if it were sent again."""
        with self._as_far_as_let():
            chat = await self._chat()
            message_id = await self._send(chat.id, share)
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
                await self.client.call(DeleteMessage(chat_id=chat_id, message_id=message_id))
            except Fixed:
                await self._empty(chat_id, message_id)
            except NoSuchMessage:  # gone already
                pass

    async def _empty(self, chat_id: int, message_id: int) -> None:
        blank = BufferedInputFile(plain(BLANK_PX, BLANK), "mazok.png")
        words = InputMediaPhoto(media=blank, caption=self.texts("telegram-taken-back"), parse_mode=None)
        try:
            await self.client.call(EditMessageMedia(chat_id=chat_id, message_id=message_id, media=words))
        except Fixed as error:
            logger.error("a post cannot be taken back: please delete it by hand", chat=chat_id, message=message_id)
            raise Refused(str(error)) from None
        except (NotModified, NoSuchMessage):  # empty already, or gone
            pass

    async def _chat(self) -> ChatFullInfo:
        if self.known is None:
            by = self.address if self.address.startswith("@") else int(self.address)
            self.known = await self.client.call(GetChat(chat_id=by))
        return self.known

    async def _send(self, chat_id: int, share: Share) -> str:
        sent = await self.client.call(
            SendPhoto(
                chat_id=chat_id,
                photo=await self._photo(share),
                caption=cut(share.text, CAPTION_UNITS),
                parse_mode=None,
                reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button] for button in self._buttons(share)]),
            )
        )
        if sent.photo:
            await self.files.keep(share.card.key, sent.photo[-1].file_id)
        return str(sent.message_id)

    async def _photo(self, share: Share) -> BufferedInputFile | str:
        if file_id := self.files.get(share.card.key):
            return file_id
        content = await share.card.read()
        if not await fits(content, PHOTO):
            raise Refused("the card is nothing that Telegram takes for a photo")
        return upload(share.card, content)

    def _buttons(self, share: Share) -> Iterator[InlineKeyboardButton]:
        """To the post; to our chat, where one can paint in its style, unless the post is there already."""
        ours = self.start_link(POST + share.post_id)
        if share.link != ours:
            yield InlineKeyboardButton(text=self.texts("telegram-how-made"), url=share.link)
        if ours:
            yield InlineKeyboardButton(text=self.texts("telegram-make-yours"), url=ours, style="primary")

    @contextmanager
    def _as_far_as_let(self) -> Iterator[None]:
        """Who is not let in tries later: the owner may change that."""
        try:
            yield
        except (Gone, NoRights) as error:
            logger.warning("the channel does not let us", channel=self.address, error=str(error))
            raise TryLater(OWNER_S) from None
