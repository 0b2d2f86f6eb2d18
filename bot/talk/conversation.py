"""The conversation: loads where a person stands, lets a scene answer, keeps where they are then. Knows no platform."""

import uuid

import structlog

from bot.chat import Chat, Command, DeliveryError, Drawn, Gone, Incoming, Message, Pressed, Refused
from bot.talk import instead
from bot.talk.action import Script
from bot.talk.sketch import Sketch
from bot.talk.turn import Turn, UseCases, sketch_id
from bot.texts import Texts, closest
from bot.usecases.maintenance import Closed
from storage.bans import BanScope
from storage.people import Person
from storage.talks import Talk

SCENES = "bot.talk.scenes"
FIRST = "order"  # who listens when nothing else was asked
START = "start"  # the command that links begin a conversation with
SKETCH, ANSWERED = "sketch", "answered"  # what a talk holds: where we are, and the update that led there

log = structlog.get_logger()


class Conversation:
    """Everything there is to say, on every platform. Holds no state: that is in the storage and in buttons."""

    def __init__(self, can: UseCases) -> None:
        self.can = can
        self._script = Script(SCENES)

    async def handle(self, incoming: Incoming, chat: Chat) -> None:
        """Answer what a person did. Whatever it raises, the same update may be handled again from the start; who gives
        up on it calls `apologize`."""
        try:
            turn = await self._begin(incoming, chat)
            if turn is None:
                return
            before = (turn.scene, turn.sketch)
            try:
                await self._answer(turn)
            except Closed as closed:  # what was chosen stays, and so does the button that orders it
                await turn.say(instead.closed(turn, closed.outage))
            if (turn.scene, turn.sketch) != before and not turn.forgotten:
                await self._end(turn)
        except Gone:  # blocked by the person, or they left: nothing to answer any more
            await self._leave(incoming)
        except Refused as refused:  # a second try would be refused again
            log.error("answer refused", update=incoming.update_key, why=str(refused))

    async def apologize(self, incoming: Incoming, chat: Chat) -> None:
        """Say that an answer failed: one line in the log and one polite message, with the same number on both."""
        number = uuid.uuid4().hex[:8]
        log.error("answer given up", number=number, update=incoming.update_key)
        texts = Texts(await self._locale(incoming))
        try:
            await chat.send(Message(texts("failed-here", number=number)), key=f"{incoming.update_key}:sorry")
        except DeliveryError as undelivered:
            log.warning("apology not delivered", number=number, why=str(undelivered))

    async def _begin(self, incoming: Incoming, chat: Chat) -> Turn | None:
        """Where we are; None when this update was answered already, and the process died before that was noted."""
        where = incoming.address
        person, banned = await self._known(incoming) or await self._arrive(incoming)
        async with self.can.store.reading() as tx:
            talk = await tx.talks.load(where.platform, where.chat, person.person_id)
        if talk and talk.data.get(ANSWERED) == incoming.update_key:
            return None
        new = sketch_id(incoming.update_key)
        sketch = Sketch.from_json(talk.data.get(SKETCH), new) if talk else Sketch(new)
        scene = talk.scene if talk else FIRST
        return Turn(self.can, incoming, chat, person, Texts(person.locale), sketch, scene, banned)

    async def _known(self, incoming: Incoming) -> tuple[Person, BanScope | None] | None:
        """Who writes and what they may not, when nothing about them has to be written down: that spares most updates
        the write lock."""
        account = (incoming.address.platform, incoming.person)
        async with self.can.store.reading() as tx:
            person = await tx.people.by_identity(*account)
            if person is None:
                return None
            identities, banned = await tx.people.identities(person.person_id), await tx.bans.of(person.person_id)
        was_gone = any(one.gone_at for one in identities if (one.platform, one.external_id) == account)
        return None if was_gone else (person, banned)

    async def _arrive(self, incoming: Incoming) -> tuple[Person, BanScope | None]:
        """A stranger, or somebody who had left and is back."""
        async with self.can.store.transaction() as tx:
            platform = incoming.address.platform
            person = await tx.people.arrive(platform, incoming.person, closest(incoming.locale))
            await tx.people.back(platform, incoming.person)
            return person, await self.can.ban.known_again(tx, platform, incoming.person, person)

    async def _answer(self, turn: Turn) -> None:
        event = turn.incoming.event
        if turn.banned is BanScope.ALL and not instead.spared(self._script, event):
            await turn.say(instead.banned(turn))
            return
        match event:
            case Command(name=name, argument=argument):
                turn.scene = FIRST
                await self._command(turn, name, argument)
            case Pressed(data=data) | Drawn(data=data):
                turn.scene = FIRST
                await self._press(turn, data)
            case _:
                listener = self._script.listeners.get(turn.scene, self._script.listeners[FIRST])
                await listener(turn, event)

    async def _command(self, turn: Turn, name: str, argument: str) -> None:
        known = self._script.commands.get(name)
        opening = self._script.opening(argument) if name == START else None
        if opening:
            await opening(turn, argument.removeprefix(opening.prefix))
        elif known is None:
            await turn.hint("command-unknown")
        else:
            await known(turn)

    async def _press(self, turn: Turn, data: str) -> None:
        """What the button says; one that an older release drew, or a forged one, does nothing but say so."""
        name, *arguments = data.split(":")
        known = self._script.actions.get(name)
        if known is None or not known.takes(arguments):
            await turn.hint("old-button")
        else:
            await known(turn, *arguments)

    async def _end(self, turn: Turn) -> None:
        where = turn.address
        data = {SKETCH: turn.sketch.to_json(), ANSWERED: turn.incoming.update_key}
        talk = Talk(where.platform, where.chat, turn.person.person_id, turn.scene, data)
        async with self.can.store.transaction() as tx:
            # Who has joined somebody meanwhile, or was forgotten, stands somewhere else by now.
            now = await tx.people.by_identity(where.platform, turn.incoming.person)
            if now and now.person_id == turn.person.person_id:
                await tx.talks.save(talk)

    async def _leave(self, incoming: Incoming) -> None:
        if incoming.group:  # we were thrown out of a group; the person may still talk to us elsewhere
            return
        async with self.can.store.transaction() as tx:
            await tx.people.gone(incoming.address.platform, incoming.person)

    async def _locale(self, incoming: Incoming) -> str:
        async with self.can.store.reading() as tx:
            person: Person | None = await tx.people.by_identity(incoming.address.platform, incoming.person)
        return person.locale if person else incoming.locale
