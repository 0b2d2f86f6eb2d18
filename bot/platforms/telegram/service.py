"""The platform at work: who we are, what comes in, whom it reaches. Knows the application; knows no scene."""

import asyncio
import hmac
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from aiogram.methods import AnswerCallbackQuery, GetFile, GetMe
from aiogram.types import CallbackQuery, ChatMemberUpdated
from aiogram.types import Update as TelegramUpdate
from aiohttp import web

from bot.chat import Address, DeliveryError, Incoming, Pace, Refused
from bot.gate import Sale
from bot.platforms.telegram.cashier import Cashier
from bot.platforms.telegram.channel import Channel
from bot.platforms.telegram.chat import TelegramChat
from bot.platforms.telegram.client import DOWNLOAD_BYTES, Client
from bot.platforms.telegram.commands import tell_commands
from bot.platforms.telegram.files import Files
from bot.platforms.telegram.gate import Gate
from bot.platforms.telegram.incoming import UNKNOWN_LOCALE, Me, Reader, album, author, lane
from bot.platforms.telegram.inline import Inline
from bot.platforms.telegram.keyboard import unmark
from bot.platforms.telegram.memory import Memory
from bot.platforms.telegram.place import NAME, Place
from bot.platforms.telegram.reactions import count
from bot.platforms.telegram.receiver import Receiver
from bot.platforms.telegram.selling import send_blurred
from bot.platforms.telegram.settings import TelegramSettings
from bot.texts import Texts
from storage.inbox import Update

if TYPE_CHECKING:
    from bot.app import App

logger = structlog.get_logger()

LEFT = ("kicked", "left")  # ChatMember.status; a person who blocks a bot kicks it


class Service:
    """Telegram for one process."""

    def __init__(self, app: "App", settings: TelegramSettings) -> None:
        self._app, self._settings = app, settings
        self._key = app.settings.derive("accounts")
        self._client = Client(settings)
        account = f"{NAME}:{self._client.bot_id}"
        self._memory = Memory(Files(app.store, account))
        self.gate = Gate(self._client)
        self._prompts = (Cashier(app, self._client).prompt, Inline(app, self._client, account).prompt)
        self._receiver = Receiver(settings, self._client, self._write, self._take)
        self._known = asyncio.Event()  # set once we know our name
        self._reader = Reader(Me(self._client.bot_id, ""), self._fetch)
        texts = Texts(app.settings.spread_locale)
        made = (Channel(self._client, self._memory.files, name, texts, self.start_link) for name in settings.channels)
        self.channels = tuple(made)

    def routes(self) -> list[web.RouteDef]:
        return self._receiver.routes()

    def chat(self, address: Address) -> TelegramChat:
        return self._chat(Place.of(address))

    async def sell(self, sale: Sale) -> str:
        return await send_blurred(self._client, self._memory, sale)

    def start_link(self, argument: str) -> str | None:
        """None until we know our name."""
        username = self._reader.me.username
        return f"https://t.me/{username}?start={argument}" if username else None

    async def serve(self) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._introduce())
                for prompt in self._prompts:
                    tasks.create_task(prompt.serve())
                tasks.create_task(self._receiver.run())
                inbox = self._app.inbox
                tasks.create_task(inbox.serve(NAME, self._handle, album=album, apologize=self._apologize))
        finally:
            await self._client.close()

    async def _introduce(self) -> None:
        """Learn our name, without which a group's commands cannot be told apart, and tell our commands."""
        me = await self._receiver.insist(partial(self._client.call, GetMe()))
        self._reader = Reader(Me(me.id, me.username or ""), self._fetch)
        self._known.set()
        logger.info("telegram", bot=me.username)
        if not me.supports_inline_queries:
            logger.info("telegram inline mode is off", todo="send /setinline to @BotFather")
        await tell_commands(self._client)
        for channel in self.channels:
            await channel.check()

    def _take(self, payload: dict[str, Any]) -> bool:
        """What is answered at once, whatever waits."""
        return any(prompt.take(payload) for prompt in self._prompts)

    async def _write(self, payload: dict[str, Any]) -> None:
        """Write an update down; one that concerns nobody is left out."""
        update_id = payload["update_id"]
        try:
            chat = lane(payload, self._client.bot_id)
            person = author(payload) if chat else ""
        except (KeyError, TypeError, AttributeError):  # it would come again for ever, before all others
            logger.exception("update not understood", update=update_id)
            return
        if chat:
            # another bot of the same owner counts its updates anew
            await self._app.inbox.write(NAME, f"{self._client.bot_id}:{update_id}", chat, payload, author=person)

    async def _handle(self, updates: tuple[Update, ...]) -> None:
        await self._known.wait()
        parsed = [TelegramUpdate.model_validate(update.payload) for update in updates]
        first, key = parsed[0], f"{NAME}:{updates[0].update_id}"
        if first.message_reaction_count:
            await count(self._app.store, first.message_reaction_count)
        elif first.my_chat_member:
            await self._member(first.my_chat_member)
        elif first.subscription:
            await self.gate.tell_subscription(first.subscription, key)
        elif first.purchased_paid_media:
            await self.gate.tell_picture()
        elif first.message and await self.gate.tell(first.message):
            logger.info("payment told", update=key)
        elif first.callback_query:
            incoming = self._reader.press(first.callback_query, key)
            await self._answer(first.callback_query, incoming)
            if incoming:
                await self._app.conversation.handle(self._counted(incoming), self.chat(incoming.address))
        elif first.message and (incoming := self._reader.messages(parsed, key)):
            answers = first.message.message_id if incoming.group else None
            await self._app.conversation.handle(
                self._counted(incoming), self._chat(Place.of(incoming.address), answers)
            )

    def _counted(self, incoming: Incoming) -> Incoming:
        """Free runs count by the account too, hashed: who deletes their data and comes back has had today's."""
        account = hmac.digest(self._key, incoming.person.encode(), "sha256").hex()[:32]
        return replace(incoming, client=account)

    async def _answer(self, query: CallbackQuery, incoming: Incoming | None) -> None:
        """Stop the button's spinning before anything else; tell a stranger that it is not theirs."""
        words = None
        if incoming is None and query.data and unmark(query.data)[1] not in (None, query.from_user.id):
            words = Texts(query.from_user.language_code or UNKNOWN_LOCALE)("telegram-not-yours")
        try:
            await self._client.call(
                AnswerCallbackQuery(callback_query_id=query.id, text=words, show_alert=bool(words) or None)
            )
        except DeliveryError as error:  # too old after a restart: the button has stopped by itself
            logger.debug("callback query not answered", error=str(error))

    async def _member(self, change: ChatMemberUpdated) -> None:
        """Somebody blocked us, or came back. Leaving a group is seen when the next message there is refused."""
        if change.chat.type != "private":
            return
        if change.new_chat_member.status in LEFT:
            await self._gone(str(change.from_user.id))
            return
        async with self._app.store.transaction() as tx:
            await tx.people.back(NAME, str(change.from_user.id))

    async def _gone(self, person: str) -> None:
        async with self._app.store.transaction() as tx:
            await tx.people.gone(NAME, person)

    async def _apologize(self, updates: tuple[Update, ...]) -> None:
        """The inbox gave up on these: whoever sent them shall know."""
        parsed = [TelegramUpdate.model_validate(update.payload) for update in updates]
        key, query = f"{NAME}:{updates[0].update_id}", parsed[0].callback_query
        incoming = self._reader.press(query, key) if query else self._reader.messages(parsed, key)
        if incoming is not None:
            await self._app.conversation.apologize(incoming, self.chat(incoming.address))

    async def _fetch(self, file_id: str, size_bytes: int | None) -> bytes:
        """The content of a file that a person sent."""
        if size_bytes is not None and size_bytes > DOWNLOAD_BYTES:
            raise Refused("larger than Telegram lets bots download")
        file = await self._client.call(GetFile(file_id=file_id))
        if file.file_path is None:
            raise Refused("Telegram does not say where the file lies")
        return await self._client.download(file.file_path)

    def _chat(self, place: Place, answers: int | None = None) -> TelegramChat:
        settings = self._settings
        pace = Pace(settings.group_edit_s if place.group else settings.edit_s, settings.preview_s)
        return TelegramChat(self._client, self._memory, place, pace, answers)
