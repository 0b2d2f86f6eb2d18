"""The owner's channel as a place that posts travel to. Knows the port; knows no feed.

A post is its card with words and buttons; where it has a film, an album of card and film. Albums have no buttons: there
the ways back stand among the words. An album is several messages, which are taken back together; who reacts to it
reacts to the first of them (Bot API, setMessageReaction; Telegram's own apps do the same).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from aiogram.methods import DeleteMessages, EditMessageMedia, GetChat, GetChatMember, SendMediaGroup, SendPhoto
from aiogram.types import (
    BufferedInputFile,
    ChatFullInfo,
    ChatMemberAdministrator,
    InputMediaPhoto,
    InputMediaVideo,
    Message,
)

from bot.chat import DeliveryError, Gone, Refused, TryLater, Unsure
from bot.outlet import Share, Spot
from bot.photos import fits, plain
from bot.platforms.telegram.chat import CAPTION_UNITS, FILE_BYTES, PHOTO, upload
from bot.platforms.telegram.client import Client, Fixed, NoRights, NoSuchMessage, NotModified, PartRefused
from bot.platforms.telegram.files import Files
from bot.platforms.telegram.place import NAME
from bot.platforms.telegram.ways import Way, buttons, links
from bot.texts import Texts
from bot.usecases.doors import POST
from bot.words import cut
from storage.spreads import BETWEEN

CHANNEL = f"{NAME}.channel"
PLACE = re.compile(r"(-?\d+):(\d+)")  # of one message
OWNER_S = 3600.0  # until we look whether the owner has let us in
SOON_S = 5.0  # until we look whether we know our own name
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
        ways = list(self._ways(share))
        with self._as_far_as_let():
            chat, card, film = await self._chat(), await self._photo(share), await film_of(share)
            if film:
                sent = await self._send_album(chat.id, share, [card, film], ways)
            else:
                sent = [await self._send_card(chat.id, share, card, ways)]
        if sent[0].photo:
            await self.files.keep(share.card.key, sent[0].photo[-1].file_id)
        place = BETWEEN.join(f"{chat.id}:{message.message_id}" for message in sent)
        return Spot(place, f"https://t.me/{chat.username}/{sent[0].message_id}" if chat.username else None)

    async def take_back(self, place: str) -> None:
        """What is too old to be deleted (48 h) loses pictures, words and buttons."""
        chat_id, messages = numbers_of(place)
        with self._as_far_as_let():
            try:  # those that are gone already are skipped
                await self.client.call(DeleteMessages(chat_id=chat_id, message_ids=messages))
            except Fixed:
                await self._empty(chat_id, messages)

    async def _empty(self, chat_id: int, messages: Sequence[int]) -> None:
        """The first of them says why. One that stays as it is keeps none of the others so."""
        words, left = self.texts("telegram-taken-back"), []
        for message_id in messages:
            blank = BufferedInputFile(plain(BLANK_PX, BLANK), "mazok.png")
            shown = InputMediaPhoto(media=blank, caption=words, parse_mode=None)
            try:
                await self.client.call(EditMessageMedia(chat_id=chat_id, message_id=message_id, media=shown))
            except Fixed as error:
                left.append(str(error))
                logger.error("a post cannot be taken back: please delete it by hand", chat=chat_id, message=message_id)
            except (NotModified, NoSuchMessage):  # empty already, or gone
                pass
            words = ""
        if left:
            raise Refused("; ".join(left))

    async def _chat(self) -> ChatFullInfo:
        if self.known is None:
            by = self.address if self.address.startswith("@") else int(self.address)
            self.known = await self.client.call(GetChat(chat_id=by))
        return self.known

    async def _send_card(
        self, chat_id: int, share: Share, card: BufferedInputFile | str, ways: Sequence[Way]
    ) -> Message:
        caption = cut(share.text, CAPTION_UNITS)
        return await self.client.call(
            SendPhoto(chat_id=chat_id, photo=card, caption=caption, parse_mode=None, reply_markup=buttons(ways))
        )

    async def _send_album(
        self, chat_id: int, share: Share, media: Sequence[BufferedInputFile | str], ways: Sequence[Way]
    ) -> Sequence[Message]:
        """Where Telegram refuses one of the two the other may stand there, and nobody learns its id."""
        card, film = media
        caption, entities = links(share.text, ways)
        photo = InputMediaPhoto(media=card, caption=caption, caption_entities=entities, parse_mode=None)
        video = InputMediaVideo(media=film, supports_streaming=True, parse_mode=None)
        try:
            return await self.client.call(SendMediaGroup(chat_id=chat_id, media=[photo, video]))
        except PartRefused as error:
            logger.error("telegram refuses part of an album", channel=self.address, error=str(error))
            raise Unsure(OWNER_S) from None

    async def _photo(self, share: Share) -> BufferedInputFile | str:
        if file_id := self.files.get(share.card.key):
            return file_id
        content = await share.card.read()
        if not await fits(content, PHOTO):
            raise Refused("the card is nothing that Telegram takes for a photo")
        return upload(share.card, content)

    def _ways(self, share: Share) -> Iterator[Way]:
        """To the post; to our chat, where one can paint in its style, unless the post is there already."""
        ours = self.start_link(POST + share.post_id)
        if not (ours and share.link):  # just started: we do not know our own name yet, by which links lead to us
            raise TryLater(SOON_S)
        if share.link != ours:
            yield Way(self.texts("telegram-how-made"), share.link)
        yield Way(self.texts("telegram-make-yours"), ours, "primary")

    @contextmanager
    def _as_far_as_let(self) -> Iterator[None]:
        """Who is not let in tries later: the owner may change that."""
        try:
            yield
        except (Gone, NoRights) as error:
            logger.warning("the channel does not let us", channel=self.address, error=str(error))
            raise TryLater(OWNER_S) from None


async def film_of(share: Share) -> BufferedInputFile | None:
    """None where there is none, or one larger than what Telegram takes: the card goes without it."""
    content = await share.film.read() if share.film else b""
    return upload(share.film, content) if share.film and len(content) <= FILE_BYTES else None


def numbers_of(place: str) -> tuple[int, list[int]]:
    """The channel and the messages of a post there."""
    chats, messages = set(), []
    for one in place.split(BETWEEN):
        found = PLACE.fullmatch(one)
        if found is None:
            raise Refused(f"not a place in a channel: {place!r}")
        chats.add(int(found[1]))
        messages.append(int(found[2]))
    [chat_id] = chats
    return chat_id, messages
