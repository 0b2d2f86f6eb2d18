"""The platform at work: what comes in, whom it reaches. Knows the application; knows no scene."""

import asyncio
import hmac
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import structlog
from aiohttp import web

from bot.chat import Address, DeliveryError, Incoming, Pace, Pressed, Text
from bot.platforms.vk.abilities import UNKNOWN_LOCALE, Abilities
from bot.platforms.vk.callback import Callback
from bot.platforms.vk.chat import VkChat
from bot.platforms.vk.client import Client
from bot.platforms.vk.commands import command_words
from bot.platforms.vk.incoming import KINDS, Reader, below, where
from bot.platforms.vk.media import Media
from bot.platforms.vk.memory import Memory
from bot.platforms.vk.outlets import Outlets
from bot.platforms.vk.payload import Payload
from bot.platforms.vk.place import NAME, Place
from bot.platforms.vk.receiver import Receiver
from bot.platforms.vk.settings import VkSettings
from bot.platforms.vk.shelf import Shelf
from bot.platforms.vk.wire import Wire
from bot.texts import Texts
from storage.inbox import Update

if TYPE_CHECKING:
    from bot.app import App

logger = structlog.get_logger()

Json = dict[str, Any]


class Service:
    """VK for one process."""

    def __init__(self, app: "App", settings: VkSettings) -> None:
        self._app, self._settings = app, settings
        self._key = app.settings.derive("accounts")
        self._client, self._wire, self._memory = Client(settings, settings.community), Wire(settings), Memory()
        self._media = Media(self._client, self._wire, self._memory)
        self._shelf = Shelf(app.store)
        self._callback = Callback(settings, self._write)
        self.outlets = Outlets(settings, self._client, self._wire, app.store)
        kinds = KINDS + self.outlets.kinds
        self._receiver = Receiver(settings, self._client, self._wire, app.store, self._write, kinds)
        self._reader = Reader(settings.group_id, self._wire.download, command_words())

    def routes(self) -> list[web.RouteDef]:
        return self._callback.routes()

    def chat(self, address: Address) -> VkChat:
        return self._chat(Place.of(address))

    def _chat(self, place: Place, answers: str | None = None) -> VkChat:
        settings = self._settings
        pace = Pace(settings.group_edit_s if place.group else settings.edit_s, settings.preview_s)
        return VkChat(self._client, self._media, self._memory, self._shelf, place, pace, answers)

    def start_link(self, argument: str) -> str:
        """The argument comes as the `ref` of the first message that is written there."""
        return f"https://vk.me/club{self._settings.group_id}?ref={argument}"

    async def serve(self) -> None:
        try:
            async with asyncio.TaskGroup() as tasks:
                if not self._settings.callback_path:
                    tasks.create_task(self._receiver.run())
                tasks.create_task(
                    self._app.inbox.serve(NAME, self._handle, album=Outlets.burst, apologize=self._apologize)
                )
        finally:
            await self._wire.close()
            self._client.close()
            self.outlets.close()

    async def _write(self, event: Json) -> None:
        """Write an event down; one that concerns nobody is left out."""
        try:
            update_id = f"{self._settings.group_id}:{event['event_id']}"
            place, liked = where(event, self._settings.group_id), self.outlets.liked(event)
        except (KeyError, TypeError, AttributeError):  # it would come again for ever, before all others
            logger.exception("event not understood", kind=event.get("type") if isinstance(event, dict) else None)
            return
        if place:
            kept = {"type": event["type"], "object": event["object"]}  # the secret is none of it
            await self._app.inbox.write(NAME, update_id, place.address.chat, kept, author=str(place.person))
        elif liked:  # by whom is nothing to us
            await self._app.inbox.write(NAME, update_id, liked, {"type": Outlets.LIKED})

    async def _handle(self, updates: tuple[Update, ...]) -> None:
        event, person = updates[0].payload, updates[0].chat
        match event["type"]:
            case "message_allow":
                async with self._app.store.transaction() as tx:
                    await tx.people.back(NAME, person)
            case "message_deny":
                async with self._app.store.transaction() as tx:
                    await tx.people.gone(NAME, person)
            case Outlets.LIKED:
                await self.outlets.count(updates[0].chat)
            case "message_event":
                await self._answer(event["object"])
                await self._pressed(event, updates[0])
            case _:
                await self._said(event, updates[0])

    async def _said(self, event: Json, update: Update) -> None:
        message = event["object"]["message"]
        if client_info := event["object"].get("client_info"):
            self._memory.abilities.set(update.chat, Abilities.of(client_info))
        page = Payload.read(message.get("payload")).page
        if page is not None:
            await self._turn_over(update.chat, None, page)
        elif incoming := self._reader.message(event, key_of(update)):
            answers = str(message["conversation_message_id"]) if incoming.group else None
            await self._converse(await self._chosen(incoming, message), answers)

    async def _pressed(self, event: Json, update: Update) -> None:
        pressed = event["object"]
        button = Payload.read(pressed.get("payload"))
        if button.page is not None and button.belongs_to(pressed["user_id"]):
            await self._turn_over(update.chat, str(pressed.get("conversation_message_id", "")), button.page)
        elif incoming := self._reader.press(event, key_of(update)):
            await self._converse(incoming)

    async def _converse(self, incoming: Incoming, answers: str | None = None) -> None:
        chat = self._chat(Place.of(incoming.address), answers)
        await self._app.conversation.handle(self._counted(incoming), chat)

    def _counted(self, incoming: Incoming) -> Incoming:
        """Free runs count by the account too, hashed: who deletes their data and comes back has had today's."""
        account = hmac.digest(self._key, f"{NAME}:{incoming.person}".encode(), "sha256").hex()[:32]
        return replace(incoming, client=account)

    async def _answer(self, pressed: Json) -> None:
        """Stop the button's spinning before anything else; tell a stranger that it is not theirs."""
        answer = {name: pressed[name] for name in ("event_id", "user_id", "peer_id")}
        if not Payload.read(pressed.get("payload")).belongs_to(pressed["user_id"]):
            words = Texts(await self._locale(str(pressed["user_id"])))("vk-not-yours")
            answer["event_data"] = json.dumps({"type": "show_snackbar", "text": words}, ensure_ascii=False)
        try:
            await self._client.call("messages.sendMessageEventAnswer", **answer)
        except DeliveryError as error:  # too old after a restart: the button has stopped by itself
            logger.debug("button not answered", error=str(error))

    async def _locale(self, account: str) -> str:
        async with self._app.store.reading() as tx:
            person = await tx.people.by_identity(NAME, account)
        return person.locale if person else UNKNOWN_LOCALE

    async def _turn_over(self, person: str, message_id: str | None, page: int) -> None:
        """Another page of a message's buttons; of a text button the message is not told, and it is the last one."""
        if message_id is None:
            message_id, kept = await self._shelf.newest(person) or ("", None)
        else:
            kept = await self._shelf.get(person, message_id)
        if kept is not None:
            await self.chat(Address(NAME, person)).turn_over(message_id, kept, page)

    async def _chosen(self, incoming: Incoming, message: Json) -> Incoming:
        """A number is a choice where the last choices were told with numbers."""
        if not isinstance(incoming.event, Text) or not incoming.event.text.strip().isdecimal():
            return incoming
        newest = await self._shelf.newest(incoming.address.chat)
        if newest is None or not newest[1].told:
            return incoming
        buttons, number = newest[1].layout.buttons, int(incoming.event.text)
        if not 1 <= number <= len(buttons):
            return incoming
        return replace(incoming, event=Pressed(buttons[number - 1].data, below(message)))

    async def _apologize(self, updates: tuple[Update, ...]) -> None:
        """The inbox gave up on this: whoever sent it shall know."""
        event, key = updates[0].payload, key_of(updates[0])
        readers = {"message_new": self._reader.message, "message_event": self._reader.press}
        reader = readers.get(event["type"])
        incoming = reader(event, key) if reader else None
        if incoming is not None:
            await self._app.conversation.apologize(incoming, self.chat(incoming.address))


def key_of(update: Update) -> str:
    return f"{NAME}:{update.update_id}"
