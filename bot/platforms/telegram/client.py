"""Calls to the Bot API: paced, repeated where repeating is safe, their failures told in the words of `bot.chat`."""

import asyncio
import time
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import (
    EditMessageCaption,
    EditMessageMedia,
    EditMessageReplyMarkup,
    EditMessageText,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendVideo,
    TelegramMethod,
)
from aiohttp import ClientConnectorError, ClientError

from bot.chat import DeliveryError, Gone, Refused, TryLater, Unsure
from bot.platforms.telegram.limits import Limits
from bot.platforms.telegram.settings import TelegramSettings

logger = structlog.get_logger()
T = TypeVar("T")

SENDS = (SendMessage, SendPhoto, SendDocument, SendVideo, SendMediaGroup)  # doing these twice shows two messages
PACED = (*SENDS, EditMessageText, EditMessageCaption, EditMessageMedia, EditMessageReplyMarkup)
UPLOADS = (SendPhoto, SendDocument, SendVideo, SendMediaGroup, EditMessageMedia)
TRIES = 3
BACKOFF = 1 / 100  # of the time-out: 0.3 s, then twice that
AFTER = 1 / 6  # of the time-out: 5 s until somebody else may ask again when an answer stayed away
DOWNLOAD_BYTES = 20_000_000  # getFile: "bots can download files of up to 20MB in size"
GONE = ("chat not found", "user not found", "peer_id_invalid", "group chat was deactivated", "user is deactivated")


class NotModified(DeliveryError):
    """The message already looks so."""


class NoSuchMessage(DeliveryError):
    """The message was deleted, or is too old to be changed."""


class Fixed(NoSuchMessage):
    """The message is there, but too old to be changed so, or somebody else's."""


class NoRights(Refused):
    """The bot may not do this in this chat, as long as its administrators do not let it."""


class PartRefused(Refused):
    """One message of an album; the others may have been sent, and nobody says which."""


class OtherKind(DeliveryError):
    """A text was to be put where a picture is, or the other way round."""


REFUSALS: dict[str, type[DeliveryError]] = {
    "message is not modified": NotModified,
    "message to edit not found": NoSuchMessage,
    "message can't be edited": Fixed,
    "message to delete not found": NoSuchMessage,
    "message can't be deleted": Fixed,
    "message_id_invalid": NoSuchMessage,
    "failed to send message #": PartRefused,
    "there is no text in the message to edit": OtherKind,
    "there is no caption in the message to edit": OtherKind,
    "administrator rights": NoRights,
    "not enough rights": NoRights,
    **dict.fromkeys(GONE, Gone),
}


class Client:
    """The Bot API as we use it. Every call may raise DeliveryError, whose words never hold the token."""

    def __init__(self, settings: TelegramSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._limits = Limits(clock)
        self._backoff_s, self._after_s = settings.timeout_s * BACKOFF, settings.timeout_s * AFTER
        self._moved: dict[int, int] = {}  # groups that became supergroups, which have another id
        server = TelegramAPIServer.from_base(settings.api_url)
        session = AiohttpSession(api=server, proxy=settings.proxy.get_secret_value() or None)
        self._bot = Bot(settings.token.get_secret_value(), session=session)

    @property
    def bot_id(self) -> int:
        return self._bot.id

    async def close(self) -> None:
        await self._bot.session.close()

    async def call(self, method: TelegramMethod[T]) -> T:
        """Call, waiting for our turn. After a time-out a send is not repeated here: the message may have arrived."""
        failure: DeliveryError = TryLater(self._after_s)
        for attempt in range(TRIES):
            await self._turn(method)
            try:
                return await self.once(method, self._timeout_s(method))
            except TelegramRetryAfter as error:
                self._limits.pause(self._who(method), error.retry_after)
                failure = TryLater(error.retry_after)
            except TelegramMigrateToChat as error:
                self._moved[getattr(method, "chat_id", 0)] = error.migrate_to_chat_id
            except (TelegramServerError, TelegramNetworkError, ClientDecodeError) as error:
                if isinstance(error, TelegramEntityTooLarge):
                    raise Refused("too large for Telegram") from None
                logger.warning("telegram does not answer", method=method.__api_method__, error=self._clean(error))
                if isinstance(method, SENDS) and not isinstance(error.__cause__, ClientConnectorError):
                    raise Unsure(self._after_s) from None
                await asyncio.sleep(self._backoff_s * 2**attempt)
            except TelegramAPIError as error:
                raise self._translate(error) from None
        raise failure

    async def once(self, method: TelegramMethod[T], timeout_s: float) -> T:
        """Call at once, once, and let aiogram's errors through."""
        # aiogram hands the number to aiohttp, which takes parts of seconds as well
        return await self._bot(method, request_timeout=timeout_s)  # type: ignore[arg-type]

    async def download(self, file_path: str) -> bytes:
        """The content of a file that getFile told of."""
        url = self._bot.session.api.file_url(self._bot.token, file_path)
        content = bytearray()
        try:
            async with asyncio.timeout(self._settings.upload_timeout_s):
                async for chunk in self._bot.session.stream_content(url, timeout=int(self._settings.upload_timeout_s)):
                    content += chunk
                    if len(content) > DOWNLOAD_BYTES:
                        raise Refused("larger than Telegram lets bots download")
        except (ClientError, TimeoutError) as error:
            # its own words hold the address, and that holds the token
            logger.warning("telegram does not hand a file out", error=type(error).__name__)
            raise TryLater(self._after_s) from None
        return bytes(content)

    async def _turn(self, method: TelegramMethod[Any]) -> None:
        """Wait until this may be called; raises TryLater when that takes too long. Follows a group that moved."""
        chat_id = getattr(method, "chat_id", None)
        if chat_id in self._moved:
            method.chat_id = self._moved[chat_id]  # type: ignore[attr-defined]
        delay = self._limits.paused(self._who(method))
        if isinstance(method, PACED):
            delay = max(delay, self._limits.reserve(getattr(method, "chat_id", 0)))
        await asyncio.sleep(delay)

    def _who(self, method: TelegramMethod[Any]) -> int | str:
        """Whom a pause concerns: a chat, or a method that goes to none."""
        chat_id = getattr(method, "chat_id", None)
        return chat_id if isinstance(chat_id, int) else method.__api_method__

    def _timeout_s(self, method: TelegramMethod[Any]) -> float:
        return self._settings.upload_timeout_s if isinstance(method, UPLOADS) else self._settings.timeout_s

    def _translate(self, error: TelegramAPIError) -> DeliveryError:
        words = self._clean(error)
        if isinstance(error, TelegramForbiddenError):
            return Gone(words)
        if isinstance(error, TelegramUnauthorizedError):
            logger.error("telegram refuses the token")
            return TryLater(60)
        if isinstance(error, TelegramBadRequest):
            kind = next((kind for sign, kind in REFUSALS.items() if sign in words.lower()), Refused)
            return kind(words)
        return Refused(words)

    def _clean(self, error: Exception) -> str:
        return str(error).replace(self._bot.token, "<token>")
