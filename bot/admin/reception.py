"""From a request to a page or an act and back: who is not signed in gets neither."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import structlog
from aiohttp import web

from bot.admin.desk import Asked, Desk, Form, Unclear
from bot.admin.doors import PATH, Doors, Signed
from bot.admin.pages import HEADERS, Pages
from bot.pages.locales import spoken
from bot.texts import Texts
from bot.usecases.order import TooManyJobs
from bot.usecases.plan import BadChoice, UnknownEffect, UnknownTier
from bot.usecases.retry import NothingToRetry
from bot.usecases.sign_in import Standing
from storage import Busy, Full, Missing, NotEnough, Sealed

FIELDS = 20  # more than any of our forms has
REFUSALS = (BadChoice, NotEnough, NothingToRetry, Sealed, TooManyJobs, Unclear, UnknownEffect, UnknownTier)
GONE = {
    Standing.UNKNOWN: HTTPStatus.NOT_FOUND,
    Standing.USED: HTTPStatus.GONE,
    Standing.EXPIRED: HTTPStatus.GONE,
}

Show = Callable[[Desk, Asked], Awaitable[Mapping[str, Any]]]
Act = Callable[[Desk, Asked, Form], Awaitable[str]]
Other = Callable[[Desk, Asked, web.Request], Awaitable[web.Response]]
Handler = Callable[[web.Request], Awaitable[web.Response]]

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Reception:
    """Everything that a browser may ask for."""

    desk: Desk
    doors: Doors
    pages: Pages

    def page(self, name: str, show: Show) -> Handler:
        """What `show` finds, in the template of this name."""

        async def look(signed: Signed, asked: Asked, request: web.Request) -> web.Response:
            shown = await show(self.desk, asked)
            said = f"admin-said-{asked.word('said')}"
            flash = asked.texts(said) if said in asked.texts else ""
            once = secrets.token_hex(16)  # a form that is sent twice acts once
            # The charts of a year are a large page: others are answered while it is written.
            draw = partial(self.pages.answer, name, asked.texts, signed, flash=flash, once=once, **shown)
            return await asyncio.to_thread(draw)

        return self._guarded(look)

    def other(self, show: Other) -> Handler:
        """What is no page: a picture, a table for other programs."""
        return self._guarded(lambda signed, asked, request: show(self.desk, asked, request))

    def act(self, act: Act) -> Handler:
        """What `act` does with a form of ours; then the page that it leads to."""

        async def do(signed: Signed, asked: Asked, request: web.Request) -> web.Response:
            form = await form_of(request)
            if not self.doors.genuine(request, form, signed.session):
                return self.pages.says("forged", asked.texts, signed, status=HTTPStatus.FORBIDDEN)
            return see(await act(self.desk, asked, form))

        return self._guarded(do)

    def _guarded(self, handle: Callable[[Signed, Asked, web.Request], Awaitable[web.Response]]) -> Handler:
        """For those who are signed in; what went wrong is said to them."""

        async def answer(request: web.Request) -> web.Response:
            texts = texts_of(request)
            signed = await self.doors.signed(request)
            if signed is None:
                return self.pages.says("stranger", texts, status=HTTPStatus.UNAUTHORIZED)
            try:
                return await handle(signed, Asked(signed.who, texts, request.query), request)
            except Missing as missing:
                words = {"kind": missing.kind, "name": missing.name}
                return self.pages.says("missing", texts, signed, status=HTTPStatus.NOT_FOUND, **words)
            except REFUSALS as refusal:
                why = f"{type(refusal).__name__}: {refusal}"
                return self.pages.says("refused", texts, signed, status=HTTPStatus.CONFLICT, why=why)
            except (Busy, Full) as error:
                log.warning("admin page not answered", error=str(error))
                return self.pages.says("busy", texts, signed, status=HTTPStatus.SERVICE_UNAVAILABLE)

        return answer

    async def link(self, request: web.Request) -> web.Response:
        """A link is looked at, by a person or by whatever previews links: only its button signs in."""
        token, texts = request.match_info["token"], texts_of(request)
        standing = await self.doors.sign_in.standing(token)
        if standing is not Standing.GOOD:
            return self.pages.says(f"link-{standing}", texts, status=GONE[standing])
        return self.pages.answer("sign_in", texts, link=token)

    async def sign_in(self, request: web.Request) -> web.Response:
        """The button: the first who presses it is in."""
        texts, token = texts_of(request), (await form_of(request)).get("link", "")
        if not self.doors.near(request):
            return self.pages.says("forged", texts, status=HTTPStatus.FORBIDDEN)
        session = await self.doors.sign_in.open(token)
        if session is None:
            standing = await self.doors.sign_in.standing(token)
            return self.pages.says(f"link-{standing}", texts, status=GONE[standing])
        response = see(f"{PATH}/")
        self.doors.remember(response, session)
        return response

    async def sign_out(self, request: web.Request) -> web.Response:
        async def leave(signed: Signed, asked: Asked, request: web.Request) -> web.Response:
            if not self.doors.genuine(request, await form_of(request), signed.session):
                return self.pages.says("forged", asked.texts, signed, status=HTTPStatus.FORBIDDEN)
            await self.doors.sign_in.leave(signed.session)
            response = self.pages.says("left", asked.texts, status=HTTPStatus.OK)
            self.doors.forget(response)
            return response

        return await self._guarded(leave)(request)


async def form_of(request: web.Request) -> Form:
    """What was sent, where it is a form as our pages send it: short, of words only."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType
    try:
        return dict(parse_qsl((await request.read()).decode(), keep_blank_values=True, max_num_fields=FIELDS))
    except ValueError as error:
        raise web.HTTPBadRequest from error


def see(where: str) -> web.Response:
    """Go there, by GET: a reload does not act again."""
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": where, **HEADERS})


def texts_of(request: web.Request) -> Texts:
    return Texts(spoken(request, None))
