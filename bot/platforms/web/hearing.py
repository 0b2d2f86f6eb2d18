"""`POST /say` and `POST /pictures`: from a request to the conversation and back. Knows no page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from json import JSONDecodeError

import structlog
from aiohttp import web
from pydantic import ValidationError

from bot.chat import DeliveryError, Drawn, Event, Incoming, Pictures
from bot.pages.locales import spoken
from bot.platforms.web.echo import Echo
from bot.platforms.web.site import Site
from bot.platforms.web.speech import Press, Said
from bot.platforms.web.uploads import Form, TooMuch, TooSlow, received
from bot.texts import Texts
from storage import Busy, Full
from storage.people import Person

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing a visitor did; `write` keeps it for them to see again."""

    visitor: str
    said: Said
    event: Event
    write: Callable[[Person], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """Takes what a browser says, writes it down for the person to see, and lets the conversation answer."""

    site: Site
    echo: Echo

    async def say(self, request: web.Request) -> web.Response:
        """Words, a press or a command, as JSON."""
        visitor = self.site.visitors.sender(request)
        if visitor is None:
            return stranger()
        try:
            what = Said.model_validate(await request.json())
        except (ValidationError, JSONDecodeError, UnicodeDecodeError):
            return refusal(request, 400, "web-unclear")
        if (event := what.event()) is None:
            return web.json_response({})

        async def write(person: Person) -> None:
            await self.echo.words(visitor, what.id, what.text)

        return await self._answer(request, Heard(visitor, what, event, write if what.text else None))

    async def pictures(self, request: web.Request) -> web.Response:
        """One picture, an album, a mask drawn on a canvas or a drawing, as a form."""
        visitor = self.site.visitors.sender(request)
        if visitor is None:
            return stranger()
        try:
            async with received(request, self.site.limits) as form:
                heard = self._drawing(visitor, form) if "data" in form.fields else self._album(visitor, form)
                return await self._answer(request, heard)
        except TooMuch as error:
            return refusal(request, 413, error.key, limit=error.limit)
        except TooSlow:
            return refusal(request, 408, "web-too-slow")
        except ValueError:  # pydantic's too: not a form of our page
            return refusal(request, 400, "web-unclear")

    def _album(self, visitor: str, form: Form) -> Heard:
        what = Said(id=form.fields.get("id", ""), reply_to=form.fields.get("reply_to"))
        uploads = tuple(form.uploads)
        if not uploads:
            raise ValueError("an album without pictures")

        async def write(person: Person) -> None:
            await self.echo.pictures(person, visitor, what.id, uploads)

        return Heard(visitor, what, Pictures(uploads, form.fields.get("caption", "")), write)

    def _drawing(self, visitor: str, form: Form) -> Heard:
        """What was marked on the canvas of a line changes that line, and is none of its own; what was drawn on a pad,
        which is no line's, is the person's own. Raises ValueError."""
        sheet, what = (
            Press(data=form.fields["data"], line=form.fields.get("line", "")),
            Said(id=form.fields.get("id", "")),
        )
        [upload] = form.uploads

        async def write(person: Person) -> None:
            await self.echo.pictures(person, visitor, what.id, (upload,))

        return Heard(visitor, what, Drawn(sheet.data, sheet.line, upload), None if sheet.line else write)

    async def _answer(self, request: web.Request, heard: Heard) -> web.Response:
        """Handle it and say so; what fails is asked again by the browser, under the same id."""
        try:
            before = await self.site.arrive(heard.visitor, spoken(request, None))
            async with self.site.turns.take(heard.visitor, heard.said.id) as new:
                if new:
                    await self._act(request, heard, before)
            after = await self.site.person(heard.visitor)
        except (Busy, Full, DeliveryError) as error:
            log.warning("said in vain", error=str(error))
            return refusal(request, 503, "web-busy")
        # Forgotten, somebody else by joining or parting, or another language: the page has to be drawn anew.
        return web.json_response({"reload": after is None or drawn_for(after) != drawn_for(before)})

    async def _act(self, request: web.Request, heard: Heard, person: Person) -> None:
        if heard.write:
            await heard.write(person)
        address = self.site.address(heard.visitor)
        incoming = Incoming(
            update_key=f"{self.site.name}:{heard.visitor}:{heard.said.id}",
            address=address,
            person=heard.visitor,
            locale=person.locale,
            event=heard.event,
            reply_to=heard.said.reply_to,
            client=self.site.addresses.hash(request),
        )
        chat = self.site.chat(address)
        try:
            await self.site.conversation.handle(incoming, chat)
        except (Busy, Full, DeliveryError):
            raise
        except Exception:
            # A defect would answer a second try in the same way: say sorry once, and let the person go on.
            log.exception("not answered", update=incoming.update_key)
            await self.site.conversation.apologize(incoming, chat)


def drawn_for(person: Person) -> tuple[str, str]:
    """Whose page it is, and in which language."""
    return person.person_id, person.locale


def stranger() -> web.Response:
    """Neither our cookie nor our token: the page is too old, or it is not ours. A fresh one has both."""
    return web.json_response({"reload": True}, status=403)


def refusal(request: web.Request, status: int, key: str, **values: object) -> web.Response:
    """Why not, in the language of the page."""
    return web.json_response({"error": Texts(spoken(request, None))(key, **values)}, status=status)
