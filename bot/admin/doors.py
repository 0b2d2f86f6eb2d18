"""Who is signed in: the cookie of a session, the token of its forms. Knows no page."""

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.pages.origin import from_here
from bot.usecases.sign_in import SESSION_S, SignIn

PATH = "/admin"
FIELD = "token"  # of every form


@dataclass(frozen=True, slots=True)
class Signed:
    """A session: `who` stands in the audit log."""

    who: str
    session: str


@dataclass(frozen=True, slots=True)
class Doors:
    """`key` signs the tokens of forms; it is derived for this purpose."""

    sign_in: SignIn
    key: bytes
    public_url: str

    @property
    def secure(self) -> bool:
        return urlsplit(self.public_url).scheme == "https"

    @property
    def cookie(self) -> str:
        return "__Secure-mazok-admin" if self.secure else "mazok-admin"

    async def signed(self, request: web.Request) -> Signed | None:
        """Whose browser is this? None for everybody's but those who signed in lately."""
        session = request.cookies.get(self.cookie)
        who = await self.sign_in.who(session) if session else None
        return Signed(who, session) if who and session else None

    def remember(self, response: web.StreamResponse, session: str) -> None:
        response.set_cookie(
            self.cookie,
            session,
            max_age=int(SESSION_S),
            path=PATH,
            secure=self.secure,
            httponly=True,
            samesite="Strict",
        )

    def forget(self, response: web.StreamResponse) -> None:
        response.del_cookie(self.cookie, path=PATH, secure=self.secure, httponly=True, samesite="Strict")

    def token(self, session: str) -> str:
        """What our own pages put into each form; another site cannot read it."""
        return base64.urlsafe_b64encode(hmac.digest(self.key, session.encode(), sha256)).decode().rstrip("=")

    def genuine(self, request: web.Request, form: Mapping[str, Any], session: str) -> bool:
        """Was this form one of our pages, in this session?"""
        shown = str(form.get(FIELD, ""))
        return self.near(request) and hmac.compare_digest(shown.encode(), self.token(session).encode())

    def near(self, request: web.Request) -> bool:
        """Does it come from our own pages?"""
        return from_here(request, self.public_url)
